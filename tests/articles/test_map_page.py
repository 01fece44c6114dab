"""A map at its full size."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import LegendSet
from tests.articles.maps import day, figure, make_public_map, statements_for
from tests.factories import make_area, make_article, make_map, make_served_map, make_user

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_file_its_rights_its_legend_and_where_it_is_used(client):
    image = make_served_map(
        caption="As surveyed.",
        source="Joint Commission",
        valid_at=datetime(2026, 9, 19, tzinfo=UTC),
    )
    image.legend.create(colour="#a3125f", pattern="hatch", label="Buffer", meaning="1 km each side")
    article = make_article(lead_image=image, headline="The line")
    html = client.get(image.get_absolute_url()).content.decode()
    assert html.count("/media/maps/a1/full.png") >= 2  # the picture, and the link to the file
    assert "6000 × 4200, 3.1\xa0MB" in html
    for words in ("As surveyed.", "R. Alder", "Joint Commission", "CC BY 4.0", "19 September 2026"):
        assert words in html
    assert "Buffer" in html
    assert "1 km each side" in html
    assert f'href="{article.get_absolute_url()}"' in html


def test_buttons_that_need_a_script_are_hidden_without_it(client):
    image = make_served_map()
    make_article(lead_image=image)
    html = client.get(image.get_absolute_url()).content.decode()
    assert '<div class="viewer__zoom" hidden>' in html


@pytest.mark.parametrize(
    "state",
    [
        {"status": "draft"},
        {"status": "unpublished"},
        {"published_at": timezone.now() + timedelta(days=400)},
    ],
    ids=["draft", "withdrawn", "scheduled"],
)
def test_a_map_of_no_published_article_is_for_the_newsroom(client, state):
    image = make_served_map()
    make_article(lead_image=image, **state)
    assert client.get(image.get_absolute_url()).status_code == 404
    client.force_login(make_user())
    assert client.get(image.get_absolute_url()).status_code == 404
    client.force_login(make_user(group="Editor"))
    assert client.get(image.get_absolute_url()).status_code == 200


def test_a_map_shows_readers_only_its_published_articles(client):
    image = make_served_map()
    make_article(lead_image=image, headline="Out")
    make_article(lead_image=image, headline="Secret", status="draft")
    assert b"Secret" not in client.get(image.get_absolute_url()).content


def test_a_map_without_a_file_is_no_page(client):
    image = make_map()
    make_article(lead_image=image)
    assert client.get(image.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("pk", ["0", "9" * 19, "9" * 5000, "-1", "x", "1.png"])
def test_a_number_that_is_no_map_is_404(client, pk):
    assert client.get(f"/maps/{pk}/").status_code == 404


def test_the_page_is_shared_and_sets_no_cookie(client):
    image = make_served_map()
    make_article(lead_image=image)
    response = client.get(image.get_absolute_url())
    assert response["Cache-Control"].startswith("public")
    assert not response.cookies


def test_a_map_in_a_text_has_a_page_too(client):
    image = make_served_map()
    article = make_article(body=figure(image), headline="In the text")
    html = client.get(image.get_absolute_url()).content.decode()
    assert f'href="{article.get_absolute_url()}"' in html


def test_a_map_of_a_retracted_article_stays_at_its_address(client):
    image = make_served_map()
    make_article(lead_image=image, status="retracted")
    assert client.get(image.get_absolute_url()).status_code == 200


def test_the_legend_of_the_set_comes_before_the_rows_of_the_map(client):
    shared = LegendSet.objects.create(name="Roads")
    shared.rows.create(label="Closed road", position=5)
    image = make_public_map(legend_set=shared)
    image.legend.create(label="Ferry", position=0)
    html = client.get(image.get_absolute_url()).content.decode()
    assert 0 < html.index("Closed road") < html.index("Ferry")


def test_the_map_is_described_in_words_for_whoever_can_not_see_it(client):
    image = make_public_map(area=make_area(name="Upper Quell"), valid_at=day(19))
    image.legend.create(label="Ford", pattern="line", meaning="On foot only.")
    html = client.get(image.get_absolute_url()).content.decode()
    words = html[html.index('id="in-words"') :]
    for part in ("A valley", "Upper Quell", "19 September 2026", "Ford (line): On foot only."):
        assert part in words
    assert 'aria-describedby="in-words"' in html


def test_a_description_of_its_own_comes_first(client):
    image = make_public_map(description="North is left.")
    assert image.long_text == "North is left."
    assert "North is left." in client.get(image.get_absolute_url()).content.decode()


def test_a_decorative_map_has_no_alternative_text(client):
    image = make_public_map(is_decorative=True)
    html = client.get(image.get_absolute_url()).content.decode()
    assert 'alt="A valley"' not in html


def test_credit_and_licence_stand_on_the_screen_of_the_map(client):
    image = make_public_map(credit="Map: Rhea Alder", licence_url="https://licence.example/by")
    html = client.get(image.get_absolute_url()).content.decode()
    bar = re.search(r'<footer class="viewer__credit.*?</footer>', html, re.DOTALL)[0]
    assert "Rhea Alder" in bar
    assert 'href="https://licence.example/by"' in bar


def test_the_map_can_be_reached_by_keys_and_moved_by_buttons(client):
    html = client.get(make_public_map().get_absolute_url()).content.decode()
    assert re.search(r'<div class="viewer__stage"[^>]*tabindex="0" role="region"', html)
    for name in ("Move left", "Move up", "Move down", "Move right", "Zoom in", "Zoom out"):
        assert f'aria-label="{name}"' in html


def test_tiles_are_for_very_large_maps_and_the_plain_picture_stays(client):
    url = make_public_map().get_absolute_url()
    assert "map-tiles" not in client.get(url).content.decode()
    tiles = {"folder": "maps/a1/tiles/", "size": 512, "levels": [[6000, 4200], [3000, 2100]]}
    html = client.get(make_public_map(tiles=tiles).get_absolute_url()).content.decode()
    assert 'size="512" levels="6000x4200 3000x2100 "' in html
    assert 'src="/media/maps/a1/1200.webp"' in html
    assert 'href="/media/maps/a1/full.png"' in html


def test_an_error_on_the_map_is_reported_below_its_article(client):
    image = make_public_map(article={"slug": "line"})
    html = client.get(image.get_absolute_url()).content.decode()
    assert '<a href="/articles/line/#comments">Report a map error</a>' in html


def test_earlier_and_later_maps_of_the_place_are_shown_but_no_secret_ones(client):
    area = make_area()
    image = make_public_map(area=area, valid_at=day(10))
    make_public_map(area=area, valid_at=day(5), title="Before")
    make_public_map(area=area, valid_at=day(15), title="After")
    make_public_map(area=make_area(), title="Elsewhere")
    make_public_map(area=area, valid_at=day(6), title="Secret", article={"status": "draft"})
    html = client.get(image.get_absolute_url()).content.decode()
    assert 0 < html.index("After") < html.index("Before")
    assert "Elsewhere" not in html
    assert "Secret" not in html


def test_the_page_asks_the_same_number_of_statements_for_one_and_for_many(client):
    area = make_area()
    image = make_public_map(area=area, valid_at=day(10))
    make_public_map(area=area, valid_at=day(5))
    few = statements_for(client, image.get_absolute_url())
    for number in range(11, 20):
        make_public_map(area=area, valid_at=day(number))
        make_article(lead_image=image)
        image.legend.create(label=f"Line {number}")
    assert statements_for(client, image.get_absolute_url()) == few <= 7
