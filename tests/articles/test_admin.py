"""The newsroom: who may open what, what its lists cost, and what its forms refuse."""

import io

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from PIL import Image

from articles import images
from articles.models import Article, Author, MapImage
from newsportal.models import User
from tests.articles.forms import article_form, picture_form
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_map,
    make_partner,
    make_picture,
    make_section,
    make_topic,
    make_upload,
    make_user,
    make_way,
)

pytestmark = pytest.mark.django_db
ROLES = ["Editor", "Moderator", "Treasurer"]
OWN_APP = {"Editor": "articles", "Moderator": "comments", "Treasurer": "donations"}
MODELS = {model._meta.model_name: model for model in apps.get_app_config("articles").get_models()}
ADD_PICTURE = "/admin/articles/mapimage/add/"


@pytest.fixture
def editor(client):
    client.force_login(make_user(group="Editor"))
    return client


def addresses_of(model, model_admin):
    """Every address that a model's admin answers, with the key of a row where one is needed."""
    row = model._default_manager.first()
    for pattern in model_admin.get_urls():
        if pattern.name is None:
            continue
        args = [row.pk if row else 0] if "<" in str(pattern.pattern) else []
        yield reverse(f"admin:{pattern.name}", args=args)


def make_everything():
    make_article(authors=[make_author()], topics=[make_topic()], lead_image=make_map())
    make_comment()
    make_way()


def is_refused(response):
    """Forbidden, unknown, or sent away without having seen anything."""
    return response.status_code in {403, 404} or response.headers.get("Location") == "/admin/"


@pytest.mark.parametrize("role", ROLES)
def test_no_role_opens_anything_of_another(client, role):
    make_everything()
    client.force_login(make_user(group=role))
    others = {m: a for m, a in admin.site._registry.items() if m._meta.app_label != OWN_APP[role]}
    open_to_all = [
        address
        for model, model_admin in others.items()
        for address in addresses_of(model, model_admin)
        if not (is_refused(client.get(address)) and is_refused(client.post(address)))
    ]
    assert others
    assert open_to_all == []


@pytest.mark.parametrize("role", ["Moderator", "Treasurer"])
@pytest.mark.parametrize("field", ["topics", "lead_image", "partner"])
def test_suggestions_are_for_editors_alone(client, role, field):
    question = {"app_label": "articles", "model_name": "article", "field_name": field}
    client.force_login(make_user(group=role))
    assert client.get(reverse("admin:autocomplete"), question).status_code == 403
    client.force_login(make_user(group="Editor"))
    assert client.get(reverse("admin:autocomplete"), question).status_code == 200


@pytest.mark.parametrize("role", ["Moderator", "Treasurer"])
@pytest.mark.parametrize("action", ["publish", "withdraw", "delete_selected"])
def test_actions_are_for_editors_alone(client, role, action):
    article = make_article()
    client.force_login(make_user(group=role))
    sent = {"action": action, "_selected_action": [article.pk]}
    assert client.post("/admin/articles/article/", sent).status_code == 403


def test_editors_reach_every_page_of_the_newsroom(editor):
    make_everything()
    addresses = [
        address
        for model, model_admin in admin.site._registry.items()
        if model._meta.app_label == "articles"
        for address in addresses_of(model, model_admin)
        if not address.endswith("/delete/")
    ]
    assert len(addresses) > 20
    assert [address for address in addresses if editor.get(address).status_code == 403] == []


@pytest.mark.parametrize("name", ["article", "section", "author", "partner", "mapimage"])
def test_what_articles_lean_on_is_not_deleted_by_editors(editor, name):
    make_everything()
    make_partner()
    address = reverse(f"admin:articles_{name}_delete", args=[MODELS[name].objects.first().pk])
    assert editor.post(address, {"post": "yes"}).status_code == 403


def test_readers_are_sent_to_sign_in(client):
    client.force_login(make_user())
    response = client.get("/admin/articles/mapimage/pick/")
    assert response.status_code == 302
    assert "/login/" in response.url


def make_writer():
    """Somebody who may write but not publish."""
    writer = make_user(is_staff=True)
    names = ["view_article", "add_article", "change_article", "view_draft"]
    writer.user_permissions.set(Permission.objects.filter(codename__in=names))
    return writer


def test_a_writer_can_not_publish_with_a_forged_field(client):
    article = make_article(status=Article.Status.DRAFT, published_at=None)
    client.force_login(make_writer())
    address = reverse("admin:articles_article_change", args=[article.pk])
    client.post(address, article_form(article, headline="Changed", status="published"))
    article.refresh_from_db()
    assert (article.headline, article.status) == ("Changed", Article.Status.DRAFT)


def test_a_writer_can_not_change_what_readers_see(client):
    article = make_article()
    client.force_login(make_writer())
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert client.post(address, article_form(article, headline="Changed")).status_code == 403


def test_a_writer_is_offered_no_publishing_actions(client):
    article = make_article(status=Article.Status.DRAFT, published_at=None)
    client.force_login(make_writer())
    sent = {"action": "publish", "_selected_action": [article.pk]}
    client.post("/admin/articles/article/", sent)
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT


def test_an_editor_links_no_account_to_an_author(editor):
    author, member = make_author(), make_user()
    address = reverse("admin:articles_author_change", args=[author.pk])
    assert member.username not in editor.get(address).content.decode()
    editor.post(address, {"name": "Ana", "slug": "ana", "user": member.pk})
    assert list(Author.objects.values_list("name", "user")) == [("Ana", None)]


def test_nobody_in_a_group_makes_staff(editor):
    editor.post("/admin/newsportal/user/add/", {"username": "mole", "is_superuser": "on"})
    assert not User.objects.filter(username="mole").exists()


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


@pytest.mark.parametrize("state", ["draft", "scheduled", "published", "withdrawn"])
def test_lists_are_filtered_by_what_the_clock_makes_of_them(editor, state):
    make_article(headline="It is published")
    make_article(headline="It is draft", status="draft", published_at=None)
    make_article(headline="It is withdrawn", status="withdrawn")
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
