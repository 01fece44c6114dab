"""Before a comment is held or rejected for its words, its writer is told why and may mend it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment, WordList
from tests.comments.test_posting import HTMX, answer, send
from tests.factories import make_article, make_comment, make_user

HELD, SHOWN, REJECTED = Comment.Status.PENDING, Comment.Status.VISIBLE, Comment.Status.REMOVED
LINKED = "All about it: https://example.com/bridge"
both_ways = pytest.mark.parametrize("headers", [{}, HTMX])


def token_in(page):
    return re.search(r'name="nudged" value="([^"]*)"', page.text)[1]


def last():
    comment = Comment.objects.latest("pk")
    return comment.text, comment.status, [each.rule for each in comment.findings.all()]


@both_ways
def test_whoever_links_is_told_which_and_asked_to_look_again(client, db, headers):
    response = send(client, make_article(), LINKED, headers=headers)
    assert response.status_code == 422
    assert "Not posted yet. You can change it now, or send it as it is." in response.text
    assert "https://example.com/bridge" in response.text
    assert 'role="alert"' in response.text
    assert f"{LINKED}</textarea>" in response.text
    assert not Comment.objects.exists()


@both_ways
def test_sent_as_it_is_it_waits(client, db, headers):
    article = make_article()
    nudged = token_in(send(client, article, LINKED))
    response = send(client, article, LINKED, nudged=nudged, headers=headers)
    assert response.status_code == (200 if headers else 303)
    assert last() == (LINKED, HELD, ["links"])


def test_mended_it_is_published(client, db):
    article = make_article()
    nudged = token_in(send(client, article, LINKED))
    send(client, article, "All about it in the paper", nudged=nudged)
    assert last() == ("All about it in the paper", SHOWN, [])


def test_a_word_that_is_rejected_is_named_as_it_was_written(client, db):
    WordList.objects.create(name="Never", action="reject", entries="glimbo", is_on=True)
    article = make_article()
    page = send(client, article, "You GLIMBO you")
    assert "Comments with this are not published here: GLIMBO" in page.text
    response = send(client, article, "You GLIMBO you", nudged=token_in(page))
    assert response.status_code == 422
    assert "This was not published: Words we don&#x27;t publish." in response.text
    assert last() == ("You GLIMBO you", REJECTED, ["words"])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda send_on: send_on(nudged="x"),
        lambda send_on: send_on(nudged="\0"),
        lambda send_on: send_on(by=Client(REMOTE_ADDR="127.0.0.9")),
        lambda send_on: send_on(to=make_article()),
    ],
)
def test_being_told_holds_for_this_person_in_this_place(client, db, spoil):
    article = make_article()
    nudged = token_in(send(client, article, LINKED))

    def send_on(*, by=client, to=article, nudged=nudged):
        return send(by, to, LINKED, nudged=nudged)

    assert spoil(send_on).status_code == 422
    assert not Comment.objects.exists()


def test_being_told_holds_for_an_hour(client, db):
    article = make_article()
    nudged = token_in(send(client, article, LINKED))
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert send(client, article, LINKED, nudged=nudged).status_code == 422


def test_a_nudge_in_one_place_is_none_in_an_answer(client, db):
    parent = make_comment()
    nudged = token_in(send(client, parent.article, LINKED))
    assert answer(client, parent, LINKED, nudged=nudged).status_code == 422


@pytest.mark.parametrize(("number", "is_told"), [(5, False), (6, True)])
def test_members_may_link_five_times(client, db, number, is_told):
    client.force_login(make_user())
    text = " ".join(f"https://example.com/{each}" for each in range(number))
    response = send(client, make_article(), text)
    assert (response.status_code == 422) == is_told


@both_ways
def test_an_edit_is_nudged_too_and_then_waits(client, db, headers):
    client.force_login(make_user())
    send(client, make_article())
    comment = Comment.objects.get()
    address = reverse("comments:edit", args=[comment.pk])
    text = " ".join(f"https://example.com/{each}" for each in range(6))
    edit = {"text": text, "version": comment.version}
    told = client.post(address, edit, headers=headers)
    assert told.status_code == 422
    assert "https://example.com/4" in told.text
    assert last()[1:] == (SHOWN, [])
    client.post(address, edit | {"nudged": token_in(told)}, headers=headers)
    assert last() == (text, HELD, ["links"])


# The same words


def test_the_same_words_in_another_place_are_told_and_then_wait(client, db):
    parent = make_comment()
    send(client, parent.article, "Since when?", submission="0b7c")
    told = answer(client, parent, "since  WHEN", submission="77e1")
    assert told.status_code == 422
    assert "The same was said from here before." in told.text
    answer(client, parent, "since WHEN", submission="77e1", nudged=token_in(told))
    assert last() == ("since WHEN", HELD, ["repeat"])


@pytest.mark.parametrize(("hours", "is_told"), [(23, True), (25, False)])
def test_the_same_words_are_remembered_for_a_day(client, db, hours, is_told):
    article = make_article()
    send(client, article, "The ferry runs again.")
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        response = send(client, article, "The ferry runs again.")
    assert (response.status_code == 422) == is_told


@pytest.mark.parametrize(
    ("text", "address", "is_told"),
    [
        ("The ferry runs again today.", "127.0.0.77", True),
        ("The ferry runs again today.", "127.0.1.1", False),
        ("I agree", "127.0.0.77", False),
    ],
)
def test_a_neighbour_may_say_the_same_if_it_is_short(db, text, address, is_told):
    send(Client(), make_article(), text)
    response = send(Client(REMOTE_ADDR=address), make_article(), text)
    assert (response.status_code == 422) == is_told


def test_saving_the_same_words_again_is_no_repeat(client, db):
    client.force_login(make_user())
    send(client, make_article(), "The ferry runs again.")
    comment = Comment.objects.get()
    edit = {"text": "The ferry, runs again.", "version": comment.version}
    assert client.post(reverse("comments:edit", args=[comment.pk]), edit).status_code == 303
    assert last()[1:] == (SHOWN, [])
