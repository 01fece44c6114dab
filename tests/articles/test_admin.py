"""The newsroom: what its lists cost and show, and what its forms take and refuse."""

import pytest

from articles.models import MapImage
from tests.articles.forms import article_form
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
    editor.get(address)  # asks once what a process keeps
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


def test_the_picker_offers_uploaded_pictures_with_their_texts(editor):
    image = MapImage.objects.create_with_file(
        make_upload(picture=make_picture(size=(900, 600))),
        title="Valley",
        alt='The "long" valley',
        caption="In May.",
        credit="R. Alder",
    )
    make_map(title="Without a file")
    page = editor.get("/admin/articles/mapimage/pick/?q=valley").content.decode()
    assert f'data-src="{image.src}" data-id="{image.pk}"' in page
    assert 'data-hint="The &quot;long&quot; valley"' in page
    assert "In May." in page
    assert "R. Alder" in page
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
