"""Whatever is told, however often and in whatever order: the same money, to the cent."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from donations import returning, settling, taking
from donations.models import Donor, LedgerEntry, Payment, Pledge, Receipt
from tests.donations.paying import net
from tests.donations.told import START, Told
from tests.factories import make_campaign

pytestmark = [pytest.mark.django_db]
# The same examples every time.
LOOKED_FOR = settings(max_examples=30, deadline=None, derandomize=True, database=None)
GIFT, COVER = 1_000, 200
CENTS = st.integers(1, GIFT + COVER + 100)


def happenings(*verbs, most):
    each = st.tuples(st.sampled_from(verbs), st.integers(0, 3), CENTS)
    return st.lists(each, max_size=most)


# Cards are declined, one is charged, then money goes back and comes again.
HISTORIES = st.builds(
    lambda before, paid, after: [*before, *paid, *after] or [("decline", 0, 0)],
    happenings("decline", "wait", most=2),
    st.sampled_from([[("pay", 0, 0)]] * 7 + [[]]),
    happenings("refund", "fail_refund", "dispute", "escalate", "win", "lose", most=8),
)
TOLD = st.lists(st.sampled_from(["charge", "session"]), max_size=2)


@contextmanager
def nothing_kept():
    """Each example finds an empty database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make_payment(**fields):
    donor = Donor.objects.create(email="donor@example.com", language="en")
    known = {"campaign": make_campaign(), "donor": donor, "provider": "stripe", "currency": "USD"}
    known |= {"amount_cents": GIFT, "cover_cents": COVER}
    if fields.pop("is_monthly", False):
        fields["pledge"] = Pledge.objects.create(provider_ref="sub_1", status="active", **known)
    return Payment.objects.create(**known, method="card", **fields)


def moved():
    """{reference: what is booked under it, gift and covered fees together}."""
    sums = Counter()
    for ref, cents in LedgerEntry.objects.values_list("provider_ref", "amount_cents"):
        sums[ref.removesuffix(":cover")] += cents
    return dict(sums)


def assert_as_told(provider, payment):
    payment.refresh_from_db()
    gone = provider.gone_cents
    assert moved() == provider.moves
    assert net() == (GIFT - min(gone, GIFT) if provider.is_paid else 0)
    assert Receipt.objects.count() == int(provider.is_paid)
    assert payment.returned_cents == gone
    if provider.is_paid:
        wholly = gone >= GIFT + COVER
        assert payment.status == (Payment.Status.RETURNED if wholly else Payment.Status.SETTLED)


@LOOKED_FOR
@given(HISTORIES, st.data())
def test_however_events_come_while_the_provider_moves_on(history, data):
    with nothing_kept():
        payment = make_payment(session_ref="cs_1", status="open")
        provider = Told(payment)
        with mock.patch.object(taking, "gateway_for", return_value=provider):
            for happening in history:
                provider.do(*happening)
                for subject in data.draw(TOLD):
                    taking.take("stripe", subject, "some_1")
            taking.take("stripe", "charge", "pi_1")
            assert_as_told(provider, payment)


@LOOKED_FOR
@given(HISTORIES, st.data())
def test_answers_may_overtake_each_other(history, data):
    with nothing_kept():
        payment = make_payment(status="open")
        provider = Told(payment)
        for happening in history:
            provider.do(*happening)
        again = data.draw(st.lists(st.sampled_from(provider.said), max_size=4))
        for facts in data.draw(st.permutations([*provider.said, *again])):
            settling.take_charge("stripe", facts)
        assert_as_told(provider, payment)


@settings(LOOKED_FOR, max_examples=12)
@given(st.integers(1, 3), st.data())
def test_each_charge_of_a_monthly_gift_is_one_gift(count, data):
    with nothing_kept():
        first = make_payment(is_monthly=True, status="open", created_at=START)
        provider = Told(first)
        provider.do("pay", 0, 0)
        charges = [replace(provider.facts, pledge_ref="sub_1", fees=())]
        for number in range(2, count + 2):
            refs = {"ref": f"ch_{number}", "payment_ref": f"pi_{number}", "key": None}
            at = START + timedelta(days=30 * number)
            charges.append(replace(charges[0], charged_at=at, **refs))
        again = data.draw(st.lists(st.sampled_from(charges), max_size=4))
        for facts in data.draw(st.permutations([*charges, *again])):
            settling.take_charge("stripe", facts)
        assert moved() == {charge.ref: GIFT + COVER for charge in charges}
        assert Payment.objects.count() == Receipt.objects.count() == count + 1
        first.refresh_from_db()
        assert first.charge_ref == "ch_1"


@LOOKED_FOR
@given(HISTORIES, st.booleans())
def test_a_gift_that_was_looked_at_first_ends_at_the_same_net(history, is_live):
    with nothing_kept():
        payment = make_payment(status="open")
        provider = Told(payment)
        for happening in history:
            provider.do(*happening)
            settling.take_charge("stripe", replace(provider.facts, is_risky=True, is_live=is_live))
        payment.refresh_from_db()
        assert moved() == {}
        if payment.status == Payment.Status.QUARANTINED:
            with mock.patch.object(taking, "gateway_for", return_value=provider):
                returning.release(payment, None)
            if is_live:
                assert_as_told(provider, payment)
