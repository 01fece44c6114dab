"""Mail that comes back: one refusal is noted, a second one ends the mail, and it can begin again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import bounces, subscribers
from comments.models import Guest, Subscriber
from tests.factories import make_member, make_subscriber, make_subscription

NOON = timezone.now().replace(hour=12)
ADDRESS = "reader@harbour.example"


@pytest.fixture
def subscriber(db):
    return make_subscriber(make_member(email=ADDRESS))


def refuse(time_machine, *hours):
    for hour in hours:
        time_machine.move_to(NOON + timedelta(hours=hour), tick=False)
        bounces.refused(ADDRESS)


@pytest.mark.parametrize(
    ("hours", "is_stopped"),
    [((0,), False), ((0, 0.5), False), ((0, 20), True), ((0, 8 * 24), False)],
)
def test_the_second_refusal_within_a_week_ends_the_mail(
    subscriber, time_machine, hours, is_stopped
):
    refuse(time_machine, *hours)
    subscriber.refresh_from_db()
    assert subscriber.is_refused == is_stopped
    assert bool(subscriber.stopped_at) == is_stopped


def test_a_server_that_refuses_for_longer_than_an_hour_refuses_twice(subscriber, time_machine):
    refuse(time_machine, 0, 0.9, 1.8)
    subscriber.refresh_from_db()
    assert subscriber.is_refused


def test_what_a_stopped_person_follows_is_not_mailed(subscriber, time_machine):
    subscription = make_subscription(subscriber=subscriber)
    refuse(time_machine, 0, 20)
    assert not type(subscription).objects.active().exists()


def test_a_guests_address_is_found_in_whatever_case_it_was_typed(db, time_machine):
    subscriber = make_subscriber(email="Reader@Harbour.example")
    refuse(time_machine, 0, 20)
    assert Subscriber.objects.get(pk=subscriber.pk).is_refused


def test_an_address_that_a_member_only_typed_says_nothing_about_them(db, time_machine):
    member = make_member()
    member.emailaddress_set.create(email=ADDRESS, verified=False)
    subscriber = make_subscriber(member)
    refuse(time_machine, 0, 20)
    assert not Subscriber.objects.get(pk=subscriber.pk).is_refused


def test_who_wanted_no_mail_is_not_said_to_be_refused(subscriber, time_machine):
    Subscriber.objects.update(stopped_at=NOON, stopped_why="asked")
    refuse(time_machine, 0, 20)
    subscriber.refresh_from_db()
    assert subscriber.stopped_why == "asked"
    bounces.address_confirmed(subscriber.user)
    subscriber.refresh_from_db()
    assert subscriber.stopped_at


def test_mail_goes_there_again_when_they_ask_for_it(subscriber, time_machine):
    refuse(time_machine, 0, 20)
    subscribers.resume(subscriber)
    refuse(time_machine, 30)
    subscriber.refresh_from_db()
    assert subscriber.stopped_at is None


def test_an_address_of_nobody_changes_nothing(db):
    bounces.refused("nobody@harbour.example")
    assert not Guest.objects.exists()


def test_a_member_is_told_beside_their_notices(subscriber, time_machine, client):
    client.force_login(subscriber.user)
    inbox = reverse("comments:inbox")
    assert "came back" not in client.get(inbox).content.decode()
    refuse(time_machine, 0, 20)
    client.force_login(subscriber.user)
    assert "Mail to you came back" in client.get(inbox).content.decode()
