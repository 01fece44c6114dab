"""Maps as GeoJSON: valid by RFC 7946, public ones only, bounded."""

import pytest
from django.conf import settings

from articles.maps import geojson
from tests.articles.maps import day, make_public_map, statements_for
from tests.factories import make_area

pytestmark = pytest.mark.django_db
URL = "/maps/maps.geojson"
BOX = {"west": 20, "south": 45, "east": 21.5, "north": 46}
ACROSS = {"west": 170, "south": -10, "east": -170, "north": 10}


def features(client, **query):
    return client.get(URL, query).json()["features"]


def test_a_map_is_a_polygon_with_its_facts(client):
    image = make_public_map(title="The line", area=make_area(name="Valley"), valid_at=day(5), **BOX)
    response = client.get(URL)
    assert response["Content-Type"] == "application/geo+json"
    collection = response.json()
    assert collection["type"] == "FeatureCollection"
    (feature,) = collection["features"]
    assert feature["bbox"] == [20.0, 45.0, 21.5, 46.0]
    ring = [[20.0, 45.0], [21.5, 45.0], [21.5, 46.0], [20.0, 46.0], [20.0, 45.0]]
    assert feature["geometry"] == {"type": "Polygon", "coordinates": [ring]}
    assert feature["properties"] == {
        "id": image.pk,
        "title": "The line",
        "url": f"{settings.SITE_URL}/maps/{image.pk}/",
        "image": f"{settings.SITE_URL}/media/maps/a1/full.png",
        "as_of": "2026-09-05T00:00:00+00:00",
        "area": "Valley",
        "credit": "R. Alder",
        "licence": "CC BY 4.0",
        "licence_url": None,
    }


def test_rings_run_counterclockwise_and_are_closed():
    (ring,) = geojson.geometry(20, 45, 21, 46)["coordinates"]
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False))
    assert area > 0
    assert ring[0] == ring[-1]


def test_a_map_without_a_box_takes_that_of_its_area(client):
    make_public_map(area=make_area(**BOX))
    (feature,) = features(client)
    assert feature["bbox"] == [20.0, 45.0, 21.5, 46.0]


def test_a_box_across_the_antimeridian_is_cut_in_two(client):
    make_public_map(**ACROSS)
    (feature,) = features(client)
    assert feature["bbox"] == [170.0, -10.0, -170.0, 10.0]
    assert feature["geometry"]["type"] == "MultiPolygon"
    (west,), (east,) = feature["geometry"]["coordinates"]
    assert {x for x, _ in west} == {170.0, 180.0}
    assert {x for x, _ in east} == {-180.0, -170.0}


@pytest.mark.parametrize(
    "fields", [{"article": {"status": "draft"}, **BOX}, {"kind": "photo", **BOX}, {}]
)
def test_what_is_no_public_map_with_a_place_is_left_out(client, fields):
    make_public_map(**fields)
    assert features(client) == []


def test_an_area_narrows_it(client):
    valley = make_area(slug="valley", **BOX)
    make_public_map(title="Town", area=make_area(parent=valley, **BOX), valid_at=day(2))
    make_public_map(title="Valley", area=valley, valid_at=day(1))
    make_public_map(title="Elsewhere", **BOX)
    found = [feature["properties"]["title"] for feature in features(client, area="valley")]
    assert found == ["Town", "Valley"]


def test_it_is_bounded_and_leads_on(client, monkeypatch):
    monkeypatch.setattr(geojson, "PAGE_SIZE", 2)
    area = make_area(slug="valley")
    made = [make_public_map(area=area, valid_at=day(1), **BOX).pk for _ in range(3)]
    first = client.get(f"{URL}?area=valley").json()
    assert first["next"].startswith(f"{settings.SITE_URL}{URL}?area=valley&before=")
    second = client.get(first["next"].removeprefix(settings.SITE_URL)).json()
    found = [feature["id"] for feature in first["features"] + second["features"]]
    assert found == made[::-1]
    assert "next" not in second


def test_it_is_shared_and_asks_one_statement(client):
    for number in range(1, 4):
        make_public_map(valid_at=day(number), **BOX)
    assert statements_for(client, URL) == 1
    assert client.get(URL)["Cache-Control"].startswith("public")
