"""Whatever happens on the way, a text is stored once or given back to its writer."""

from uuid import uuid4

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from comments.models import Comment, Discussion
from comments.pipeline import sendings
from tests.comments.test_concurrency import in_parallel
from tests.factories import make_article, make_comment, make_user

GUEST = {"name": "Mara L.", "email": "mara@example.com"}
HTMX = {"HX-Request": "true"}
both_ways = pytest.mark.parametrize("headers", [{}, HTMX])


def send(client, article, text="The bridge is open.", headers=None, **more):
    address = reverse("comments:post", args=[article.pk])
    return client.post(address, GUEST | {"text": text} | more, headers=headers)


# A session that ended


@both_ways
def test_a_member_whose_session_ended_is_told_and_keeps_the_text(client, db, headers):
    parent = make_comment()
    address = reverse("comments:reply", args=[parent.pk])
    client.force_login(make_user())
    client.session.flush()
    response = client.post(address, {"text": "Half a thought", "submission": "0b"}, headers=headers)
    assert response.status_code == 422
    assert "You are signed out." in response.text
    assert "or post as a guest" in response.text
    assert "Half a thought</textarea>" in response.text
    assert f"/accounts/login/?next={address.replace('/', '%2F')}" in response.text
    assert "Write the name" not in response.text
    assert 'value="0b"' in response.text
    assert not Comment.objects.filter(parent=parent).exists()


def test_they_may_go_on_as_a_guest(client, db):
    article = make_article()
    client.post(reverse("comments:post", args=[article.pk]), {"text": "Half a thought"})
    assert send(client, article, "Half a thought").status_code == 303


def test_a_guest_who_signed_in_meanwhile_posts_as_a_member(client, db):
    client.force_login(make_user(username="walker"))
    send(client, make_article())
    assert (Comment.objects.get().name, Comment.objects.get().email) == ("walker", "")


# Sent twice


@both_ways
def test_a_repeat_shows_the_first(client, db, headers):
    article = make_article()
    send(client, article, submission="0b")
    response = send(client, article, submission="0b", headers=headers)
    assert Comment.objects.count() == 1
    shown = response.text if headers else client.get(response.url).text
    assert f'id="comment-{Comment.objects.get().pk}"' in shown


def test_a_repeat_by_htmx_says_that_it_is_there_once(client, db):
    article = make_article()
    for _ in range(2):
        page = send(client, article, submission="0b", headers=HTMX).text
    assert "You had posted this already. It is there once." in page
    assert "1 comment" in page


@both_ways
def test_a_repeat_of_a_waiting_comment_shows_it_waiting(client, db, settings, headers):
    settings.COMMENTS_PREMODERATED = True
    article, key = make_article(), str(uuid4())
    send(client, article, submission=key)
    again = Client()  # the first answer, with the cookie, was lost on the way
    response = send(again, article, submission=key, headers=headers)
    shown = response.text if headers else again.get(response.url).text
    assert "Waiting for a moderator." in shown
    assert Comment.objects.count() == 1


def test_another_guest_never_gets_the_identity_of_the_first(client, db):
    article = make_article()
    send(client, article, submission="short")
    other = Client()
    send(other, article, submission="short")
    known = [each.cookies[site.READER_COOKIE_NAME].value for each in (client, other)]
    assert known[0].split(":")[0] != known[1].split(":")[0]


@both_ways
@pytest.mark.parametrize(
    ("take_away", "said"),
    [
        (lambda comment: comment.reject(code="off_topic", by=None), "a moderator removed it"),
        (lambda comment: comment.reject(code="spam", by=None), "a moderator removed it"),
        (lambda comment: comment.erase(), "You posted this before and deleted it."),
    ],
)
def test_a_repeat_of_what_is_gone_says_so(client, db, headers, take_away, said):
    article = make_article()
    send(client, article, submission="0b")
    take_away(Comment.objects.get())
    response = send(client, article, submission="0b", headers=headers)
    assert response.status_code == 422
    assert said in response.text
    assert 'class="comment__body"' not in response.text
    assert not Comment.objects.visible().exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("submission", ["", "1c5a0c5e-6ad3-4b52-9a53-27a0bfa7f1e4"])
def test_the_same_sending_at_once_is_one_comment_and_one_answer(submission):
    article = make_article()
    found = in_parallel(5, lambda number: send(Client(), article, submission=submission))
    assert [response.status_code for response in found] == [303] * 5
    assert len({response.url for response in found}) == 1
    assert Comment.objects.count() == 1


