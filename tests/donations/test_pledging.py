"""Monthly gifts: begun, charged again, refused, changed, ended."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from donations import pledging, settling, taking
from donations.models import Payment, Pledge, Receipt
from newsportal.models import OutgoingMail
from tests.donations.paying import begin, booked, net, settled, tell

pytestmark = [pytest.mark.django_db]
Status = Pledge.Status


def begun(server, client, cents=1_000, **about):
    """A monthly gift whose first charge was paid."""
    payment, _charge = settled(server, client, cents, is_monthly=True, **about)
    return payment.pledge, payment


def test_a_monthly_gift_begins_with_its_first_charge(client, stripe_server):
    pledge, payment = begun(stripe_server, client)
    assert (pledge.status, pledge.provider_ref[:4]) == (Status.ACTIVE, "sub_")
    assert pledge.next_charge_at > timezone.now() + timedelta(days=27)
    assert (payment.status, net()) == (Payment.Status.SETTLED, 1_000)
    assert Payment.objects.count() == 1


def test_each_month_is_a_payment_and_a_receipt_of_its_own(client, stripe_server):
    pledge, first = begun(stripe_server, client, cover=59)
    stripe_server.renew(pledge.provider_ref)
    tell(stripe_server, client)
    second = Payment.objects.exclude(pk=first.pk).get()
    assert (second.pledge, second.donor, second.method) == (pledge, pledge.donor, "card")
    assert (second.amount_cents, second.cover_cents) == (1_000, 59)
    assert net() == 2_000
    assert Receipt.objects.count() == 2


def test_a_renewal_names_the_donor_only_as_staff_approved_and_says_nothing(client, stripe_server):
    words = {"donor_name": "Oda", "message": "Go on", "words_status": "shown"}
    pledge, first = begun(stripe_server, client, **words)
    stripe_server.renew(pledge.provider_ref)
    tell(stripe_server, client)
    entry = Payment.objects.exclude(pk=first.pk).get().entries.get(kind="gift")
    assert (entry.public_name, entry.public_message) == ("Oda", "")


def test_a_name_that_waits_is_not_on_the_renewal(client, stripe_server):
    words = {"donor_name": "Oda", "words_status": "waiting"}
    pledge, first = begun(stripe_server, client, **words)
    stripe_server.renew(pledge.provider_ref)
    tell(stripe_server, client)
    second = Payment.objects.exclude(pk=first.pk).get()
    assert (second.donor_name, second.words_status) == ("", "none")


def test_the_first_charge_may_be_told_before_the_checkout(client, stripe_server):
    stripe_server.pay(begin(1_000, is_monthly=True).session_ref)
    for event in reversed(stripe_server.events):
        stripe_server.deliver(client, event)
    tell(stripe_server, client)
    assert Payment.objects.get().status == Payment.Status.SETTLED
    assert booked("gift") == [("gift", 1_000)]


def test_a_charge_that_fails_tells_the_donor_once_and_counts_nothing(client, stripe_server):
    pledge, _first = begun(stripe_server, client)
    for _day in range(2):
        stripe_server.fail_renewal(pledge.provider_ref)
        tell(stripe_server, client)
    pledge.refresh_from_db()
    assert (pledge.status, net()) == (Status.PAST_DUE, 1_000)
    assert Payment.objects.count() == 1
    letters = OutgoingMail.objects.filter(subject="Your monthly gift could not be charged")
    assert [letter.to for letter in letters] == ["donor@example.com"]


def test_after_a_charge_that_failed_the_next_may_work(client, stripe_server):
    pledge, _first = begun(stripe_server, client)
    stripe_server.fail_renewal(pledge.provider_ref)
    tell(stripe_server, client)
    stripe_server.renew(pledge.provider_ref)
    tell(stripe_server, client)
    pledge.refresh_from_db()
    assert (pledge.status, net()) == (Status.ACTIVE, 2_000)


def test_what_ended_there_has_ended_here(client, stripe_server):
    pledge, _first = begun(stripe_server, client)
    stripe_server.end(pledge.provider_ref)
    tell(stripe_server, client)
    pledge.refresh_from_db()
    assert (pledge.status, pledge.next_charge_at) == (Status.ENDED, None)
    assert pledge.ended_at


def test_an_older_answer_changes_nothing(client, stripe_server):
    pledge, _first = begun(stripe_server, client)
    old, asked_at = taking.gateway_for("stripe").pledge(pledge.provider_ref), timezone.now()
    newer = replace(old, status=Status.PAUSED)
    pledging.take_pledge("stripe", newer, asked_at + timedelta(seconds=1))
    pledging.take_pledge("stripe", old, asked_at)
    pledge.refresh_from_db()
    assert pledge.status == Status.PAUSED


def test_what_has_ended_is_not_begun_again(client, stripe_server):
    pledge, _first = begun(stripe_server, client)
    facts = taking.gateway_for("stripe").pledge(pledge.provider_ref)
    later = timezone.now() + timedelta(hours=1)
    pledging.take_pledge("stripe", replace(facts, status=Status.ENDED), later)
    pledging.take_pledge("stripe", facts, later + timedelta(hours=1))
    pledge.refresh_from_db()
    assert pledge.status == Status.ENDED


def test_another_amount_keeps_its_share_of_covered_fees(client, stripe_server):
    pledge, _first = begun(stripe_server, client, 1_000, cover=100)
    facts = taking.gateway_for("stripe").pledge(pledge.provider_ref)
    pledging.take_pledge("stripe", replace(facts, amount_cents=2_200), timezone.now())
    pledge.refresh_from_db()
    assert (pledge.amount_cents, pledge.cover_cents) == (2_000, 200)


def test_a_monthly_gift_of_somebody_else_is_none_of_ours(client, stripe_server):
    pledge, _first = begun(stripe_server, client)
    facts = taking.gateway_for("stripe").pledge(pledge.provider_ref)
    stranger = replace(facts, ref="sub_other", key=None)
    assert pledging.take_pledge("stripe", stranger, timezone.now()) is None


def test_a_renewal_that_carries_the_key_of_the_first_payment_is_a_payment_of_its_own(
    client, stripe_server
):
    pledge, first = begun(stripe_server, client)
    facts = taking.gateway_for("stripe").charge(first.payment_ref)
    later = replace(facts, ref="ch_later", payment_ref="pi_later", key=first.key, fees=())
    settling.take_charge("stripe", later)
    assert net() == 2_000
    assert Payment.objects.count() == 2
