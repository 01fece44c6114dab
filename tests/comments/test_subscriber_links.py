"""Links in mails: each does one thing for one subscriber, until their number is raised."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from comments import subscriber_links
from tests.factories import make_comment, make_subscriber, make_subscription

pytestmark = pytest.mark.django_db


def token_in(path):
    return path.rstrip("/").rpartition("/")[2]


def test_a_link_to_confirm_names_its_subscription():
    followed = make_subscription()
    token = token_in(subscriber_links.confirm_path(followed))
    assert subscriber_links.confirmed_by(token) == followed


@pytest.mark.parametrize(("days", "is_good"), [(2, True), (4, False)])
def test_a_link_to_confirm_is_good_for_three_days(days, is_good):
    token = token_in(subscriber_links.confirm_path(make_subscription()))
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert bool(subscriber_links.confirmed_by(token)) is is_good


def test_a_link_to_end_names_exactly_its_subscriptions():
    subscriber = make_subscriber()
    first, second, _third = (make_subscription(subscriber=subscriber) for _ in range(3))
    token = token_in(subscriber_links.end_path(subscriber, [first, second], wishes=["answers"]))
    found, subscriptions, wishes = subscriber_links.ended_by(token)
    assert (found, set(subscriptions), wishes) == (subscriber, {first, second}, ["answers"])


def test_a_link_to_end_names_nothing_of_others():
    other = make_subscription()
    subscriber = make_subscriber()
    token = token_in(subscriber_links.end_path(subscriber, [other]))
    assert not subscriber_links.ended_by(token)[1].exists()


def test_a_link_to_mute_names_its_thread():
    subscriber, root = make_subscriber(), make_comment()
    token = token_in(subscriber_links.mute_path(subscriber, root))
    assert subscriber_links.muted_by(token) == (subscriber, root)


def links_of(subscriber):
    followed = make_subscription(subscriber=subscriber)
    return {
        "confirm": subscriber_links.confirm_path(followed),
        "end": subscriber_links.end_path(subscriber, [followed]),
        "mute": subscriber_links.mute_path(subscriber, make_comment()),
        "manage": subscriber_links.manage_path(subscriber),
    }


OPENING = {
    "confirm": subscriber_links.confirmed_by,
    "end": subscriber_links.ended_by,
    "mute": subscriber_links.muted_by,
    "manage": subscriber_links.managed_by,
}


def test_every_link_has_a_purpose_of_its_own():
    opened = {
        (made_for, tried)
        for made_for, path in links_of(make_subscriber()).items()
        for tried, open_link in OPENING.items()
        if open_link(token_in(path))
    }
    assert opened == {(name, name) for name in OPENING}


def test_raising_the_number_ends_every_link():
    subscriber = make_subscriber()
    links = links_of(subscriber)
    subscriber.end_links()
    assert not any(OPENING[name](token_in(path)) for name, path in links.items())


@pytest.mark.parametrize("name", OPENING)
@pytest.mark.parametrize("token", ["", "x", "a:b:c", "é:é:é", "." + "A" * 3000, "e30:1:x"])
def test_a_forged_link_opens_nothing(name, token):
    assert OPENING[name](token) is None


def test_headers_give_mail_programs_a_button(settings):
    settings.SITE_URL = "https://portal.example"
    followed = make_subscription()
    headers = subscriber_links.headers(followed.subscriber, [followed])
    assert headers["List-Unsubscribe"].startswith("<https://portal.example/comments/subscriptions")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Id"] == "<comments.portal.example>"
