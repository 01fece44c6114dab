"""What a new editor needs to go on: which field it is about, what comes next, words instead of code."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from articles.admin.uploads import take
from articles.contents import content_of
from articles.writing import write
from tests.articles.forms import article_form
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


def page_of(client, article):
    return client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()


def test_a_refused_form_names_the_field_and_checks_what_was_sent(client):
    client.force_login(make_user(group="Contributor"))
    page = client.post(ADD, article_form(section="")).content.decode()
    assert '<a href="#id_section">Section</a>: This field is required.' in page
    assert "The section is missing." in page
    assert "The headline is missing." not in page


def test_nobody_is_asked_about_an_address_that_nobody_had(client):
    client.force_login(make_user(group="Contributor"))
    assert b"is_move_meant" not in client.post(ADD, article_form(section="")).content
    assert b"is_move_meant" not in client.post(ADD, article_form(section="", slug="a b")).content


def test_a_text_that_may_only_be_read_shows_no_tags(client):
    writer = make_user(group="Contributor")
    client.force_login(writer)
    waiting = make_article(status="review", published_at=None, owner=writer, body="<p>Low.</p>")
    assert '<div class="text-as-read"><p>Low.</p></div>' in page_of(client, waiting)


def test_changes_that_wait_are_published_from_the_row_of_buttons(client):
    user = make_user(group="Editor")
    client.force_login(user)
    article = make_article()
    button = f'<a class="button" href="/admin/articles/article/{article.pk}/publish-changes/">'
    assert button not in page_of(client, article)
    write(article, content_of(article) | {"headline": "Later"}, by=user, seen=article.version)
    assert button in page_of(client, article)


@pytest.mark.parametrize("group", ["Editor", "Author"])
def test_a_form_offers_no_way_to_delete_what_it_names(client, group):
    client.force_login(make_user(group=group))
    page = client.get(ADD).content.decode()
    assert "delete_id_section" not in page
    assert "change_id_section" not in page


def test_lists_and_forms_are_named_after_what_they_are_about(client):
    client.force_login(make_user(group="Editor"))
    article = make_article(headline="Low water")
    assert ">Articles</h1>" in client.get("/admin/articles/article/").content.decode()
    assert "<h1><bdi>Low water</bdi></h1>" in page_of(client, article)


def test_a_picture_out_of_a_camera_is_a_photo():
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0110] = "F-7"
    Image.new("RGB", (64, 48)).save(file, "JPEG", exif=exif)
    named = SimpleUploadedFile("quay.jpg", file.getvalue(), "image/jpeg")
    assert take(named, by=make_user()).kind == "photo"