@pytest.mark.django_db
def test_a_sending_that_did_not_see_its_twin_gets_the_same_answer(client, monkeypatch):
    """The twin is stored between the look for it and the phases, which object to the same words."""
    article = make_article()
    first = send(client, article, submission="0c")
    looks = iter([lambda submission: None, sendings.first_sent])
    monkeypatch.setattr(
        "comments.views.taking.first_sent", lambda submission: next(looks)(submission)
    )
    second = send(client, article, submission="0c")
    assert (second.status_code, second.url) == (303, first.url)
    assert Comment.objects.count() == 1


# What can't be posted


@both_ways
def test_the_form_of_a_closed_discussion_says_that_it_is_closed(client, db, headers):
    parent = make_comment()
    Discussion.objects.filter(article=parent.article_id).update(is_open=False)
    for address in (
        reverse("comments:post", args=[parent.article_id]),
        reverse("comments:reply", args=[parent.pk]),
    ):
        page = client.get(address, headers=headers).text
        assert "Comments are closed" in page
        assert "<textarea" not in page


@both_ways
@pytest.mark.parametrize("status", [0, 2, 3, 4])
def test_what_nobody_sees_is_not_answered(client, db, headers, status):
    parent = make_comment(text="Held back", status=Comment.Status.PENDING)
    if status == Comment.Status.ERASED:
        parent.erase()
    elif status:
        parent.reject(code="spam" if status == Comment.Status.SPAM else "off_topic", by=None)
    address = reverse("comments:reply", args=[parent.pk])
    asked = client.get(address, headers=headers)
    sent = client.post(address, GUEST | {"text": "My answer"}, headers=headers)
    assert (asked.status_code, sent.status_code) == (422, 422)
    assert "<textarea" not in asked.text
    assert "My answer</textarea>" in sent.text
    assert "Held back" not in asked.text + sent.text
    assert Comment.objects.count() == 1


@both_ways
def test_a_megabyte_is_refused_and_given_back(client, db, headers):
    text = "All of it. " * 100_000
    response = send(client, make_article(), text, headers=headers)
    assert response.status_code == 422
    assert "characters too long" in response.text
    assert text in response.text


def test_more_than_a_form_may_hold_is_refused_plainly(db):
    client = Client(raise_request_exception=False)
    response = send(client, make_article(), "x" * 3_000_000)
    assert response.status_code == 400
    assert "We could not read this request" in response.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nul\0l", "Null"),
        ("Over\u202eride\u2066", "Override"),
        ("Zalgo a" + "\u0301" * 10_000, "Zalgo á" + "\u0301" * 3),
        ("\ufeffBOM", "\ufeffBOM"),
    ],
)
def test_odd_characters_are_left_out(client, db, typed, kept):
    response = send(client, make_article(), typed)
    assert response.status_code in {303, 422}
    if response.status_code == 303:
        assert Comment.objects.get().text == kept
    else:
        assert "too long" in response.text


@pytest.mark.parametrize("text", ["\u200b\u2060", "\u3164", "\0", "\u202e\u202c"])
def test_a_text_that_shows_nothing_is_refused(client, db, text):
    response = send(client, make_article(), text)
    assert response.status_code == 422
    assert "Write something first." in response.text


@pytest.mark.parametrize(
    "field",
    [
        *("text", "name", "email", "website", "submission", "remember"),
        *("loaded", "nudged", "warning", "acknowledged"),
    ],
)
@pytest.mark.parametrize("bytes_sent", ["%00", "%ED%A0%80", "%FF%FE", "%E2%80%AE", "a%00b"])
def test_no_bytes_in_any_field_are_an_error_of_ours(db, field, bytes_sent):
    client = Client(raise_request_exception=False)
    known = GUEST | dict.fromkeys(["submission", "website", "remember", "loaded", "nudged"], "")
    known |= {"text": "See https://example.com", "warning": "", "acknowledged": ""}
    body = "&".join(
        f"{name}={bytes_sent if name == field else value}" for name, value in known.items()
    )
    kind = "application/x-www-form-urlencoded"
    response = client.post(reverse("comments:post", args=[make_article().pk]), body, kind)
    assert response.status_code in {303, 422}


@pytest.mark.parametrize("body", ["", "text", "text=One&text=Two", "{}", "=&=&="])
def test_a_form_that_is_none_is_answered_with_the_form(db, body):
    client = Client(raise_request_exception=False)
    kind = "application/x-www-form-urlencoded"
    response = client.post(reverse("comments:post", args=[make_article().pk]), body, kind)
    assert response.status_code == 422
    assert "<textarea" in response.text
