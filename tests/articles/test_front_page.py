"""Which article stands where on the front page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.front import CARDS, LATEST, PER_SECTION, front_page, section_blocks
from tests.caches import empty_caches
from tests.factories import make_article, make_section, make_served_map

pytestmark = pytest.mark.django_db


def make_articles(number, **fields):
    """Newest first."""
    now = timezone.now()
    return [
        make_article(published_at=now - timedelta(hours=hours + 1), **fields)
        for hours in range(number)
    ]


def test_the_newest_article_leads():
    newest, *_ = make_articles(3)
    assert front_page().lead == newest


def test_the_newest_featured_article_leads_before_a_newer_one():
    make_articles(2)
    older = timezone.now() - timedelta(days=3)
    make_article(is_featured=True, published_at=older - timedelta(days=1))
    featured = make_article(is_featured=True, published_at=older)
    make_article(is_featured=True, status="draft")
    assert front_page().lead == featured


def test_no_article_stands_twice_in_the_top_part():
    articles = make_articles(LATEST + CARDS + 3)
    page = front_page()
    top = [page.lead, *page.latest, *page.cards]
    assert top == articles[: LATEST + CARDS + 1]


def test_each_section_shows_its_newest_in_the_order_of_sections():
    rivers, roads = make_section(position=2), make_section(position=1)
    make_section(position=0)
    lead, *river_articles = make_articles(PER_SECTION + 2, section=rivers)
    road_articles = make_articles(2, section=roads)
    blocks = section_blocks(without=[lead])
    assert blocks == [(roads, road_articles), (rivers, river_articles[:PER_SECTION])]


def test_what_leads_or_has_a_card_is_not_repeated_under_its_section():
    articles = make_articles(LATEST + CARDS + 2, section=make_section())
    page = front_page()
    ((_, shown),) = page.blocks
    assert shown == articles[1 : PER_SECTION + 1]
    assert not {page.lead, *page.cards} & set(shown)


def test_drafts_and_scheduled_articles_are_not_there(client):
    make_article(status="draft", headline="Secret one")
    make_article(published_at=timezone.now() + timedelta(days=1), headline="Secret two")
    assert b"Secret" not in client.get("/").content


def test_an_empty_site_says_so(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "Nothing has been published yet." in response.content.decode()


def test_a_new_article_is_on_the_shared_page_at_once(client, django_capture_on_commit_callbacks):
    client.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        make_article(headline="Just now")
    assert b"Just now" in client.get("/").content


def test_the_page_is_shared_and_sets_no_cookie(client):
    make_article(lead_image=make_served_map())
    response = client.get("/")
    assert response["Cache-Control"].startswith("public")
    assert not response.cookies


def statements(client):
    empty_caches()
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    return len(captured)


def test_many_articles_cost_as_many_statements_as_a_few(client):
    make_articles(LATEST + CARDS + 2)
    few = statements(client)
    for _ in range(4):
        make_articles(8, section=make_section(), lead_image=make_served_map())
    assert statements(client) == few
