"""Older articles say that a newer map exists; check 17 of the reference."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.articles.maps import day, figure, make_public_map, statements_for
from tests.caches import empty_caches
from tests.factories import make_article, make_served_map

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    return make_public_map(title="Line", valid_at=day(1))


def successor_of(image, **fields):
    return make_public_map(supersedes=image, **fields)


def page(client, thing):
    empty_caches()
    return client.get(thing.get_absolute_url()).content.decode()


def notice(image, on):
    return f'href="{image.get_absolute_url()}">A newer map exists: {on}</a>'


def test_every_article_with_the_old_map_says_so_and_its_modified_date_stays(client, old):
    articles = [
        make_article(lead_image=old),
        make_article(lead_image=old, updated_at=timezone.now()),
    ]
    before = [json_ld_of(page(client, article))["dateModified"] for article in articles]
    new = successor_of(old, valid_at=day(25))
    for article, modified in zip(articles, before, strict=True):
        html = page(client, article)
        assert notice(new, "25 September 2026") in html
        assert json_ld_of(html)["dateModified"] == modified
        assert "Updated" not in html or article.updated_at


def json_ld_of(html):
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return next(thing for thing in map(json.loads, blocks) if thing.get("@type") == "NewsArticle")


def test_the_shared_copy_of_an_old_article_hears_of_it(
    client, old, django_capture_on_commit_callbacks
):
    article = make_article(lead_image=old)
    client.get(article.get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        successor_of(old, valid_at=day(25))
    html = client.get(article.get_absolute_url()).content.decode()
    assert "A newer map exists" in html


def test_the_page_of_the_old_map_leads_to_the_newest_of_a_long_line(client, old):
    middle = successor_of(old, valid_at=day(10))
    newest = successor_of(middle, valid_at=day(25))
    assert notice(newest, "25 September 2026") in page(client, old)
    assert notice(newest, "25 September 2026") in page(client, middle)
    assert "A newer map exists" not in page(client, newest)
    assert "A newer map exists" not in page(client, newest.placements.get().article)


def test_two_lines_that_are_joined_later_are_one(client, old):
    first = make_public_map(valid_at=day(10))
    newest = successor_of(first, valid_at=day(25))
    first.supersedes = old
    first.save()
    assert notice(newest, "25 September 2026") in page(client, old)


def test_it_appears_at_the_second_its_article_is_published(client, old, time_machine):
    article = old.placements.get().article
    at = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    new = make_served_map(supersedes=old, valid_at=day(25))
    make_article(lead_image=new, published_at=at)
    for moment, is_out in ((at - timedelta(seconds=1), False), (at, True)):
        time_machine.move_to(moment, tick=False)
        assert ("A newer map exists" in page(client, article)) == is_out
        assert ("A newer map exists" in page(client, old)) == is_out


@pytest.mark.parametrize("status", ["draft", "review", "approved", "unpublished", "retracted"])
def test_a_map_that_readers_do_not_find_is_no_newer_map(client, old, status):
    successor_of(old, valid_at=day(25), article={"status": status})
    assert "A newer map exists" not in page(client, old.placements.get().article)
    assert "A newer map exists" not in page(client, old)


def test_a_dated_map_is_newer_than_one_without_a_date(client):
    undated = make_public_map()
    new = successor_of(undated, valid_at=day(25))
    assert notice(new, "25 September 2026") in page(client, undated)
    assert "A newer map exists" not in page(client, new)


def test_a_map_in_the_text_has_its_notice_there(client, old):
    article = make_article(body=f"<p>Text.</p>{figure(old)}")
    new = successor_of(old, valid_at=day(25))
    assert notice(new, "25 September 2026") in page(client, article)


def test_the_article_page_asks_no_more_for_it(client, old):
    article = make_article(lead_image=old)
    before = statements_for(client, article.get_absolute_url())
    for number in range(2, 8):
        successor_of(old, valid_at=day(number))
    assert statements_for(client, article.get_absolute_url()) == before
