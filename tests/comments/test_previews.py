"""A look at a text before it is sent."""

import pytest
from django.urls import reverse

from comments.models import Comment, Discussion
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def preview(client, article, text="So **bold**", headers=None, **more):
    address = reverse("comments:post", args=[article.pk])
    return client.post(address, {"text": text, "preview": "1"} | more, headers=headers)


def test_it_is_shown_above_the_form_with_all_that_was_typed(client):
    known = {"name": "Mara L.", "email": "mara@example.com"}
    response = preview(client, make_article(), **known)
    assert response.status_code == 200
    assert response.text.index("So <strong>bold</strong>") < response.text.index(
        '<form class="composer"'
    )
    assert "So **bold**</textarea>" in response.text
    assert 'value="Mara L."' in response.text


def test_htmx_gets_it_alone(client):
    page = preview(client, make_article(), headers=HTMX).text
    assert "So <strong>bold</strong>" in page
    assert "<form" not in page


def test_it_stores_nothing_and_gives_no_cookie(client):
    response = preview(client, make_article(), name="Mara L.", email="mara@example.com")
    assert not Comment.objects.exists()
    assert not response.cookies


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_guest_needs_no_name_for_it(client, headers):
    response = preview(client, make_article(), headers=headers, name="", email="")
    assert "So <strong>bold</strong>" in response.text
    assert "Write the name" not in response.text


def test_it_is_what_the_comment_becomes(client):
    client.force_login(make_user())
    article, text = make_article(), "> quote\n\n`code` https://example.com <b>no</b> @nobody"
    page = preview(client, article, text, headers=HTMX).text
    client.post(reverse("comments:post", args=[article.pk]), {"text": text})
    assert Comment.objects.get().body_html in page


@pytest.mark.parametrize(
    ("text", "said"), [("", "Write something first."), ("x" * 3001, "1 character too long")]
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_wrong_with_the_text_is_said(client, text, said, headers):
    response = preview(client, make_article(), text, headers=headers)
    assert response.status_code == 422
    assert said in response.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_closed_discussion_says_so(client, headers):
    article = make_article()
    Discussion.objects.create(article=article, is_open=False)
    response = preview(client, article, headers=headers)
    assert response.status_code == 422
    assert "This discussion is closed." in response.text


def test_previews_have_a_limit_of_their_own(client):
    article = make_article()
    for _ in range(30):
        assert preview(client, article).status_code == 200
    response = preview(client, article)
    assert (response.status_code, bool(response.headers["Retry-After"])) == (429, True)
    assert "So **bold**</textarea>" in response.text
    known = {"name": "Mara L.", "email": "mara@example.com", "text": "Still open"}
    assert client.post(reverse("comments:post", args=[article.pk]), known).status_code == 303


def test_an_answer_is_previewed_below_what_it_answers(client):
    parent = make_comment(text="Where?")
    address = reverse("comments:reply", args=[parent.pk])
    page = client.post(address, {"text": "*There*", "preview": "1"}).text
    assert page.index("Where?") < page.index("<em>There</em>")
