"""The clock alone publishes: no job runs, and no page that was kept hides what came out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from articles.contents import content_of
from articles.writing import write
from tests.articles.forms import article_form
from tests.factories import (
    make_article,
    make_author,
    make_section,
    make_served_map,
    make_topic,
    make_user,
)

NOW = datetime(2026, 5, 4, 9, 0, 0, tzinfo=UTC)
DUE = NOW + timedelta(seconds=20)
HEADLINE = "What the gauge recorded"


def at(moment):
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def scheduled():
    """An article that comes out in twenty seconds, beside one that is out."""
    with at(NOW):
        shared = {"section": make_section(slug="rivers"), "topics": [make_topic(slug="floods")]}
        make_article(slug="beside", authors=[make_author(slug="rhea")], **shared)
        article = make_article(
            slug="gauge",
            headline=HEADLINE,
            status="draft",
            published_at=None,
            authors=[make_author(slug="ines")],
            lead_image=make_served_map(west=1, south=1, east=2, north=2),
            **shared,
        )
        article.publish(DUE)
        return article


def listing(article):
    """Every public page that will name it."""
    return {
        "article": article.get_absolute_url(),
        "front": "/",
        "section": "/sections/rivers/",
        "topic": "/topics/floods/",
        "author": "/authors/ines/",
        "related": "/articles/beside/",
        "feed": "/feeds/rss/",
        "atom": "/feeds/atom/",
        "section feed": "/sections/rivers/rss/",
        "sitemap": "/sitemap-articles.xml",
        "news": "/sitemap-news-en.xml",
        "map": article.lead_image.get_absolute_url(),
        "maps": "/maps/",
        "geojson": "/maps/maps.geojson",
        "map sitemap": "/sitemap-maps.xml",
    }


def names_it(client, article, address):
    answer = client.get(address)
    image = article.lead_image.get_absolute_url()
    marks = (HEADLINE, article.get_absolute_url(), f"{image}<", f'{image}"')
    text = answer.content.decode()
    return answer.status_code == 200 and any(mark in text for mark in marks)


@pytest.mark.django_db(transaction=True)
def test_every_page_shows_it_at_its_second_and_none_before(client, scheduled):
    pages = listing(scheduled)
    for moment in (NOW, DUE - timedelta(seconds=1)):
        with at(moment):
            early = [name for name, page in pages.items() if names_it(client, scheduled, page)]
            assert early == []
    with at(DUE):
        late = [name for name, page in pages.items() if not names_it(client, scheduled, page)]
        assert late == []


@pytest.mark.django_db(transaction=True)
def test_a_kept_page_stays_kept_when_nothing_comes_out(
    client, scheduled, django_assert_num_queries
):
    with at(NOW):
        client.get("/")
        client.get("/")
        with django_assert_num_queries(0):
            client.get("/")
    with at(DUE):
        client.get("/")
    with at(DUE + timedelta(seconds=1)), django_assert_num_queries(0):
        client.get("/")


@pytest.mark.django_db(transaction=True)
def test_unscheduled_it_does_not_come_out(client, scheduled):
    with at(NOW):
        client.get("/")
        scheduled.unschedule()
    with at(DUE):
        shown = [page for page in listing(scheduled).values() if names_it(client, scheduled, page)]
    assert shown == []


@pytest.mark.django_db(transaction=True)
def test_it_comes_out_as_last_saved(client, scheduled):
    with at(NOW):
        write(scheduled, content_of(scheduled) | {"headline": "Mended before it came out"})
    with at(DUE):
        assert b"Mended before it came out" in client.get(scheduled.get_absolute_url()).content


def schedule(client, article, day, time):
    address = reverse("admin:articles_article_change", args=[article.pk])
    sent = article_form(article, publish_at_0=day, publish_at_1=time, _do="schedule")
    answer = client.post(address, sent)
    article.refresh_from_db()
    return answer


@pytest.fixture
def draft(client, settings, db):
    settings.TIME_ZONE = "Europe/Berlin"
    client.force_login(make_user(group="Editor"))
    with at(NOW):
        article = make_article(status="draft", published_at=None)
        yield article


def test_the_time_in_the_form_is_of_the_zone_of_the_site(client, draft):
    assert schedule(client, draft, "2026-07-01", "12:30").status_code == 302
    assert draft.published_at == datetime(2026, 7, 1, 10, 30, tzinfo=UTC)
    form = client.get(reverse("admin:articles_article_change", args=[draft.pk])).content.decode()
    assert "1 July 2026, 12:30" in form
    assert "Europe/Berlin" in form
    assert "1 July 2026, 10:30" in form
    assert '<time datetime="2026-07-01T10:30' in form


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("2027-03-28", "02:30"),  # the clocks go forward
        ("2026-10-25", "02:30"),  # the clocks go back
        ("2026-05-04", "10:59"),  # a moment ago
        ("2026-02-30", "10:00"),
        ("", ""),
        ("9" * 30, "x"),
    ],
)
def test_a_time_that_can_not_be_meant_is_refused_with_a_message(client, draft, day, time):
    answer = schedule(client, draft, day, time)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode() or "errornote" in answer.content.decode()
    assert draft.status == "draft"


def test_the_form_says_in_which_zone_its_times_are(client, draft):
    form = client.get(reverse("admin:articles_article_change", args=[draft.pk])).content.decode()
    assert "Times in the form are those of Europe/Berlin" in form
    assert '<planned-time field="id_publish_at" zone="Europe/Berlin"' in form
