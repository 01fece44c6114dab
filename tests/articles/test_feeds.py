"""RSS and Atom."""

from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.utils import timezone

from articles.feeds import ITEMS, xml_text
from tests.factories import make_article, make_author, make_section, make_topic

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITE_FEEDS = ["/feeds/rss/", "/feeds/atom/"]


def titles(response):
    root = fromstring(response.content)
    items = root.findall("channel/item") or root.findall(f"{ATOM}entry")
    return [item.findtext("title") or item.findtext(f"{ATOM}title") for item in items]


@pytest.mark.parametrize("url", SITE_FEEDS)
def test_a_feed_has_the_newest_published_articles(client, url):
    make_article(status="draft", headline="Secret")
    now = timezone.now()
    for minutes in range(ITEMS + 2):
        make_article(
            headline=f"Number {minutes}", published_at=now - timedelta(minutes=minutes + 1)
        )
    assert titles(client.get(url)) == [f"Number {number}" for number in range(ITEMS)]


@pytest.mark.parametrize("url", SITE_FEEDS)
def test_control_characters_do_not_break_a_feed(client, url):
    section = make_section(name="Riv\x0bers")
    article = make_article(
        headline="Brae\x08l <b>& co</b>", standfirst="Low\x1f water\ufffe", section=section,
        topics=[make_topic(name="Tel\x02va")], authors=[make_author(name="In\x03es")],
    )  # fmt: skip
    assert article.headline.startswith("Brae\x08l")
    assert titles(client.get(url)) == ["Brael <b>& co</b>"]


def test_text_for_a_feed_keeps_every_script():
    text = "a\tb\nc é مسح 🗺"
    assert xml_text(f"\x00{text}\x0c\ufffe") == text


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_section_topic_and_author_have_feeds_of_their_own(client, kind):
    section, topic, author = make_section(), make_topic(), make_author()
    make_article(section=section, topics=[topic], authors=[author], headline="Ours")
    make_article(headline="Theirs")
    for label in (section, topic, author):
        assert titles(client.get(f"{label.get_absolute_url()}{kind}/")) == ["Ours"]


def test_a_feed_of_nothing_is_404(client):
    assert client.get("/sections/nowhere/rss/").status_code == 404


@pytest.mark.parametrize("url", SITE_FEEDS)
def test_addresses_in_a_feed_are_those_of_the_site_whatever_host_asked(client, url):
    make_article(slug="line")
    body = client.get(url, headers={"Host": "localhost"}).content.decode()
    assert f"{settings.SITE_URL}/articles/line/" in body
    assert "localhost" not in body


@pytest.mark.parametrize("url", SITE_FEEDS)
def test_a_reader_program_that_has_it_all_gets_304(client, url):
    make_article()
    response = client.get(url)
    assert response["Cache-Control"].startswith("public")
    again = client.get(url, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_pages_name_their_feeds(client):
    section = make_section()
    article = make_article(section=section)
    assert f'href="{settings.SITE_URL}/feeds/atom/"' in client.get("/").content.decode()
    assert "application/rss+xml" in client.get(article.get_absolute_url()).content.decode()
    own = f'href="{settings.SITE_URL}{section.get_absolute_url()}rss/"'
    assert own in client.get(section.get_absolute_url()).content.decode()


def test_a_feed_is_one_statement(client, django_assert_num_queries):
    topics, authors = [make_topic()], [make_author(), make_author()]
    for _ in range(5):
        make_article(topics=topics, authors=authors)
    with django_assert_num_queries(1):
        client.get("/feeds/rss/")
