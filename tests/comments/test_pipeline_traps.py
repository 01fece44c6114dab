"""What gives programs away: a field nobody sees, a form that was never shown, or sent at once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from comments.models import Comment
from tests.comments.test_posting import HTMX, send
from tests.factories import make_article, make_comment, make_user

NOON = "2030-09-20 12:00Z"
HELD, SHOWN = Comment.Status.PENDING, Comment.Status.VISIBLE


@pytest.fixture(autouse=True)
def _slow_enough(settings):
    settings.COMMENT_MIN_SECONDS = 3


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def loaded_in(page):
    return re.search(r'name="loaded" value="([^"]*)"', page.text)[1]


def reply_form(client, parent):
    return loaded_in(client.get(reverse("comments:reply", args=[parent.pk])))


def outcome():
    comment = Comment.objects.latest("pk")
    return comment.status, [finding.evidence for finding in comment.findings.all()]


def test_a_guest_who_takes_their_time_is_published(client, db, clock):
    parent = make_comment()
    loaded = reply_form(client, parent)
    clock.shift(4)
    send(client, parent.article, loaded=loaded)
    assert outcome() == (SHOWN, [])


@pytest.mark.parametrize(
    ("seconds", "spoil", "trap"),
    [
        (2, lambda loaded: loaded, "quick"),
        (14 * 24 * 3600 + 1, lambda loaded: loaded, "old"),
        (4, lambda loaded: "", "missing"),
        (4, lambda loaded: f"{loaded}x", "forged"),
        (4, lambda loaded: f"1{loaded}", "forged"),
        (4, lambda loaded: "\0:", "forged"),
        (4, lambda loaded: Signer(salt="comments.loaded").sign("soon"), "forged"),
        (4, lambda loaded: Signer(salt="comments.loaded").sign("9" * 30), "quick"),
    ],
)
def test_a_form_that_was_not_shown_in_good_time_is_held(client, db, clock, seconds, spoil, trap):
    parent = make_comment()
    loaded = reply_form(client, parent)
    clock.shift(seconds)
    assert send(client, parent.article, loaded=spoil(loaded)).status_code == 303
    assert outcome() == (HELD, [{"trap": trap}])


def test_a_member_needs_no_such_field(client, db):
    client.force_login(make_user())
    send(client, make_article())
    assert outcome() == (SHOWN, [])


def test_the_trap_can_be_switched_off(client, db, settings):
    settings.COMMENT_MIN_SECONDS = 0
    send(client, make_article(), loaded="forged")
    assert outcome() == (SHOWN, [])


def test_strangers_share_one_form_for_an_hour(db, clock):
    article = make_article()
    pages = []
    for minutes in (0, 50, 15):
        clock.shift(timedelta(minutes=minutes))
        pages.append(Client().get(article.get_absolute_url()))
    loaded = [loaded_in(page) for page in pages]
    assert loaded[0] == loaded[1] != loaded[2]
    send(Client(), article, loaded=loaded[1])
    assert outcome() == (SHOWN, [])


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_form_shown_again_keeps_its_time_or_gets_a_good_one(client, db, clock, headers):
    article = make_article()
    loaded = loaded_in(send(client, article, "", headers=headers))
    clock.shift(10)
    again = loaded_in(send(client, article, "", loaded=loaded, headers=headers))
    renewed = loaded_in(send(client, article, "", loaded="forged", headers=headers))
    assert again == loaded != renewed
    send(client, article, loaded=again)
    assert outcome() == (SHOWN, [])


def test_programs_are_told_nothing(client, db):
    response = send(client, make_article(), "https://example.com", website="https://example.com")
    assert response.status_code == 303
    assert outcome()[0] == HELD
