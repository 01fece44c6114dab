"""Legends that several maps share: their rows, who uses them, what some readers mix up."""

import pytest
from django.urls import reverse

from articles.models import LegendSet
from articles.models.legends import rows_of
from tests.factories import make_map, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/legendset/"


@pytest.fixture
def editor(client):
    client.force_login(make_user(group="Editor"))
    return client


def make_set(*colours, name="Who controls what"):
    legend_set = LegendSet.objects.create(name=name)
    for position, colour in enumerate(colours):
        legend_set.rows.create(label=f"Row {position}", colour=colour, position=position)
    return legend_set


def address(legend_set):
    return reverse("admin:articles_legendset_change", args=[legend_set.pk])


def form(*rows, **fields):
    sent = {"name": "Who controls what", "rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": "0"}
    for n, row in enumerate(rows):
        known = {"position": n, "pattern": "fill", "colour": "#a3125f", "label": "", "meaning": ""}
        sent |= {f"rows-{n}-{name}": value for name, value in (known | row).items()}
    return sent | fields


def test_a_set_is_stored_with_its_rows_in_their_order(editor):
    rows = {"label": "Second", "position": 2}, {"label": "First", "position": 1}
    editor.post(f"{LIST}add/", form(*rows))
    labels = LegendSet.objects.get().rows.values_list("label", flat=True)
    assert list(labels) == ["First", "Second"]


@pytest.mark.parametrize(
    "row", [{"colour": "red", "label": "A"}, {"colour": "#12345", "label": "A"}, {"pattern": "x"}]
)
def test_a_row_with_a_mistake_is_refused(editor, row):
    response = editor.post(f"{LIST}add/", form(row))
    assert response.status_code == 200
    assert not LegendSet.objects.exists()


def test_a_row_without_a_position_comes_last(editor):
    legend_set = make_set("#000000", "#ffffff")
    fields = {"position": "", "label": "New"}
    editor.post(address(legend_set), form(fields, {"position": "", "label": "Newer"}))
    labels = legend_set.rows.values_list("label", flat=True)
    assert list(labels) == ["Row 0", "Row 1", "New", "Newer"]


def test_two_sets_of_one_name_are_refused(editor):
    make_set()
    assert editor.post(f"{LIST}add/", form()).status_code == 200
    assert LegendSet.objects.count() == 1


def test_colours_that_some_mix_up_are_named_with_how_they_look(editor):
    page = editor.get(address(make_set("#1a6839", "#a8231b", "#000000"))).content.decode()
    assert "without green cones (deuteranopia)" in page
    assert page.count("legend__swatch") == 2


def test_colours_that_everybody_tells_apart_need_no_word(editor):
    page = editor.get(address(make_set("#000000", "#e69f00"))).content.decode()
    assert "tell apart" not in page


def test_the_maps_that_use_a_set_are_listed(editor):
    legend_set = make_set()
    image = make_map(title="Telva valley", legend_set=legend_set)
    page = editor.get(address(legend_set)).content.decode()
    assert reverse("admin:articles_mapimage_change", args=[image.pk]) in page


def test_a_map_shows_the_rows_of_its_set_before_its_own():
    image = make_map(legend_set=make_set("#000000"))
    image.legend.create(label="Own")
    assert [row.label for row in rows_of(image)] == ["Row 0", "Own"]


def test_a_map_keeps_its_own_rows_when_the_set_goes(editor):
    image = make_map(legend_set=make_set("#000000"))
    image.legend.create(label="Own")
    editor.post(f"{LIST}{image.legend_set_id}/delete/", {"post": "yes"})
    image.refresh_from_db()
    assert [row.label for row in rows_of(image)] == ["Own"]


def test_the_list_costs_the_same_for_one_set_and_for_many(
    editor, django_assert_num_queries, django_assert_max_num_queries
):
    make_map(legend_set=make_set("#000000", "#ffffff"))
    with django_assert_max_num_queries(12) as asked:
        editor.get(LIST)
    for number in range(4):
        make_map(legend_set=make_set("#000000", name=f"Set {number}"))
    with django_assert_num_queries(len(asked)):
        assert editor.get(LIST).status_code == 200


@pytest.mark.parametrize("role", ["Contributor", "Author"])
def test_writers_choose_sets_and_change_none(client, role):
    legend_set = make_set("#000000")
    client.force_login(make_user(group=role))
    assert client.get(address(legend_set)).status_code == 200
    assert client.post(address(legend_set), form()).status_code == 403
