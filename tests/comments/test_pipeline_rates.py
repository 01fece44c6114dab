"""How fast one may post, and what one is told then."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from comments.models import Comment
from comments.pipeline.rates import wait_message
from tests.comments.test_posting import HTMX, send
from tests.factories import make_article, make_user

NOON = "2030-09-20 12:00Z"
both_ways = pytest.mark.parametrize("headers", [{}, HTMX])


@pytest.fixture
def by_person(settings):
    rates = {"comment": "1/10s/key,3/m/key"}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | rates


@pytest.fixture
def by_network(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"comment_network": "3/10s/key"}


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_the_limits_are_those_of_the_issue():
    from newsportal import settings

    assert settings.ACCOUNT_RATE_LIMITS["comment"] == "1/10s/key,5/m/key,60/h/key"
    assert settings.ACCOUNT_RATE_LIMITS["comment_network"] == "3/10s/key,15/m/key,180/h/key"


@both_ways
def test_whoever_is_quick_waits_the_true_seconds_and_keeps_the_text(
    client, db, by_person, clock, headers
):
    article = make_article()
    send(client, article, "One")
    clock.shift(3)
    for _ in range(2):
        response = send(client, article, "Two", headers=headers)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")
    assert "Wait 7 seconds, then send it again. Your text is kept." in response.text
    assert "Two</textarea>" in response.text
    clock.shift(7)
    assert send(client, article, "Two").status_code == 303


def test_the_longest_wait_counts(client, db, by_person, clock):
    article = make_article()
    for number in range(3):
        send(client, article, f"Number {number}")
        clock.shift(11)
    response = send(client, article, "Number 3")
    assert response.headers["Retry-After"] == "27"


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "1 second,"), (100, "100 seconds,"), (101, "2 minutes,")]
)
def test_a_long_wait_is_told_in_minutes(seconds, said):
    assert wait_message(seconds) == f"Wait {said} then send it again. Your text is kept."


def test_each_person_of_a_network_may_post(client, db, by_person, by_network, clock):
    article = make_article()
    members = [Client() for _ in range(3)]
    for number, member in enumerate(members):
        member.force_login(make_user())
        assert send(member, article, f"Number {number}").status_code == 303


@pytest.mark.parametrize(("address", "status"), [("127.0.0.99", 429), ("127.0.1.1", 303)])
def test_a_network_may_post_three_times_that(db, by_network, clock, address, status):
    article = make_article()
    for number in range(3):
        send(Client(), article, f"Number {number}")
    response = send(Client(REMOTE_ADDR=address), article, "Number 3")
    assert response.status_code == status


def test_the_same_sending_again_need_not_wait(client, db, by_person, clock):
    article = make_article()
    for _ in range(2):
        response = send(client, article, submission="0b7c")
        assert response.status_code == 303
    assert Comment.objects.count() == 1


def test_what_was_not_stored_does_not_count(client, db, by_person, clock):
    article = make_article()
    nudged = send(client, article, "See https://example.com")
    assert nudged.status_code == 422
    assert send(client, article, "See the map").status_code == 303


def test_staff_need_not_wait(client, db, by_person, clock):
    client.force_login(make_user(group="Moderator"))
    article = make_article()
    for number in range(3):
        assert send(client, article, f"Number {number}").status_code == 303


def test_an_edit_is_not_counted(client, db, by_person, clock):
    client.force_login(make_user())
    send(client, make_article())
    comment = Comment.objects.get()
    said = {"text": "Better said.", "version": comment.version}
    assert client.post(reverse("comments:edit", args=[comment.pk]), said).status_code == 303
