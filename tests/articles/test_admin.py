"""The newsroom: what its lists cost and show, and what its forms take and refuse."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from articles import images
from articles.models import MapImage
from tests.articles.forms import article_form, picture_form
from tests.factories import (
    make_article,
    make_author,
    make_map,
    make_picture,
    make_section,
    make_upload,
    make_user,
)

pytestmark = pytest.mark.django_db
ADD_PICTURE = "/admin/articles/mapimage/add/"


@pytest.fixture
def editor(client):
    client.force_login(make_user(group="Editor"))
    return client


def make_rows(count):
    section = make_section()
    for _number in range(count):
        image = make_map(full="a.webp", width=4, height=3, renditions=[{"name": "a", "width": 4}])
        make_article(section=section, lead_image=image, authors=[make_author(user=make_user())])


LISTS = ["article", "mapimage", "author", "section", "topic", "partner"]


@pytest.mark.parametrize(
    "address", [*(f"/admin/articles/{name}/" for name in LISTS), "/admin/articles/mapimage/pick/"]
)
def test_lists_cost_the_same_for_one_row_and_for_many(
    editor, address, django_assert_num_queries, django_assert_max_num_queries
):
    make_rows(1)
    with django_assert_max_num_queries(16) as asked:
        editor.get(address)
    make_rows(6)
    with django_assert_num_queries(len(asked)):
        assert editor.get(address).status_code == 200


def test_hostile_names_are_shown_inertly(editor):
    hostile = "<script>alert(1)</script>"
    make_article(headline=hostile, section=make_section(name=hostile))
    make_map(title=hostile, credit=hostile, full="a.webp", width=4, height=3, renditions=[])
    for name in ("article", "mapimage", "mapimage/pick"):
        assert hostile not in editor.get(f"/admin/articles/{name}/").content.decode()


@pytest.mark.parametrize("state", ["draft", "scheduled", "published", "unpublished"])
def test_lists_are_filtered_by_what_the_clock_makes_of_them(editor, state):
    make_article(headline="It is published")
    make_article(headline="It is draft", status="draft", published_at=None)
    make_article(headline="It is unpublished", status="unpublished")
    make_article(headline="It is scheduled", published_at="2999-01-01T00:00Z")
    found = editor.get("/admin/articles/article/", {"state": state}).context["cl"].result_list
    assert [article.headline for article in found] == [f"It is {state}"]


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\x1bb"])
def test_control_characters_are_refused(editor, text):
    response = editor.post("/admin/articles/article/add/", article_form(headline=text))
    assert response.context["adminform"].form.errors["headline"]


def test_an_uploaded_map_is_ready_with_its_legend(editor):
    row = {"legend-0-label": "Flooded", "legend-0-colour": "#0b5a80", "legend-0-pattern": "fill"}
    sent = picture_form(file=make_upload(), **row) | {"legend-TOTAL_FORMS": "1"}
    editor.post(ADD_PICTURE, sent | {"legend-0-position": "0"})
    image = MapImage.objects.get()
    assert image.has_file
    assert image.legend.get().label == "Flooded"


def test_the_editor_reads_what_was_left_out(editor):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    file = make_upload("a.jpg", format="JPEG", exif=exif)
    page = editor.post(ADD_PICTURE, picture_form(file=file), follow=True).content.decode()
    assert "(GPS) stays private" in page


def test_a_refused_file_is_explained_beside_its_field(editor, tmp_path):
    file = make_upload("map.gif", format="GIF")
    response = editor.post(ADD_PICTURE, picture_form(file=file))
    assert "PNG, JPEG, WebP and TIFF" in response.context["adminform"].form.errors["file"][0]
    assert not MapImage.objects.exists()


@pytest.mark.parametrize(
    "mistake",
    [
        {"credit": ""},
        {"legend-TOTAL_FORMS": "1", "legend-0-label": "Flooded", "legend-0-colour": "red"},
    ],
)
def test_a_form_that_comes_back_leaves_no_files(editor, tmp_path, mistake):
    response = editor.post(ADD_PICTURE, picture_form(file=make_upload()) | mistake)
    assert response.status_code == 200
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_form_that_comes_back_keeps_the_old_file(editor):
    image = MapImage.objects.create_with_file(make_upload(), title="Valley", alt="A valley")
    address = reverse("admin:articles_mapimage_change", args=[image.pk])
    mistake = {"legend-TOTAL_FORMS": "1", "legend-0-label": "Flooded", "legend-0-colour": "red"}
    page = editor.post(address, picture_form(file=make_upload("b.png")) | mistake).content.decode()
    assert image.card_src in page
    assert images.masters().exists(image.file.name)


def test_a_new_file_is_optional_when_there_is_one(editor):
    image = MapImage.objects.create_with_file(make_upload(), title="Valley", alt="A valley")
    address = reverse("admin:articles_mapimage_change", args=[image.pk])
    editor.post(address, picture_form(title="Renamed"))
    saved = MapImage.objects.get()
    assert (saved.title, saved.full) == ("Renamed", image.full)


def test_the_first_file_is_required(editor):
    response = editor.post(ADD_PICTURE, picture_form())
    assert response.context["adminform"].form.errors["file"]


def test_the_picker_offers_uploaded_pictures_with_their_texts(editor):
    image = MapImage.objects.create_with_file(
        make_upload(picture=make_picture(size=(900, 600))),
        title="Valley",
        alt='The "long" valley',
        caption="In May.",
        credit="R. Alder",
    )
    make_map(title="Without a file")
    page = editor.get("/admin/articles/mapimage/pick/?CKEditorFuncNum=-1&q=valley").content.decode()
    assert f'data-src="{image.src}"' in page
    assert 'data-alt="The &quot;long&quot; valley"' in page
    assert 'data-caption="In May. R. Alder"' in page
    assert "Without a file" not in page


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999999999999"])
def test_odd_page_numbers_of_the_picker_are_harmless(editor, page):
    assert editor.get("/admin/articles/mapimage/pick/", {"p": page}).status_code == 200


def policy_of(response):
    directives = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: " ".join(values) for name, *values in directives}


def test_only_the_page_with_the_editor_has_a_weaker_policy(editor):
    weaker = policy_of(editor.get("/admin/articles/article/add/"))
    assert weaker["style-src"] == "'self' 'unsafe-inline'"
    assert weaker["script-src"].startswith("'self' 'nonce-")
    for address in ("/admin/", "/admin/articles/article/", ADD_PICTURE, "/"):
        policy = policy_of(editor.get(address))
        assert (policy["style-src"], policy["script-src"]) == ("'self'", "'self'")


def test_the_editors_import_map_carries_the_nonce(editor):
    response = editor.get("/admin/articles/article/add/")
    nonce = policy_of(response)["script-src"].partition("'nonce-")[2].rstrip("'")
    page = response.content.decode()
    assert (
        nonce in page.partition('type="importmap"')[0][-200:] + page.partition("importmap")[2][:200]
    )


def test_pictures_are_read_from_memory_and_from_disk_alike(editor, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    content = io.BytesIO()
    noise.save(content, "PNG")
    editor.post(ADD_PICTURE, picture_form(file=make_upload(picture=noise)))
    assert MapImage.objects.get().width == 300
