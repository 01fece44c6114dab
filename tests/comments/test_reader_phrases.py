"""Readers who say something about a phrase of their own choice."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from comments.models import Comment, Discussion, InlinePrompt
from tests.comments.test_concurrency import in_parallel
from tests.factories import make_article, make_comment, make_prompt

BODY = "<p>They met at the <em>old bridge</em> on Tuesday.</p><p>On Tuesday it rained.</p>"
GUEST = {"name": "Mara L.", "email": "mara@example.com", "text": "It rained there, too."}


@pytest.fixture(autouse=True)
def offered(settings):
    settings.INLINE_BY_READERS = True


@pytest.fixture
def article(db):
    return make_article(body=BODY)


def address_of(article, **query):
    address = reverse("comments:phrase", args=[article.pk])
    return f"{address}?{urlencode(query)}" if query else address


def send(client, article, quote="old bridge", **more):
    return client.post(address_of(article), GUEST | {"quote": quote} | more)


def test_it_is_off_unless_the_site_lets_readers(client, article, settings):
    settings.INLINE_BY_READERS = False
    assert client.get(address_of(article)).status_code == 404
    assert send(client, article).status_code == 404
    assert "mark-phrase" not in client.get(article.get_absolute_url()).text


def test_the_article_leads_there_without_a_script(client, article):
    page = client.get(article.get_absolute_url()).text
    assert f'href="{address_of(article)}"' in page
    assert "Comment on a phrase" in page


def test_what_was_selected_is_filled_in(client, article):
    query = {"quote": "old bridge", "prefix": "met at the ", "suffix": " on"}
    page = client.get(address_of(article, **query)).text
    assert 'value="old bridge"' in page
    assert 'value="met at the "' in page
    assert "field__error" not in page


def test_the_comment_and_the_phrase_are_stored_together(client, article):
    response = send(client, article, "  old\n bridge ")
    comment, prompt = Comment.objects.get(), InlinePrompt.objects.get()
    assert response.status_code == 303
    assert comment.prompt == prompt
    assert (prompt.quote, prompt.question, prompt.is_open) == ("old bridge", "", True)
    assert prompt.prefix.endswith("They met at the ")
    assert prompt.suffix.startswith(" on Tuesday.")
    page = client.get(article.get_absolute_url()).text
    assert f'id="ask-{prompt.pk}">old bridge</span>' in page
    assert "1 comment on this phrase" in page


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("", "Copy the words you mean from the article."),
        (" x ", "A phrase has 3 to 400 characters."),
        ("x" * 401, "A phrase has 3 to 400 characters."),
        ("x" * 5000, "characters"),
        ("the new bridge", "The article does not have these words in one paragraph."),
        ("Tuesday. On Tuesday", "The article does not have these words in one paragraph."),
        ("Tuesday", "These words are there more than once. Take some more."),
    ],
)
def test_a_phrase_without_a_certain_place_is_asked_for_again(client, article, quote, words):
    response = send(client, article, quote)
    assert response.status_code == 422
    assert words in response.text
    assert "It rained there, too.</textarea>" in response.text
    assert not InlinePrompt.objects.exists()
    assert not Comment.objects.exists()


def test_what_stands_around_it_tells_one_place_from_another(client, article):
    assert send(client, article, "Tuesday", suffix=" it rained").status_code == 303
    assert InlinePrompt.objects.get().prefix.endswith("On ")


def test_what_is_wrong_with_the_comment_is_said_too(client, article):
    response = send(client, article, "nowhere", name="")
    assert "Write the name to show with your comment." in response.text
    assert "The article does not have these words in one paragraph." in response.text


@pytest.mark.parametrize("field", ["quote", "prefix", "suffix"])
@pytest.mark.parametrize("value", ["%00", "%ED%A0%80", "%0A", "x" * 20_000])
def test_nothing_that_is_sent_breaks_it(client, article, field, value):
    kind = "application/x-www-form-urlencoded"
    body = f"{urlencode(GUEST)}&{field}={value}"
    response = client.post(address_of(article), body, content_type=kind)
    assert response.status_code in (400, 422)
    response = client.get(f"{address_of(article)}?quote=old&{field}={value[:1000]}")
    assert response.status_code in (200, 400)


def test_who_marks_what_is_asked_about_answers_the_question(client, article):
    asked = make_prompt(article, quote="old bridge", prefix="", suffix="")
    assert send(client, article).status_code == 303
    assert InlinePrompt.objects.get() == asked
    assert Comment.objects.get().prompt == asked


def test_a_closed_question_is_not_begun_again(client, article):
    make_prompt(article, quote="old bridge", prefix="", suffix="", is_open=False)
    response = send(client, article)
    assert response.status_code == 422
    assert "This question takes no more answers." in response.text
    assert not Comment.objects.exists()


def test_a_held_comment_shows_its_phrase_to_nobody_else(client, article, settings):
    settings.COMMENTS_PROFILE = "strict"
    send(client, article)
    assert InlinePrompt.objects.count() == 1
    client.cookies.clear()
    assert 'class="ask"' not in client.get(article.get_absolute_url()).text
    Comment.objects.get().approve(by=None)


def test_a_refused_comment_leaves_no_phrase_behind(client, article):
    Discussion.objects.create(article=article, is_open=False)
    assert send(client, article).status_code == 422
    assert not InlinePrompt.objects.exists()


def test_sent_twice_it_is_one_comment_about_one_phrase(client, article):
    for _ in range(2):
        send(client, article, submission="one")
    assert Comment.objects.count() == InlinePrompt.objects.count() == 1


def test_a_text_that_changed_meanwhile_takes_nothing(client, article, monkeypatch):
    really = Comment.objects.post

    def late(**fields):
        type(article).objects.update(body="<p>Another text.</p>")
        return really(**fields)

    monkeypatch.setattr(Comment.objects, "post", late)
    assert send(client, article).status_code == 422
    assert not InlinePrompt.objects.exists()
    assert not Comment.objects.exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_readers_who_mark_the_same_place_at_once_share_one_phrase():
    article = make_article(body=BODY)

    def mark(number):
        prompt = InlinePrompt(article=article, quote="old bridge")
        return make_comment(article, prompt=prompt).prompt_id

    assert len(set(in_parallel(8, mark))) == 1
    assert InlinePrompt.objects.count() == 1
