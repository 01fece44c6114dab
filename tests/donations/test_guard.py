"""Who tries too often has to wait, whatever the reason in the same words."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import RequestFactory

from donations import guard, origins
from donations.models import Attempt
from newsportal.management.commands import tick
from tests.donations.attempts import MINUTE, NOON, admit, admit_many, decline, make_payment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings):
    settings.STRIPE_SECRET_KEY = "sk_live_known"
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_an_address_may_begin_five_checkouts_an_hour(clock):
    assert admit_many(5, 1) == [None] * 5
    assert admit(1).why == "address_hour"
    assert admit(2) is None


def test_who_waits_as_long_as_they_are_told_is_let_through(clock):
    admit(1)
    clock.shift(20 * MINUTE)
    admit_many(4, 1)
    refusal = admit(1)
    assert refusal.seconds == 40 * 60
    clock.shift(timedelta(seconds=refusal.seconds - 1))
    assert admit(1).seconds == 1
    clock.shift(timedelta(seconds=1))
    assert admit(1) is None


def test_what_was_not_let_through_does_not_make_the_wait_longer(clock):
    admit_many(5, 1)
    clock.shift(30 * MINUTE)
    admit_many(20, 1)
    assert admit(1).seconds == 30 * 60


def test_an_address_may_begin_ten_checkouts_in_five_hours(clock):
    for _hour in range(2):
        admit_many(5, 1)
        clock.shift(61 * MINUTE)
    assert admit(1).why == "address_five_hours"
    assert admit(1).seconds == (300 - 122) * 60


def test_a_network_may_begin_twenty_checkouts_an_hour():
    assert [admit(number, 900) for number in range(1, 21)] == [None] * 20
    assert admit(21, 900).why == "network_hour"
    assert admit(21, 901) is None


def test_the_site_begins_as_many_checkouts_an_hour_as_the_setting_says(settings):
    settings.DONATION_LIMITS = settings.DONATION_LIMITS | {"site_hour": 3}
    assert [admit(number) for number in (1, 2, 3)] == [None] * 3
    assert admit(4).why == "site_hour"


def test_transfers_are_limited_for_each_address_alone(settings):
    settings.DONATION_LIMITS = settings.DONATION_LIMITS | {"site_hour": 3, "network_hour": 3}
    assert [admit(number, 900, "offline") for number in range(1, 9)] == [None] * 8
    assert admit_many(4, 1, 900, "offline") == [None] * 4
    assert admit(1, 900, "offline").why == "address_hour"


def test_who_may_not_pay_by_card_now_may_still_ask_for_a_transfer():
    admit_many(6, 1)
    assert admit(1, provider="offline") is None


def test_three_declines_within_an_hour_block_an_address_for_an_hour(clock):
    payment = make_payment()
    decline(payment, NOON - 50 * MINUTE, NOON - 40 * MINUTE)
    assert admit(1) is None
    decline(payment, NOON - 20 * MINUTE)
    assert admit(1).seconds == 40 * 60
    assert admit(2) is None
    clock.shift(40 * MINUTE)
    assert admit(1) is None


def test_three_declines_in_more_than_an_hour_block_nobody():
    decline(make_payment(), NOON - 65 * MINUTE, NOON - 40 * MINUTE, NOON - MINUTE)
    assert admit(1) is None


def test_a_decline_told_twice_is_one():
    payment = make_payment()
    for _time in range(3):
        decline(payment, NOON)
    assert Attempt.objects.filter(kind="decline").count() == 1
    assert admit(1) is None


def test_declines_of_renewals_block_nobody():
    payment = make_payment(address=None, network=None)
    decline(payment, NOON, NOON - MINUTE, NOON - 2 * MINUTE)
    assert admit(1) is None


def test_every_refusal_says_the_same(settings):
    admit_many(5, 1)
    by_limit = admit(1)
    decline(make_payment(2), NOON, NOON - MINUTE, NOON - 2 * MINUTE)
    by_declines = admit(2)
    assert by_limit.why != by_declines.why
    assert by_limit.message == by_declines.message
    assert "60 minutes" in by_limit.message
    assert "card" not in by_limit.message


def test_the_longest_wait_is_told(clock):
    admit_many(5, 1)
    clock.shift(61 * MINUTE)
    admit_many(5, 1)
    assert admit(1).seconds == 239 * 60


def test_staff_see_what_was_not_let_through_but_not_all_of_a_flood(monkeypatch):
    monkeypatch.setattr(guard, "REFUSED_KEPT_AN_HOUR", 3)
    admit_many(12, 1)
    refused = Attempt.objects.filter(kind="refused")
    assert list(refused.values_list("why", flat=True)) == ["address_hour"] * 3
    assert Attempt.objects.count() == 8


def test_an_attempt_costs_the_same_however_many_there_were(django_assert_max_num_queries):
    admit_many(2, 1)
    with django_assert_max_num_queries(6):
        admit(1)
    admit_many(30, 1)
    with django_assert_max_num_queries(5):
        admit(1)


# Origins


def request_from(address):
    return RequestFactory().get("/", REMOTE_ADDR=address)


def origin_at(address):
    return origins.origin_of(request_from(address))


@pytest.mark.parametrize(
    ("one", "other", "same_address", "same_network"),
    [
        ("192.0.2.1", "192.0.2.1", True, True),
        ("192.0.2.1", "192.0.2.9", False, True),
        ("192.0.2.1", "198.51.100.1", False, False),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True, True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False, False),
        ("::ffff:192.0.2.1", "192.0.2.1", True, True),
    ],
)
def test_an_address_is_a_reader_and_a_network_their_neighbours(
    one, other, same_address, same_network
):
    first, second = origin_at(one), origin_at(other)
    assert (first.address == second.address) is same_address
    assert (first.network == second.network) is same_network


def test_a_hash_can_only_be_made_with_the_key_of_the_site(settings):
    before = origin_at("192.0.2.1")
    settings.SECRET_KEY = "another" * 10
    assert origin_at("192.0.2.1").address != before.address


def test_where_somebody_gave_from_is_forgotten_after_thirty_days(clock):
    payment = make_payment()
    admit(1)
    clock.shift(timedelta(days=30, seconds=-1))
    admit(2)
    assert origins.forget_attempts() == 0
    clock.shift(timedelta(seconds=2))
    assert origins.forget_attempts() == 2
    payment.refresh_from_db()
    assert (payment.address, payment.network) == (None, None)
    assert Attempt.objects.get().address == UUID(int=2)
    assert origins.forget_attempts() == 0


def test_forgetting_is_a_job_of_every_minute():
    assert origins.forget_attempts in tick.JOBS
