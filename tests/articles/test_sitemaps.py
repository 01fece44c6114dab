"""What search engines are told."""

from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.utils import timezone

from tests.factories import make_article, make_section, make_served_map, make_topic

pytestmark = pytest.mark.django_db
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(response):
    return [loc.text for loc in fromstring(response.content).iter(f"{NS}loc")]


def test_the_index_lists_a_file_per_kind_on_our_own_host(client):
    listed = addresses(client.get("/sitemap.xml", headers={"Host": "localhost"}))
    kinds = ["articles", "sections", "topics", "maps", "areas", "news-en", "news-ru", "news-ar"]
    assert listed == [f"{settings.SITE_URL}/sitemap-{kind}.xml" for kind in kinds]


def test_articles_are_listed_with_their_last_change(client, django_assert_num_queries):
    changed = timezone.now() - timedelta(hours=1)
    make_article(slug="b", published_at=changed - timedelta(days=9), updated_at=changed)
    make_article(status="draft", slug="secret")
    with django_assert_num_queries(2):  # how many, and which
        response = client.get("/sitemap-articles.xml", headers={"Host": "localhost"})
    assert addresses(response) == [f"{settings.SITE_URL}/articles/b/"]
    assert changed.date().isoformat() in response.content.decode()


def test_topics_and_maps_are_listed_once_readers_can_see_them(client):
    topic, image = make_topic(), make_served_map()
    make_article(topics=[topic], lead_image=image, status="draft")
    assert addresses(client.get("/sitemap-topics.xml")) == []
    assert addresses(client.get("/sitemap-maps.xml")) == []


def test_topics_maps_and_sections_of_published_articles_are_listed(client):
    topic, image, section = make_topic(), make_served_map(), make_section()
    for _ in range(2):
        make_article(topics=[topic], lead_image=image, section=section)
    for kind, thing in {"topics": topic, "maps": image, "sections": section}.items():
        expected = [f"{settings.SITE_URL}{thing.get_absolute_url()}"]
        assert addresses(client.get(f"/sitemap-{kind}.xml")) == expected


@pytest.mark.parametrize("page", ["0", "x", "99", "-1", "9" * 40, "1e9"])
def test_a_page_that_is_not_there_is_404(client, page):
    assert client.get("/sitemap-articles.xml", {"p": page}).status_code == 404


def test_an_unknown_kind_is_404(client):
    assert client.get("/sitemap-users.xml").status_code == 404


def test_robots_are_sent_to_the_site_map_and_kept_from_forms(client):
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Disallow: /accounts/" in text
