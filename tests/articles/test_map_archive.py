"""The archive of maps, and the page of an area."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from articles.maps.archive import PAGE_SIZE, Asked
from articles.models import MapImage
from tests.articles.maps import day, figure, make_public_map, statements_for
from tests.caches import empty_caches
from tests.factories import make_area, make_article, make_served_map

pytestmark = pytest.mark.django_db


def titles(client, **query):
    return [image.title for image in client.get("/maps/", query).context["page"].maps]


def headings(html):
    return re.findall(r'<h2 id="month-[^>]*>(.*?)</h2>', html)


def test_maps_stand_under_their_months_newest_first(client):
    make_public_map(title="B", valid_at=day(3))
    make_public_map(title="C", valid_at=day(20, month=8))
    make_public_map(title="A", valid_at=day(20))
    response = client.get("/maps/")
    assert headings(response.content.decode()) == ["September 2026", "August 2026"]
    assert [image.title for image in response.context["page"].maps] == ["A", "B", "C"]


def test_a_map_without_as_of_is_filed_under_the_day_it_came(client):
    make_public_map(created_at=day(3, year=2020))
    html = client.get("/maps/").content.decode()
    assert headings(html) == ["September 2020"]
    assert "Added 3 September 2020" in html


def test_a_map_says_of_when_where_and_how_heavy_it_is(client):
    make_public_map(valid_at=day(3), area=make_area(name="Upper Quell"))
    html = client.get("/maps/").content.decode()
    for words in ("As of 3 September 2026", "Upper Quell", "3.1\xa0MB"):
        assert words in html


@pytest.mark.parametrize(
    "fields",
    [
        {"article": {"status": "draft"}},
        {"article": {"status": "unpublished"}},
        {"article": {"published_at": timezone.now() + timedelta(days=400)}},
        {"kind": "photo"},
        {"full": ""},
    ],
    ids=["draft", "withdrawn", "scheduled", "photo", "no file"],
)
def test_what_is_no_public_map_is_not_there(client, fields):
    make_public_map(title="Secret", area=make_area(slug="secret"), **fields)
    assert "Secret" not in client.get("/maps/").content.decode()
    assert client.get("/maps/areas/secret/").status_code == 404


def test_a_map_in_a_text_is_there(client):
    image = make_served_map(title="Inside")
    make_article(body=figure(image))
    assert titles(client) == ["Inside"]


def test_a_map_appears_by_the_clock_alone(client, time_machine):
    at = timezone.now() + timedelta(hours=1)
    make_public_map(title="Later", article={"published_at": at})
    assert titles(client) == []
    empty_caches()
    time_machine.move_to(at)
    assert titles(client) == ["Later"]


def test_an_area_holds_the_maps_of_the_areas_inside(client):
    valley = make_area(name="Valley", slug="valley")
    town = make_area(name="Town", slug="town", parent=valley)
    make_public_map(title="Street", area=make_area(parent=town), valid_at=day(2))
    make_public_map(title="River", area=valley, valid_at=day(1))
    make_public_map(title="Elsewhere", area=make_area())
    assert titles(client, area="valley") == ["Street", "River"]
    assert titles(client, area="town") == ["Street"]
    html = client.get("/maps/").content.decode()
    assert ">Valley › Town</option>" in html


def test_areas_without_public_maps_are_not_offered(client):
    make_area(name="Hidden place")
    make_public_map(area=make_area(name="Known place"))
    html = client.get("/maps/").content.decode()
    assert "Known place" in html
    assert "Hidden place" not in html


@override_settings(TIME_ZONE="Europe/Helsinki")
def test_a_month_begins_when_it_does_in_the_zone_of_the_site(client):
    make_public_map(title="September", valid_at=datetime(2026, 8, 31, 21, 0, tzinfo=UTC))
    make_public_map(title="August", valid_at=datetime(2026, 8, 31, 20, 59, 59, tzinfo=UTC))
    assert titles(client, month="2026-09") == ["September"]
    assert titles(client, month="2026-08") == ["August"]


def test_the_months_are_offered_with_their_numbers(client):
    for number in (3, 4):
        make_public_map(valid_at=day(number), area=make_area(slug=f"area-of-{number}"))
    make_public_map(valid_at=day(1, month=2, year=2019))
    html = client.get("/maps/").content.decode()
    assert '<option value="2026-09" >September 2026 (2)</option>' in html
    assert '<option value="2019-02" >February 2019 (1)</option>' in html
    chosen = client.get("/maps/", {"area": "area-of-3", "month": "2026-09"}).content.decode()
    assert '<option value="2026-09" selected>September 2026 (1)</option>' in chosen
    assert "February 2019" not in chosen


def test_a_choice_without_maps_says_so(client):
    make_public_map(valid_at=day(3))
    assert "There is no map for this choice." in client.get("/maps/?month=2025-01").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        *("month=2026-13", "month=x", "month=2026", "month=0000-01", "month=9999-12"),
        *("month=%00", "month=2026-1%ED%A0%80", "area=nowhere", "area=%00", "area=%ED%A0%80"),
        *("before=x", "before=1-" + "9" * 30, "before=" + "9" * 17 + "-1-1", "before=%D9%A1-1"),
        "before=-99999999999999999-1",
    ],
)
def test_an_address_we_never_made_is_no_page(client, query):
    make_public_map()
    assert client.get(f"/maps/?{query}").status_code in {400, 404}
    assert client.get(f"/maps/maps.geojson?{query}").status_code in {400, 404}


@pytest.mark.parametrize("year", [2026, 1944], ids=["of today", "before 1970"])
def test_each_map_stands_on_one_page_also_when_all_are_of_one_moment(client, year):
    made = [make_public_map(valid_at=day(3, year=year)).pk for _ in range(PAGE_SIZE + 2)]
    first = client.get("/maps/").context["page"]
    second = client.get("/maps/", {"before": first.older}).context["page"]
    assert [image.pk for image in first.maps + second.maps] == made[::-1]
    assert second.older == ""


def test_the_next_page_keeps_the_choice(client):
    area = make_area(slug="valley")
    for _ in range(PAGE_SIZE + 1):
        make_public_map(valid_at=day(3), area=area)
    html = client.get("/maps/?month=2026-09&area=valley").content.decode()
    assert re.search(
        r'href="\?area=valley&amp;month=2026-09&amp;before=[0-9]+-[0-9]+" rel="next"', html
    )


def test_a_map_can_be_compared_with_the_one_before_it(client):
    area = make_area()
    old = make_public_map(area=area, valid_at=day(1))
    new = make_public_map(area=area, valid_at=day(2))
    html = client.get("/maps/").content.decode()
    assert f'href="/maps/{new.pk}/?with={old.pk}">Compare with 1 Sep 2026</a>' in html
    assert html.count("?with=") == 1


def test_an_area_shows_its_latest_map_large_the_others_and_the_articles(client):
    valley = make_area(name="Valley", slug="valley")
    town = make_area(name="Town", slug="town", parent=valley)
    make_public_map(title="Old map", area=town, valid_at=day(1))
    new = make_public_map(
        title="New map", area=town, valid_at=day(2), article={"headline": "Bridge opens"}
    )
    html = client.get("/maps/areas/town/").content.decode()
    assert f'<a class="map__sheet" href="{new.get_absolute_url()}"' in html
    assert html.index("New map") < html.index("Old map")
    assert "Bridge opens" in html
    assert '<li><a href="/maps/areas/valley/">Valley</a></li>' in html
    assert (
        '<a class="chip" href="/maps/areas/town/">Town</a>'
        in client.get("/maps/areas/valley/").content.decode()
    )


def test_an_area_in_another_script_has_an_address(client):
    area = make_area(name="Река", slug="река")
    make_public_map(area=area)
    assert client.get(area.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("url", ["/maps/", "/maps/areas/known/"])
def test_pages_are_shared_and_hear_of_new_maps(client, url, django_capture_on_commit_callbacks):
    area = make_area(slug="known")
    make_public_map(area=area)
    response = client.get(url)
    assert response["Cache-Control"].startswith("public")
    assert not response.cookies
    with django_capture_on_commit_callbacks(execute=True):
        make_public_map(area=area, title="Just out")
    assert "Just out" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("url", "most"), [("/maps/", 9), ("/maps/areas/known/", 11)], ids=["archive", "area"]
)
def test_pages_ask_the_same_number_of_statements_for_few_and_many(client, url, most):
    area = make_area(slug="known")
    for number in (1, 2):
        make_public_map(area=area, valid_at=day(number))
    few = statements_for(client, url)
    for number in range(3, 12):
        inside = make_area(parent=area)
        make_public_map(area=area, valid_at=day(number)).legend.create(label="Line")
        make_public_map(area=inside, valid_at=day(number))
    assert statements_for(client, url) == few <= most


@pytest.mark.parametrize(
    ("of_an_area", "index"),
    [(False, "map_newest"), (True, "map_area_newest")],
    ids=["all", "area"],
)
def test_the_order_is_read_from_an_index(of_an_area, index):
    areas = [make_area() for _number in range(20)]
    MapImage.objects.bulk_create(MapImage(title="Map", area=area) for area in areas * 25)
    fields = {"area": areas[0].pk} if of_an_area else {}
    maps = Asked().maps.filter(**fields).newest()[:PAGE_SIZE]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE articles_mapimage")
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_hashjoin = off")
    assert index in maps.explain()
