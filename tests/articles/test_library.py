"""The media library: how pictures come in, are found, described and replaced."""

from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from articles import images, writing
from articles.contents import content_of
from articles.models import Area, LegendSet, MapImage
from tests.articles.forms import picture_form
from tests.articles.library import ADD, LIST, change, make_small, make_stored, save, titles
from tests.factories import (
    make_article,
    make_map,
    make_served_map,
    make_upload,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(make_user(group="Editor"))
    return client


# How they come in.


def test_one_file_leads_to_its_form(editor):
    response = editor.post(ADD, {"file": make_small("telva_line-2.png")})
    image = MapImage.objects.get()
    assert response.url == change(image)
    assert (image.title, image.has_file) == ("Telva line 2", True)
    assert image.uploaded_by.groups.get().name == "Editor"


def test_several_files_come_at_once(editor):
    files = [make_small("a.png"), make_small("b.jpg", format="JPEG")]
    page = editor.post(ADD, {"file": files}, follow=True).content.decode()
    assert MapImage.objects.count() == 2
    for image in MapImage.objects.all():
        assert change(image) in page


def test_a_refused_file_is_named_and_the_others_are_kept(editor):
    files = [make_small("a.png"), make_small("map.gif", format="GIF")]
    response = editor.post(ADD, {"file": files})
    assert response.status_code == 422
    (reason,) = response.context["form"].errors["file"]
    assert reason.startswith("map.gif: ")
    assert "PNG, JPEG, WebP and TIFF" in reason
    assert change(MapImage.objects.get()) in response.content.decode()


@pytest.mark.parametrize(
    "sent", [{}, {"file": "text"}, {"file": make_small("e.png", format="GIF")}]
)
def test_without_a_picture_nothing_is_stored(editor, sent, tmp_path):
    assert editor.post(ADD, sent).status_code == 422
    assert not MapImage.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_too_many_files_are_refused_together(editor):
    files = [make_upload(picture=Image.new("RGB", (4, 4))) for _number in range(21)]
    assert "At most 20" in editor.post(ADD, {"file": files}).content.decode()
    assert not MapImage.objects.exists()


@pytest.mark.parametrize("name", ["a\x00b.png", "a\x1bb.png", "w" * 300 + ".png", "__.png"])
def test_odd_file_names_become_titles(editor, name):
    assert editor.post(ADD, {"file": make_small(name)}).status_code in {302, 422}
    assert all(image.title for image in MapImage.objects.all())


@pytest.mark.parametrize("keys", ["x", "-1", "9" * 30, "1,2,3", "," * 600])
def test_odd_keys_of_uploaded_pictures_are_harmless(editor, keys):
    assert editor.get(ADD, {"uploaded": keys}).status_code == 200


def test_the_form_says_what_the_file_told_and_what_was_left_out(editor):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x013B] = "Rhea Alder"
    file = make_small("a.jpg", format="JPEG", exif=exif)
    page = editor.post(ADD, {"file": file}, follow=True).content.decode()
    assert MapImage.objects.get().creator == "Rhea Alder"
    assert "(GPS) stays private" in page
    assert "What the file told about itself" in page


def test_an_upload_in_a_window_of_the_form_hands_the_picture_back(editor):
    response = editor.post(ADD, {"file": make_small(), "_popup": "1"})
    assert response.context["popup_response_data"]
    assert str(MapImage.objects.get().pk) in response.content.decode()


