"""The tree of areas in the newsroom, and boxes that are whole."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles.admin.areas import as_tree
from articles.models import Area
from tests.factories import make_map, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/area/"


@pytest.fixture
def editor(client):
    client.force_login(make_user(group="Editor"))
    return client


def make_area(name, parent=None, **fields):
    return Area.objects.create(name=name, slug=name.lower(), parent=parent, **fields)


def make_tree():
    valley = make_area("Valley")
    town = make_area("Town", valley)
    return valley, town, make_area("Market", town)


def address(area):
    return reverse("admin:articles_area_change", args=[area.pk])


def form(area=None, **fields):
    known = {"name": "Stellin", "slug": "stellin", "parent": ""}
    if area:
        known = {"name": area.name, "slug": area.slug, "parent": area.parent_id or ""}
    return known | fields


def errors(response):
    return response.context["adminform"].form.errors


def test_the_list_is_the_tree_by_name(editor):
    _valley, _town, _market = make_tree()
    make_area("Abbey")
    make_area("Zoo", Area.objects.get(name="Valley"))
    rows = editor.get(LIST).context["cl"].result_list
    found = [(area.name, area.depth) for area in rows]
    assert found == [("Abbey", 0), ("Valley", 0), ("Town", 1), ("Market", 2), ("Zoo", 1)]


def test_areas_of_one_name_keep_what_lies_inside_each():
    first, second = make_area("Mill"), Area.objects.create(name="Mill", slug="mill-2")
    make_area("Weir", second)
    make_area("Pond", first)
    tree = as_tree(list(Area.objects.all()))
    assert [area.name for area in tree] == ["Mill", "Pond", "Mill", "Weir"]


def test_an_area_moves_with_all_inside(editor):
    valley, town, market = make_tree()
    upland = make_area("Upland")
    editor.post(address(town), form(town, parent=upland.pk))
    market.refresh_from_db()
    assert market.path == f"/{upland.pk}/{town.pk}/{market.pk}/"


@pytest.mark.parametrize("inside", [0, 1, 2])
def test_an_area_lies_never_inside_itself(editor, inside):
    tree = make_tree()
    response = editor.post(address(tree[0]), form(tree[0], parent=tree[inside].pk))
    assert "parent" in errors(response)
    tree[0].parent = tree[inside]
    with pytest.raises(ValidationError):
        tree[0].clean()


@pytest.mark.parametrize(
    ("box", "field"),
    [
        (("1", "", "", ""), "south"),
        (("", "1", "2", "3"), "west"),
        (("1", "5", "2", "4"), "north"),
        (("1", "5", "2", "5"), "north"),
        (("-181", "1", "2", "3"), "west"),
        (("1", "1", "2", "91"), "north"),
        (("x", "1", "2", "3"), "west"),
        (("1", "1", "9" * 30, "3"), "east"),
    ],
)
def test_a_box_that_is_not_whole_is_explained_beside_its_edge(editor, box, field):
    edges = dict(zip(("west", "south", "east", "north"), box, strict=True))
    response = editor.post(f"{LIST}add/", form(**edges))
    assert field in errors(response)
    assert "is violated" not in response.content.decode()
    assert not Area.objects.exists()


@pytest.mark.parametrize("west", ["10.5", "179.9"])
def test_a_whole_box_is_stored(editor, west):
    editor.post(f"{LIST}add/", form(west=west, south="-5", east="20", north="5"))
    assert Area.objects.get().box == [float(west), -5, 20, 5]


def test_the_form_lists_maps_and_areas_inside(editor):
    valley, town, _market = make_tree()
    image = make_map(area=valley)
    page = editor.get(address(valley)).content.decode()
    assert address(town) in page
    assert reverse("admin:articles_mapimage_change", args=[image.pk]) in page


def test_an_area_with_areas_inside_is_not_deleted(editor):
    valley, _town, _market = make_tree()
    editor.post(f"{LIST}{valley.pk}/delete/", {"post": "yes"})
    assert Area.objects.filter(pk=valley.pk).exists()


def test_the_list_costs_the_same_for_one_area_and_for_many(
    editor, django_assert_num_queries, django_assert_max_num_queries
):
    make_area("Valley")
    with django_assert_max_num_queries(12) as asked:
        editor.get(LIST)
    for number in range(5):
        make_map(area=make_area(f"Town {number}", Area.objects.first()))
    with django_assert_num_queries(len(asked)):
        assert editor.get(LIST).status_code == 200
