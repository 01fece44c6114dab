"""A map at its full size."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories import make_article, make_map, make_served_map, make_user

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