def test_pictures_are_read_from_memory_and_from_disk_alike(editor, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    editor.post(ADD, {"file": make_upload(picture=noise)})
    assert MapImage.objects.get().width == 300


# The list.


def make_cards(count):
    legend_set = LegendSet.objects.get_or_create(name="Lines")[0]
    area = Area.objects.get_or_create(name="Valley", slug="valley")[0]
    for _number in range(count):
        image = make_served_map(legend_set=legend_set, area=area, has_no_legend=False)
        image.legend.create(label="Line")
        make_article(lead_image=image)


def test_the_list_costs_the_same_for_one_picture_and_for_many(
    editor, django_assert_num_queries, django_assert_max_num_queries
):
    make_cards(1)
    with django_assert_max_num_queries(16) as asked:
        editor.get(LIST)
    make_cards(5)
    with django_assert_num_queries(len(asked)):
        assert len(titles(editor.get(LIST))) == 1


def test_a_card_says_what_misses_and_how_often_it_is_used(editor):
    image = make_served_map(credit="", permission="")
    make_article(lead_image=image, body=f'<p><img src="/a" data-file="{image.pk}"></p>')
    page = " ".join(editor.get(LIST).content.decode().split())
    assert "Missing: credit, permission" in page
    assert "in 1 article<" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "The glimbo"},
        {"caption": "Of glimbo"},
        {"credit": "Glimbo"},
        {"creator": "Glimbo"},
        {"source": "Glimbo office"},
        {"area": "Glimbo"},
        {"legend": "Glimbo line"},
        {"set": "Glimbo line"},
    ],
)
def test_a_picture_is_found_by_what_is_known_of_it(editor, fields):
    make_map(title="Another")
    fields = dict(fields)
    label, shared, area = (fields.pop(name, None) for name in ("legend", "set", "area"))
    image = make_map(**fields)
    if area:
        image.area = Area.objects.create(name=area, slug="a")
    if shared:
        image.legend_set = LegendSet.objects.create(name="Lines")
        image.legend_set.rows.create(label=shared)
    image.save()
    if label:
        image.legend.create(label=label)
        image.legend.create(label=f"{label} again")
    assert [found.pk for found in editor.get(LIST, {"q": "glimbo"}).context["cl"].result_list] == [
        image.pk
    ]


@pytest.mark.parametrize(
    ("work", "fields"),
    [
        ("rights", {"credit": ""}),
        ("rights", {"permission_until": timezone.localdate() - timedelta(days=1)}),
        ("rights", {"has_no_legend": False}),
        ("legend", {"has_no_legend": False}),
        ("ending", {"permission_until": timezone.localdate() + timedelta(days=9)}),
        ("waiting", {"files_state": "waiting"}),
        ("failed", {"files_state": "failed"}),
    ],
)
def test_the_list_is_narrowed_to_what_is_to_be_done(editor, work, fields):
    make_map(title="Fine")
    make_map(title="Wanted", **fields)
    assert titles(editor.get(LIST, {"work": work})) == {"Wanted"}


def test_the_list_is_narrowed_to_what_no_article_shows(editor):
    make_article(lead_image=make_map(title="Shown"))
    make_map(title="Spare")
    assert titles(editor.get(LIST, {"work": "unused"})) == {"Spare"}


def test_an_area_includes_what_lies_inside(editor):
    valley = Area.objects.create(name="Valley", slug="valley")
    town = Area.objects.create(name="Town", slug="town", parent=valley)
    make_map(title="Town map", area=town)
    make_map(title="Valley map", area=valley)
    make_map(title="Elsewhere")
    assert titles(editor.get(LIST, {"area": valley.pk})) == {"Town map", "Valley map"}
    assert titles(editor.get(LIST, {"area": town.pk})) == {"Town map"}


@pytest.mark.parametrize(
    "question", [{"work": "x"}, {"area": "x"}, {"area": "9" * 30}, {"q": "\x1b"}]
)
def test_odd_questions_to_the_list_are_harmless(editor, question):
    assert editor.get(LIST, question).status_code in {200, 302}


# The form.


def test_the_form_keeps_rights_and_legend(editor):
    image = make_stored()
    row = {"legend-0-label": "Flooded", "legend-0-colour": "#0b5a80", "legend-0-pattern": "fill"}
    sent = {"legend-TOTAL_FORMS": "1", "legend-0-position": "0", **row}
    save(editor, image, permission="own", creator="Rhea Alder", **sent)
    image.refresh_from_db()
    assert (image.permission, image.creator) == ("own", "Rhea Alder")
    assert image.legend.get().label == "Flooded"
    assert image.missing_rights() == []


