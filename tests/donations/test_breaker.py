"""Card gifts close for an hour while cards are being tested, alone; staff are told once."""

from datetime import timedelta

import pytest
import time_machine

from donations import breaker, guard, switches
from donations.models import Provider
from newsportal.models import OutgoingMail
from tests.donations.attempts import (
    MINUTE,
    NOON,
    admit,
    begin,
    decline,
    make_payment,
    make_provider,
    offered,
    origin,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings):
    settings.STRIPE_SECRET_KEY = "sk_live_known"
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def treasurer(db):
    return make_user(group="Treasurer")


def declines(payment, count):
    """The provider tells of so many declines, those it told of before among them."""
    decline(payment, *[NOON] * count)


def trip():
    begin(20)
    declines(make_payment(7), 30)


def provider():
    return Provider.objects.get(name="stripe")


def test_cards_close_when_most_of_thirty_tries_are_declined():
    begin(30)
    payment = make_payment(7)
    declines(payment, 18)
    assert offered() == ["stripe", "offline"]
    declines(payment, 19)
    assert offered() == ["offline"]
    assert (provider().closed_why, provider().closed_until) == ("declines", NOON + 60 * MINUTE)


def test_fewer_than_thirty_tries_close_nothing():
    declines(make_payment(7), 29)
    assert offered() == ["stripe", "offline"]


def test_many_cards_in_few_checkouts_are_many_tries():
    begin(2)
    declines(make_payment(7), 30)
    assert offered() == ["offline"]


def test_tries_of_more_than_ten_minutes_ago_are_over(clock):
    payment = make_payment(7)
    declines(payment, 29)
    clock.shift(10 * MINUTE)
    decline(payment, NOON + 10 * MINUTE)
    assert offered() == ["stripe", "offline"]


def test_renewals_that_fail_are_no_test_of_cards():
    declines(make_payment(address=None, network=None), 40)
    assert offered() == ["stripe", "offline"]
    assert not OutgoingMail.objects.exists()


def test_too_many_checkouts_close_cards_too(settings):
    settings.DONATION_LIMITS = settings.DONATION_LIMITS | {"site_hour": 3}
    begin(3)
    assert admit(1).why == "site_hour"
    assert offered() == ["offline"]
    assert provider().closed_why == "site"
    assert OutgoingMail.objects.count() == 1


def test_transfers_never_close(settings):
    settings.DONATION_LIMITS = settings.DONATION_LIMITS | {"site_hour": 3}
    for number in range(8):
        admit(number, provider="offline")
    assert offered() == ["stripe", "offline"]


def test_while_closed_nobody_begins_and_is_told_how_long(clock):
    trip()
    clock.shift(20 * MINUTE)
    refusal = admit(1)
    assert (refusal.why, refusal.seconds) == ("closed", 40 * 60)
    assert admit(1, provider="offline") is None


def test_cards_open_by_themselves_after_the_hour(clock):
    trip()
    clock.shift(59 * MINUTE)
    assert offered() == ["offline"]
    clock.shift(MINUTE)
    assert offered() == ["stripe", "offline"]
    assert admit(1) is None


def test_cards_stay_closed_while_it_goes_on_without_another_mail(clock):
    trip()
    clock.shift(50 * MINUTE)
    decline(make_payment(8), *[NOON + 50 * MINUTE] * 30)
    clock.shift(30 * MINUTE)
    assert offered() == ["offline"]
    assert OutgoingMail.objects.count() == 1
    clock.shift(30 * MINUTE)
    assert offered() == ["stripe", "offline"]


def test_more_than_ten_declines_alarm_staff_and_close_nothing(treasurer):
    payment = make_payment(7)
    begin(20)
    declines(payment, 10)
    assert not OutgoingMail.objects.exists()
    declines(payment, 11)
    letter = OutgoingMail.objects.get()
    assert letter.to == treasurer.email
    assert "checkouts begun: 20, cards declined: 11" in letter.text
    assert "Card gifts are open." in letter.text
    assert "/admin/donations/provider/" in letter.text
    assert offered() == ["stripe", "offline"]


