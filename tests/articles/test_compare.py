"""Two maps of one place beside each other."""

import re

import pytest
from django.conf import settings

from tests.articles.maps import day, make_public_map, statements_for
from tests.factories import make_area, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """(the later map, the earlier one) of one area."""
    area = make_area()
    earlier = make_public_map(area=area, title="Line of 2019", valid_at=day(1, year=2019))
    return make_public_map(area=area, title="Line of 2026", valid_at=day(20)), earlier


def compare(client, image, other):
    return client.get(image.get_absolute_url(), {"with": getattr(other, "pk", other)})


def test_both_maps_stand_there_with_their_dates_without_any_script(client, pair):
    html = compare(client, *pair).content.decode()
    figures = re.findall(r"<figure.*?</figure>", html, re.DOTALL)
    assert len(figures) == 2
    assert "1 September 2019" in figures[0]
    assert "20 September 2026" in figures[1]
    assert all('width="6000"' in each and 'height="4200"' in each for each in figures)


@pytest.mark.parametrize("order", [1, -1], ids=["newer first", "older first"])
def test_the_older_one_is_on_the_left_whichever_page_it_was(client, pair, order):
    context = compare(client, *pair[::order]).context
    assert [image.title for image in context["pair"]] == ["Line of 2019", "Line of 2026"]


def test_the_line_is_one_range_input_that_needs_a_script(client, pair):
    html = compare(client, *pair).content.decode()
    assert '<map-compare class="compare__cut" dir="ltr" hidden>' in html
    assert html.count('type="range"') == 1
    assert re.search(r'aria-label="Share of the map of 1 September 2019[^"]*">', html)


def test_left_stays_left_in_arabic(client, pair):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    html = compare(client, *pair).content.decode()
    assert 'dir="rtl"' in html[:200]
    assert re.search(r'<div class="viewer__stage" dir="ltr"', html)


def test_the_page_of_a_map_offers_the_one_before_it(client, pair):
    html = client.get(pair[0].get_absolute_url()).content.decode()
    assert f'href="{pair[0].get_absolute_url()}?with={pair[1].pk}"' in html
    assert "with 1 Sep 2019" in html
    assert "?with=" not in client.get(pair[1].get_absolute_url()).content.decode()


def test_the_one_before_it_in_its_series_goes_before_others_of_the_place(client, pair):
    other = make_public_map(area=pair[0].area, title="Floods", valid_at=day(19))
    pair[0].supersedes = pair[1]
    pair[0].save()
    html = client.get(pair[0].get_absolute_url()).content.decode()
    assert f"?with={pair[1].pk}" in html
    assert f"?with={other.pk}" not in html


def test_maps_of_different_places_are_refused_with_a_sentence(client, pair):
    response = compare(client, pair[0], make_public_map(area=make_area()))
    assert response.status_code == 422
    assert "they show different places" in response.content.decode()


def test_maps_of_no_place_are_not_of_the_same_place(client):
    response = compare(client, make_public_map(), make_public_map())
    assert response.status_code == 422


@pytest.mark.parametrize(("height", "status"), [(4120, 200), (4280, 200), (4000, 422), (4400, 422)])
def test_the_proportions_may_differ_by_two_per_cent(client, pair, height, status):
    other = make_public_map(area=pair[0].area, height=height, valid_at=day(3))
    response = compare(client, pair[0], other)
    assert response.status_code == status
    if status == 422:
        assert "their proportions differ" in response.content.decode()
        assert f"?with={other.pk}" not in client.get(pair[0].get_absolute_url()).content.decode()


def test_a_map_is_not_compared_with_itself(client, pair):
    response = compare(client, pair[0], pair[0])
    assert response.status_code == 422
    assert "be compared with itself" in response.content.decode()


@pytest.mark.parametrize(
    "other", ["x", "-1", "0", "9" * 18, "9" * 30, "1%00", "%D9%A1", "%ED%A0%80"]
)
def test_what_is_no_map_is_not_found(client, pair, other):
    url = f"{pair[0].get_absolute_url()}?with={other}"
    assert client.get(url).status_code in {400, 404}


def test_a_map_that_is_not_out_can_not_be_compared_by_readers(client, pair):
    secret = make_public_map(area=pair[0].area, article={"status": "draft"}, valid_at=day(2))
    assert compare(client, pair[0], secret).status_code == 404
    assert f"?with={secret.pk}" not in client.get(pair[0].get_absolute_url()).content.decode()
    client.force_login(make_user(group="Editor"))
    assert compare(client, pair[0], secret).status_code == 200


def test_each_pair_has_a_shared_copy_of_its_own(client, pair):
    third = make_public_map(area=pair[0].area, title="Line of 2021", valid_at=day(1, year=2021))
    for other in (pair[1], third):
        response = compare(client, pair[0], other)
        assert response["Cache-Control"].startswith("public")
        assert other.title in response.content.decode()
        assert not response.cookies


def test_a_comparison_asks_few_statements(client, pair):
    for number in range(3):
        pair[0].legend.create(label=f"Line {number}")
    assert statements_for(client, f"{pair[0].get_absolute_url()}?with={pair[1].pk}") <= 6
