"""What pages say to machines: JSON-LD, OpenGraph, canonical addresses."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from tests.factories import (
    make_area,
    make_article,
    make_author,
    make_map,
    make_partner,
    make_section,
    make_served_map,
    make_topic,
)

pytestmark = pytest.mark.django_db
HOSTILE = "Bridge </script><script>alert(1)</script><!-- & \u2028"


def html_of(client, thing, **headers):
    return client.get(thing.get_absolute_url(), **headers).content.decode()


def json_ld(html):
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(block)


def meta(html, name):
    found = re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)"', html)
    return found and found[1]


def test_a_headline_can_not_end_the_data_block(client):
    html = html_of(client, make_article(headline=HOSTILE, standfirst=HOSTILE))
    assert json_ld(html)["headline"] == HOSTILE
    assert "<script>alert" not in html


def test_an_article_is_described_by_its_facts(client):
    image = make_served_map(caption="As surveyed.", licence_url="https://licence.example/by")
    article = make_article(
        section=make_section(name="Rivers"),
        topics=[make_topic(name="Telva")],
        authors=[make_author(name="Ines Harrow", slug="ines")],
        partner=make_partner(name="Valley Wire", site_url="https://wire.example/"),
        lead_image=image,
    )
    article.bylines.create(author=make_author(name="Rhea Alder"), role="map", position=5)
    thing = json_ld(html_of(client, article))
    assert thing["@type"] == "NewsArticle"
    assert thing["datePublished"] == article.published_at.isoformat()
    assert thing["articleSection"] == "Rivers"
    assert thing["keywords"] == ["Telva"]
    assert thing["author"] == [
        {"@type": "Person", "name": "Ines Harrow", "url": f"{settings.SITE_URL}/authors/ines/"}
    ]
    assert [person["name"] for person in thing["contributor"]] == ["Rhea Alder"]
    assert thing["sourceOrganization"]["name"] == "Valley Wire"
    (picture,) = thing["image"]
    assert picture["contentUrl"] == f"{settings.SITE_URL}/media/maps/a1/full.png"
    assert picture["creditText"] == "R. Alder"
    assert picture["license"] == "https://licence.example/by"
    assert picture["acquireLicensePage"] == f"{settings.SITE_URL}/maps/{image.pk}/"


def test_a_map_page_describes_its_picture(client):
    image = make_served_map(title=HOSTILE)
    make_article(lead_image=image)
    thing = json_ld(html_of(client, image))
    assert thing["@type"] == "ImageObject"
    assert thing["name"] == HOSTILE
    assert thing["width"] == 6000


def rights_of(image):
    """Every fact about whose it is, what it shows and of when that search engines ask for."""
    page = f"{settings.SITE_URL}/maps/{image.pk}/"
    return {
        "@type": "ImageObject",
        "contentUrl": f"{settings.SITE_URL}/media/maps/a1/full.png",
        "url": page,
        "name": "Valley",
        "creator": {"@type": "Person", "name": "Rhea Alder"},
        "creditText": "Map: Rhea Alder",
        "copyrightNotice": "© 2026 The Datum",
        "license": "https://licence.example/by",
        "acquireLicensePage": "https://rights.example/ask",
        "contentLocation": {
            "@type": "Place",
            "name": "Upper Quell",
            "geo": {"@type": "GeoShape", "box": "45.0 20.0 46.0 21.5"},
        },
        "dateCreated": "2026-09-18",
    }


@pytest.fixture
def known_map():
    """A map of which everything is known, in a published article."""
    image = make_served_map(
        creator="Rhea Alder",
        credit="Map: Rhea Alder",
        copyright_notice="© 2026 The Datum",
        licence_url="https://licence.example/by",
        acquire_url="https://rights.example/ask",
        area=make_area(name="Upper Quell", slug="quell", west=20, south=45, east=21.5, north=46),
        valid_at=datetime(2026, 9, 19, tzinfo=UTC),
        made_on=date(2026, 9, 18),
    )
    make_article(lead_image=image, slug="line", section=make_section(slug="rivers"))
    return image


def pictures_in(html):
    """What the data blocks of a page say of its pictures."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    for thing in map(json.loads, blocks):
        found = thing.get("@graph") or thing.get("image") or [thing]
        yield from (each for each in found if each["@type"] == "ImageObject")


@pytest.mark.parametrize(
    "url",
    [
        *("/", "/sections/rivers/", "/articles/line/", "/maps/", "/maps/areas/quell/"),
        "/maps/{pk}/",
        "/maps/{pk}/?with={other}",
        "/articles/beside/",
        "/articles/in-the-text/",
    ],
)
def test_every_page_that_shows_a_picture_says_whose_it_is(client, known_map, url):
    other = make_served_map(area=known_map.area)
    make_article(lead_image=other)
    make_article(slug="beside", section=known_map.articles.get().section)
    text = f'<figure><img src="/media/maps/a1/480.webp" data-file="{known_map.pk}" alt=""></figure>'
    make_article(slug="in-the-text", body=text)
    html = client.get(url.format(pk=known_map.pk, other=other.pk)).content.decode()
    found = next(thing for thing in pictures_in(html) if thing["creditText"] == "Map: Rhea Alder")
    assert rights_of(known_map).items() <= found.items()


def test_a_list_names_each_picture_once_and_only_those_with_a_file(client, known_map):
    make_article(lead_image=known_map)
    make_article(lead_image=make_map())
    assert len(list(pictures_in(client.get("/").content.decode()))) == 1


def test_a_page_without_pictures_has_no_block(client):
    make_article()
    assert "application/ld+json" not in client.get("/").content.decode()


def test_what_is_not_known_of_a_picture_is_not_said(client):
    image = make_served_map(credit="Photo: Ines Harrow")
    make_article(lead_image=image)
    thing = json_ld(html_of(client, image))
    assert thing["creator"] == {"@type": "Person", "name": "Ines Harrow"}
    assert thing["copyrightNotice"] == "Photo: Ines Harrow"
    assert thing["acquireLicensePage"] == f"{settings.SITE_URL}/maps/{image.pk}/"
    assert not {"contentLocation", "dateCreated", "license", "temporalCoverage"} & set(thing)


def test_a_card_on_another_site_shows_the_crop_of_the_map(client):
    html = html_of(client, make_article(headline='The "line"', lead_image=make_served_map()))
    assert meta(html, "og:title") == "The &quot;line&quot;"
    assert meta(html, "og:type") == "article"
    assert meta(html, "og:image") == f"{settings.SITE_URL}/media/maps/a1/share.png"
    assert meta(html, "og:image:alt") == "A valley"
    assert meta(html, "twitter:card") == "summary_large_image"


def test_an_article_without_a_picture_has_a_small_card(client):
    html = html_of(client, make_article())
    assert meta(html, "og:image") is None
    assert meta(html, "twitter:card") == "summary"


def test_the_canonical_address_is_ours_whatever_host_asked(client):
    article = make_article(slug="line")
    html = html_of(client, article, headers={"Host": "localhost"})
    assert f'<link rel="canonical" href="{settings.SITE_URL}/articles/line/">' in html
    assert meta(html, "og:url") == f"{settings.SITE_URL}/articles/line/"
    assert "//localhost" not in html
