"""Feeds of maps: the latest of each area, the newest of one."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import timezone

from tests.articles.maps import day, make_public_map, statements_for
from tests.factories import make_area, make_article

pytestmark = pytest.mark.django_db


def items(client, url):
    response = client.get(url)
    assert response["Content-Type"].startswith("application/rss+xml")
    return ElementTree.fromstring(response.content).findall("channel/item")


def titles(client, url):
    return [item.findtext("title") for item in items(client, url)]


def test_the_feed_of_all_maps_has_the_latest_of_each_area(client):
    valley, town = make_area(), make_area()
    make_public_map(title="Valley, old", area=valley, valid_at=day(1))
    make_public_map(title="Valley", area=valley, valid_at=day(5))
    make_public_map(title="Town", area=town, valid_at=day(9))
    make_public_map(title="Nowhere", valid_at=day(10))
    assert titles(client, "/maps/rss/") == ["Town", "Valley"]


def test_the_feed_of_an_area_has_its_maps_and_those_inside(client):
    valley = make_area(slug="valley")
    make_public_map(title="Valley", area=valley, valid_at=day(5))
    make_public_map(title="Town", area=make_area(parent=valley), valid_at=day(9))
    make_public_map(title="Elsewhere", area=make_area())
    assert titles(client, "/maps/areas/valley/rss/") == ["Town", "Valley"]


def test_an_item_carries_the_file_its_credit_licence_and_times(client):
    published_at = timezone.now().replace(microsecond=0) - timedelta(days=3)
    image = make_public_map(
        area=make_area(name="Valley"),
        valid_at=day(5),
        caption="As surveyed.",
        licence_url="https://licence.example/by",
        article={"published_at": published_at},
    )
    make_article(lead_image=image)
    (item,) = items(client, "/maps/rss/")
    assert item.findtext("link") == f"{settings.SITE_URL}/maps/{image.pk}/"
    enclosure = item.find("enclosure").attrib
    assert enclosure["url"] == f"{settings.SITE_URL}/media/maps/a1/full.png"
    assert enclosure["type"] == "image/png"
    assert enclosure["length"] == "3250000"
    for words in (
        "As surveyed.",
        "5 September 2026",
        "R. Alder",
        "CC BY 4.0",
        "licence.example/by",
    ):
        assert words in item.findtext("description")
    assert item.findtext("category") == "Valley"
    assert f"{published_at:%d %b %Y %H:%M:%S}" in item.findtext("pubDate")


def test_a_map_appears_in_feeds_by_the_clock_alone(client, time_machine):
    at = timezone.now() + timedelta(hours=1)
    make_public_map(area=make_area(slug="valley"), article={"published_at": at})
    assert items(client, "/maps/rss/") == []
    assert client.get("/maps/areas/valley/rss/").status_code == 404
    time_machine.move_to(at + timedelta(minutes=5))
    assert len(items(client, "/maps/rss/")) == 1
    assert len(items(client, "/maps/areas/valley/rss/")) == 1


def test_no_text_can_break_a_feed(client):
    hostile = "Bridge ]]> <b>\x01\x0b & \ufffe"
    make_public_map(title=hostile, credit=hostile, area=make_area(name="A\x02rea", slug="known"))
    assert titles(client, "/maps/areas/known/rss/") == ["Bridge ]]> <b> & "]


def test_an_unknown_area_has_no_feed(client):
    assert client.get("/maps/areas/nowhere/rss/").status_code == 404


@pytest.mark.parametrize("url", ["/maps/rss/", "/maps/areas/known/rss/"])
def test_feeds_are_shared_and_ask_few_statements(client, url):
    area = make_area(slug="known")
    make_public_map(area=area)
    few = statements_for(client, url)
    for _ in range(4):
        make_public_map(area=area)
        make_public_map(area=make_area(parent=area))
    assert statements_for(client, url) == few <= 2
    assert client.get(url)["Cache-Control"].startswith("public")