MISTAKES = [
    {"title": ""},
    {"focal_x": "101"},
    {"west": "1"},
    {"west": "1", "south": "5", "east": "2", "north": "4"},
    {"west": "181", "south": "1", "east": "2", "north": "4"},
    {"has_no_legend": "on", "legend_set": "set"},
    {"permission": "because"},
    {"supersedes": "9" * 30},
    {"supersedes": "x"},
    {"alt": "a\x00b"},
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_beside_its_field(editor, mistake):
    legend_set = LegendSet.objects.create(name="Lines")
    image = make_stored()
    sent = {name: legend_set.pk if value == "set" else value for name, value in mistake.items()}
    response = save(editor, image, **sent)
    assert set(response.context["adminform"].form.errors) & {*mistake, "north"}
    assert "is violated" not in response.content.decode()


def test_a_box_may_cross_the_antimeridian(editor):
    image = make_stored()
    save(editor, image, west="179", south="-20", east="-178", north="-15")
    image.refresh_from_db()
    assert image.box == [179, -20, -178, -15]


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_map_comes_never_after_itself(editor, steps):
    image = older = make_map()
    for _step in range(steps):
        older = make_map(supersedes=older)
    response = save(editor, image, supersedes=older.pk)
    assert response.context["adminform"].form.errors["supersedes"]


@pytest.mark.parametrize(
    "mistake",
    [
        {"title": ""},
        {"legend-TOTAL_FORMS": "1", "legend-0-label": "Flooded", "legend-0-colour": "red"},
    ],
)
def test_a_form_that_comes_back_keeps_the_old_file_and_no_other(editor, mistake, tmp_path):
    image = make_stored()
    before = [path for path in tmp_path.rglob("*") if path.is_file()]
    file = make_small("b.png", size=(50, 40))
    page = editor.post(change(image), picture_form(file=file) | mistake).content.decode()
    assert image.src in page
    assert images.masters().exists(image.file.name)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == before


def test_a_new_file_is_optional(editor):
    image = make_stored()
    save(editor, image, title="Renamed")
    saved = MapImage.objects.get()
    assert (saved.title, saved.full) == ("Renamed", image.full)


def test_a_former_file_is_taken_again(editor):
    image = make_stored()
    former = image.sha256
    save(editor, image, file=make_small("b.png", size=(50, 40)))
    replaced = image.replaced.exclude(file="").get()
    address = reverse("admin:articles_mapimage_restore", args=[image.pk, replaced.pk])
    assert address in editor.get(change(image)).content.decode()
    assert editor.get(address).status_code == 200
    editor.post(address)
    image.refresh_from_db()
    assert image.sha256 == former


def test_the_form_says_where_a_picture_stands(editor):
    image = make_map()
    make_article(headline="Shown at the top", lead_image=image)
    figure = f'<p><img src="/a" data-file="{image.pk}"></p>'
    make_article(headline="Shown within", body=figure, status="draft", published_at=None)
    page = editor.get(change(image)).content.decode()
    assert "Shown at the top" in page
    assert "Shown within" in page
    assert "Used by 1 published article:" in page


def test_a_picture_in_waiting_changes_is_used(editor):
    article, image = make_article(), make_map()
    content = content_of(article) | {"lead_image": image.pk}
    writing.write(article, content, seen=article.version, by=make_user())
    assert article.headline in editor.get(change(image)).content.decode()
    assert is_kept(image)


def is_kept(image):
    """A chief editor, who may delete pictures, tries to."""
    chief = Client()
    chief.force_login(make_user(group="Chief editor"))
    chief.post(f"{LIST}{image.pk}/delete/", {"post": "yes"})
    return MapImage.objects.filter(pk=image.pk).exists()


def test_only_an_unused_picture_is_deleted():
    used, spare = make_map(), make_map()
    make_article(lead_image=used)
    assert is_kept(used)
    assert not is_kept(spare)


def test_a_picture_that_is_put_into_an_article_as_it_is_deleted_stays(client, monkeypatch):
    image = make_map()
    client.force_login(make_user(group="Chief editor"))
    monkeypatch.setattr(MapImage, "delete", Mock(side_effect=IntegrityError))
    page = client.post(f"{LIST}{image.pk}/delete/", {"post": "yes"}, follow=True)
    assert page.redirect_chain == [(change(image), 302)]
    assert "used and can" in page.content.decode()


def test_a_picture_that_looks_the_same_is_named(editor):
    first = make_stored(title="First upload")
    second = make_stored(title="Second upload")
    page = editor.get(change(second)).content.decode()
    assert change(first) in page
    assert "the same file" in page


def test_the_form_costs_the_same_for_one_use_and_for_many(
    editor, django_assert_num_queries, django_assert_max_num_queries
):
    image = make_map(has_no_legend=False)
    make_article(lead_image=image)
    with django_assert_max_num_queries(30) as asked:
        editor.get(change(image))
    for _number in range(4):
        make_article(lead_image=image)
        image.legend.create(label="Row")
    with django_assert_num_queries(len(asked)):
        editor.get(change(image))


def test_hostile_words_are_shown_inertly(editor):
    hostile = "<script>alert(1)</script>"
    image = make_map(title=hostile, credit=hostile, description=hostile, has_no_legend=False)
    image.legend.create(label=hostile)
    image.legend.create(label=hostile)
    image.report = {"kept": {"creator": hostile}, "removed": []}
    image.save()
    make_article(headline=hostile, lead_image=image)
    for address in (LIST, change(image)):
        assert hostile not in editor.get(address).content.decode()