def test_staff_get_one_mail_about_one_attack():
    payment = make_payment(7)
    begin(20)
    for count in range(1, 40):
        declines(payment, count)
    assert offered() == ["offline"]
    assert OutgoingMail.objects.count() == 1


def test_staff_are_told_when_cards_close_long_after_an_alarm(clock):
    payment = make_payment(7)
    declines(payment, 11)
    clock.shift(11 * MINUTE)
    decline(payment, *[NOON + 11 * MINUTE] * 30)
    letters = OutgoingMail.objects.order_by("pk")
    assert len(letters) == 2
    assert "closed until" in letters[1].text


def test_the_next_attack_is_another_mail(clock):
    trip()
    clock.shift(2 * timedelta(hours=1))
    decline(make_payment(8), *[NOON + 120 * MINUTE] * 30)
    assert OutgoingMail.objects.count() == 2


def test_kept_open_by_hand_cards_stay_open_and_staff_are_told():
    make_provider(override="open")
    trip()
    assert offered() == ["stripe", "offline"]
    assert "kept open by hand" in OutgoingMail.objects.get().text


def test_kept_closed_by_hand_cards_stay_closed(clock):
    make_provider(override="closed")
    assert offered() == ["offline"]
    clock.shift(timedelta(days=3))
    assert offered() == ["offline"]
    assert admit(1).seconds == 3600


# Gifts that are looked at first


def test_what_is_paid_while_cards_are_closed_is_suspicious(clock):
    payment = make_payment(1)
    assert switches.is_suspicious(payment) == ""
    declines(make_payment(7), 30)
    assert switches.is_suspicious(payment) == "closed"
    clock.shift(60 * MINUTE)
    assert switches.is_suspicious(payment) == ""


def test_it_is_the_moment_of_the_charge_that_counts(clock):
    early = make_payment(1, settled_at=NOON - MINUTE)
    late = make_payment(2, settled_at=NOON + 5 * MINUTE)
    declines(make_payment(7), 30)
    clock.shift(timedelta(hours=5))
    assert switches.is_suspicious(early) == ""
    assert switches.is_suspicious(late) == "closed"


@pytest.mark.parametrize(("count", "reason"), [(2, ""), (3, "declines")])
def test_a_card_that_works_after_three_that_did_not_is_suspicious(count, reason):
    payment = make_payment(1, declines=count)
    assert switches.is_suspicious(payment) == reason


@pytest.mark.parametrize(("count", "reason"), [(2, ""), (3, "declines")])
def test_declines_of_other_payments_from_the_address_count_too(count, reason):
    payment = make_payment(1)
    declines(make_payment(1), count)
    assert switches.is_suspicious(payment) == reason


def test_renewals_are_never_suspicious():
    payment = make_payment(address=None, network=None, declines=4)
    declines(make_payment(7), 30)
    assert switches.is_suspicious(payment) == ""


def test_each_reason_has_words():
    assert {"closed", "declines"} == set(switches.SUSPICIONS)
    assert {"site", "declines"} == set(breaker.REASONS)


# 400 requests in five minutes


def test_a_flood_from_one_address_is_stopped_by_its_limit(clock):
    answers = []
    for _time in range(400):
        answers.append(admit(1))
        clock.shift(timedelta(milliseconds=750))
    assert answers.count(None) == 5
    assert offered() == ["stripe", "offline"]
    assert not OutgoingMail.objects.exists()


def test_a_flood_from_many_addresses_is_stopped_by_the_breaker_with_one_mail(clock):
    payment, passed = make_payment(1), 0
    for number in range(400):
        now = NOON + number * timedelta(milliseconds=750)
        clock.move_to(now)
        if admit(number) is None:
            passed += 1
            payment.address = origin(number).address
            guard.note_declines(payment, [(f"ch_{number}", now)])
    assert passed == 30
    assert offered() == ["offline"]
    assert [gateway.name for gateway, _notice in switches.closed()] == ["stripe"]
    assert OutgoingMail.objects.count() == 1
