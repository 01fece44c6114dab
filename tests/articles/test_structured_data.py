"""What pages say to machines: JSON-LD, OpenGraph, canonical addresses."""

import json
import re

import pytest
from django.conf import settings

from tests.factories import (
    make_article,
    make_author,
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
    assert thing["image"]["contentUrl"] == f"{settings.SITE_URL}/media/maps/a1/full.png"
    assert thing["image"]["creditText"] == "R. Alder"
    assert thing["image"]["license"] == "https://licence.example/by"
    assert thing["image"]["acquireLicensePage"] == f"{settings.SITE_URL}/maps/{image.pk}/"


def test_a_map_page_describes_its_picture(client):
    image = make_served_map(title=HOSTILE)
    make_article(lead_image=image)
    thing = json_ld(html_of(client, image))
    assert thing["@type"] == "ImageObject"
    assert thing["name"] == HOSTILE
    assert thing["width"] == 6000


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
