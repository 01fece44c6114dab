"""An answer to a question about a phrase: a comment like any other, and the way to it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.forms import comment_form
from comments.managers import PromptClosed
from comments.models import Comment, Discussion, InlinePrompt
from comments.readers import Reader
from tests.factories import make_comment, make_member, make_prompt

pytestmark = pytest.mark.django_db
GUEST = {"name": "Mara L.", "email": "mara@example.com"}
HTMX = {"HX-Request": "true"}
both_ways = pytest.mark.parametrize("headers", [{}, HTMX])


def address_of(prompt):
    return reverse("comments:prompt", args=[prompt.pk])


def send(client, prompt, text="I was there on Monday.", headers=None, **more):
    return client.post(address_of(prompt), GUEST | {"text": text} | more, headers=headers)


def test_an_answer_is_a_first_comment_that_knows_its_question(client):
    prompt = make_prompt()
    response = send(client, prompt)
    comment = Comment.objects.get()
    assert (comment.prompt, comment.parent, comment.article) == (prompt, None, prompt.article)
    assert comment.is_visible
    address = prompt.article.get_absolute_url()
    assert (response.status_code, response.url) == (
        303,
        f"{address}?comment={comment.pk}#comment-{comment.pk}",
    )
    assert Discussion.objects.get(article=prompt.article).visible == 1


def test_htmx_gets_thanks_the_number_and_the_answer_for_the_list(client):
    prompt = make_prompt()
    make_comment(prompt.article, prompt=prompt)
    page = send(client, prompt, headers=HTMX).text
    comment = Comment.objects.newest().first()
    assert "Thank you." in page
    assert f'<a href="#comment-{comment.pk}">See your comment</a>' in page
    assert f'<span id="ask-number-{prompt.pk}" hx-swap-oob="true">' in page
    assert "Question about this phrase, 2 answers" in page
    assert 'hx-swap-oob="afterbegin:#comment-list"' in page
    assert f'id="comment-{comment.pk}"' in page
    assert f'<a href="#ask-{prompt.pk}">On the phrase' in page
    assert '<h2 id="discussion-title" hx-swap-oob="innerHTML">' not in page or "2 comments" in page


def test_a_member_answers_under_their_name(client):
    member, prompt = make_member(), make_prompt()
    client.force_login(member)
    client.post(address_of(prompt), {"text": "I was there on Monday."})
    assert Comment.objects.get().author == member


@both_ways
def test_what_is_wrong_is_said_beside_the_field_and_the_text_kept(client, headers):
    prompt = make_prompt()
    response = send(client, prompt, name="", headers=headers)
    assert response.status_code == 422
    assert "Write the name to show with your comment." in response.text
    assert "I was there on Monday.</textarea>" in response.text
    assert f'action="{address_of(prompt)}"' in response.text
    assert not Comment.objects.exists()


@both_ways
def test_a_held_answer_waits_and_is_not_counted(client, settings, headers):
    settings.COMMENTS_PREMODERATED, settings.COMMENTS_PROFILE = True, "strict"
    prompt = make_prompt()
    response = send(client, prompt, headers=headers)
    assert Comment.objects.get().status == Comment.Status.PENDING
    if headers:
        assert "Thank you. A moderator reads it first." in response.text
        assert "no answers yet" in response.text
    page = client.get(prompt.article.get_absolute_url()).text
    assert "Only you can see this comment" in page
    assert "On the phrase" in page


@pytest.mark.parametrize(
    "status", [status for status in Comment.Status if status.name != "VISIBLE"]
)
def test_the_last_answers_are_those_that_readers_see(client, status):
    asked = make_prompt()
    make_comment(asked.article, prompt=asked, text="Glimbo shown.")
    make_comment(asked.article, prompt=asked, text="Glimbo hidden.", status=status)
    page = client.get(address_of(asked)).text
    assert "Glimbo shown." in page
    assert "Glimbo hidden." not in page


@both_ways
def test_a_nudge_is_shown_where_the_answer_is_written(client, headers):
    prompt = make_prompt()
    text = "See https://glimbo.example/one https://glimbo.example/two https://glimbo.example/3"
    response = send(client, prompt, text, headers=headers)
    assert response.status_code == 422
    assert "Not posted yet." in response.text
    assert 'name="nudged"' in response.text
    assert not Comment.objects.exists()


@both_ways
def test_who_answers_too_fast_is_told_how_long_to_wait(client, settings, headers):
    rates = {"comment": "1/10s/key"}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | rates
    prompt = make_prompt()
    send(client, prompt)
    response = send(client, prompt, "And on Tuesday.", headers=headers)
    assert response.status_code == 429
    assert response.headers["Retry-After"]
    assert "And on Tuesday.</textarea>" in response.text


def test_what_programs_fill_in_is_held(client):
    send(client, make_prompt(), website="https://glimbo.example")
    assert Comment.objects.get().status == Comment.Status.PENDING


@both_ways
def test_one_sending_is_one_answer(client, headers):
    prompt = make_prompt()
    for _ in range(2):
        response = send(client, prompt, submission="one", headers=headers)
    assert Comment.objects.count() == 1
    if headers:
        assert "You had posted this already." in response.text
        assert "afterbegin" not in response.text


def test_the_same_words_about_another_phrase_are_not_taken_for_the_first_sending(client):
    prompt = make_prompt()
    other = make_prompt(prompt.article, quote="on Tuesday", prefix="", suffix="")
    send(client, prompt)
    assert send(client, other).status_code == 422  # said again, like anywhere else
    assert Comment.objects.get().prompt == prompt


@both_ways
@pytest.mark.parametrize("closed", [{"is_open": False}, {"lost_at": timezone.now()}])
def test_a_closed_question_takes_no_answer(client, headers, closed):
    prompt = make_prompt(**closed)
    response = send(client, prompt, headers=headers)
    assert response.status_code == 422
    assert not Comment.objects.exists()
    if headers:
        assert "This question takes no more answers. Your text was not posted." in response.text
        assert "I was there on Monday.</textarea>" in response.text


@both_ways
def test_a_closed_discussion_takes_no_answer(client, headers):
    prompt = make_prompt()
    Discussion.objects.create(article=prompt.article, is_open=False)
    response = send(client, prompt, headers=headers)
    assert response.status_code == 422
    assert not Comment.objects.exists()


def test_a_question_closed_while_somebody_answers_takes_nothing():
    prompt = make_prompt()
    InlinePrompt.objects.filter(pk=prompt.pk).update(is_open=False)
    with pytest.raises(PromptClosed):
        make_comment(prompt.article, prompt=prompt)
    assert not Comment.objects.exists()


def test_a_question_deleted_while_somebody_answers_takes_nothing(client, monkeypatch):
    prompt = make_prompt()
    really = Comment.objects.post

    def late(**fields):
        InlinePrompt.objects.all().delete()
        return really(**fields)

    monkeypatch.setattr(Comment.objects, "post", late)
    assert send(client, prompt, headers=HTMX).status_code == 422
    assert not Comment.objects.exists()


def test_who_was_signed_out_meanwhile_keeps_the_text(client):
    prompt = make_prompt()
    response = client.post(address_of(prompt), {"text": "I was there."}, headers=HTMX)
    assert response.status_code == 422
    assert "You are signed out." in response.text
    assert "I was there.</textarea>" in response.text


@pytest.mark.parametrize("text", ["%00", "%ED%A0%80", "", "+", "x" * 30_000])
def test_nothing_that_is_sent_breaks_it(client, text):
    body = f"name=Mara&email=mara@example.com&text={text}"
    kind = "application/x-www-form-urlencoded"
    response = client.post(address_of(make_prompt()), body, content_type=kind)
    assert response.status_code in (303, 400, 422)


def test_fields_of_several_forms_on_one_page_have_their_own_names():
    form = comment_form(Reader(), prompt=make_prompt())
    assert form["text"].id_for_label == f"prompt-{InlinePrompt.objects.get().pk}-text"
    assert form.fields["text"].label == "Your answer"
