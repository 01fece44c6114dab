"""What search engines' news are told: two days, one language per file."""

from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.utils import timezone

from articles import news_sitemap
from tests.factories import make_article

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def ago(**time):
    return timezone.now() - timedelta(**time)


def news(client, language="en"):
    return fromstring(client.get(f"/sitemap-news-{language}.xml").content)


def titles(client, language="en"):
    return [title.text for title in news(client, language).iter(f"{NEWS}title")]


def test_a_file_without_articles_is_valid(client):
    root = news(client)
    assert root.tag == f"{SITEMAP}urlset"
    assert len(root) == 0


def test_an_article_is_named_with_language_time_and_title(client):
    article = make_article(headline="Water & <roads>", slug="water")
    root = news(client)
    assert [loc.text for loc in root.iter(f"{SITEMAP}loc")] == [
        f"{settings.SITE_URL}/articles/water/"
    ]
    said = {each.tag.removeprefix(NEWS): each.text for each in root.iter() if NEWS in each.tag}
    assert (said["name"], said["language"]) == (settings.SITE_NAME, "en")
    assert said["title"] == "Water & <roads>"
    assert said["publication_date"] == article.published_at.isoformat(timespec="microseconds")


def test_a_control_character_breaks_no_file(client):
    make_article(headline="Water\x0b rises")
    assert titles(client) == ["Water rises"]


def test_only_the_last_two_days_are_in_it(client):
    make_article(headline="Old", published_at=ago(days=2, minutes=1))
    make_article(headline="Young", published_at=ago(days=1, hours=23))
    make_article(headline="Coming", published_at=ago(hours=-1))
    make_article(headline="Draft", status="draft")
    assert titles(client) == ["Young"]


def test_each_language_has_a_file_of_its_own(client):
    make_article(headline="Line", language="en")
    make_article(headline="Линия", language="ru")
    assert titles(client, "en") == ["Line"]
    assert titles(client, "ru") == ["Линия"]
    assert titles(client, "ar") == []
    assert client.get("/sitemap-news-xx.xml").status_code == 404


def test_it_ends_after_a_thousand(client, monkeypatch):
    monkeypatch.setattr(news_sitemap, "NEWS_LIMIT", 2)
    for hours in (1, 2, 3):
        make_article(headline=f"{hours}", published_at=ago(hours=hours))
    assert titles(client) == ["1", "2"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("leaves", ["retract", "unpublish"])
def test_a_withdrawn_article_leaves_at_once_from_a_warm_page(client, leaves):
    article = make_article(headline="Wrong")
    assert titles(client) == titles(client) == ["Wrong"]
    getattr(article, leaves)(**({"text": "It was wrong."} if leaves == "retract" else {}))
    assert titles(client) == []


def test_the_number_of_statements_does_not_grow(client, django_assert_num_queries):
    for _ in range(3):
        make_article()
    with django_assert_num_queries(1):
        client.get("/sitemap-news-en.xml")
