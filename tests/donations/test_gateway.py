"""The gateway over HTTP, with the real SDK, against the stand-in for the provider."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from donations.gateway import Stripe
from donations.gateway.facts import key_in
from donations.models import Dispute, Refund
from donations.provided import ProviderRefused
from tests.donations.checkouts import begin, make_payment, paid, session_of


@pytest.mark.django_db
def test_a_gift_starts_with_our_amount_and_no_other(stripe_server):
    payment = make_payment(cover_cents=105)
    checkout = begin(payment)
    session = session_of(stripe_server, checkout)
    lines = [(line["amount"], line["currency"]) for line in session["_lines"]]
    assert checkout.url == session["url"]
    assert (session["mode"], session["submit_type"]) == ("payment", "donate")
    assert lines == [(2_500, "usd"), (105, "usd")]
    assert session["customer_email"] == "ana@example.org"
    assert session["metadata"] == session["_payment_metadata"] == {"payment": str(payment.key)}


@pytest.mark.django_db
def test_a_monthly_gift_starts_a_subscription_without_a_month_in_its_name(stripe_server):
    payment = make_payment(monthly=True)
    session = session_of(stripe_server, begin(payment))
    assert session["mode"] == "subscription"
    assert [line["name"] for line in session["_lines"]] == ["map fund"]
    assert session["_subscription_metadata"] == {
        "payment": str(payment.key),
        "pledge": str(payment.pledge.key),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "locale"), [("ru", "ru"), ("ar", "auto"), ("xx", "auto")])
def test_the_checkout_speaks_the_donors_language_if_it_can(stripe_server, language, locale):
    session = session_of(stripe_server, begin(make_payment(), language))
    assert session["locale"] == locale


@pytest.mark.django_db
def test_a_checkout_closes_after_an_hour(stripe_server):
    payment = make_payment()
    session = session_of(stripe_server, begin(payment))
    assert session["expires_at"] == int(payment.created_at.timestamp()) + 3600


@pytest.mark.django_db
def test_a_payment_started_twice_is_one_checkout(stripe_server):
    payment = make_payment()
    first = begin(payment)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=20), tick=True):
        assert begin(payment) == first
    assert len(stripe_server.store.all("checkout.session")) == 1


@pytest.mark.django_db
def test_a_paid_gift_is_settled_with_its_fee(stripe_server):
    payment, charge = paid(stripe_server)
    for ref in (charge["id"], charge["payment_intent"]):
        facts = Stripe().charge(ref)
        assert (facts.ref, facts.payment_ref) == (charge["id"], charge["payment_intent"])
        assert (facts.status, facts.amount_cents, facts.currency) == ("settled", 2_500, "USD")
        assert facts.key == payment.key
        assert facts.is_live
        assert not facts.is_risky
        assert facts.charged_at == datetime.fromtimestamp(charge["created"], UTC)
        assert [(fee.ref, fee.amount_cents) for fee in facts.fees] == [
            (charge["balance_transaction"], 103)
        ]


@pytest.mark.django_db
def test_declines_are_told_with_the_payment_that_stands(stripe_server):
    checkout = begin(make_payment())
    declined = stripe_server.decline(checkout.session_ref)
    facts = Stripe().charge(declined["payment_intent"])
    assert (facts.ref, facts.status) == ("", "failed")
    stripe_server.pay(checkout.session_ref, risk="highest")
    facts = Stripe().charge(declined["payment_intent"])
    assert (facts.status, facts.is_risky) == ("settled", True)
    assert [ref for ref, _at in facts.declines] == [declined["id"]]


@pytest.mark.django_db
def test_money_on_its_way_is_pending_until_it_arrives(stripe_server):
    charge = stripe_server.pay(begin(make_payment()).session_ref, pending=True)
    assert Stripe().charge(charge["id"]).status == "pending"
    stripe_server.settle(charge)
    assert Stripe().charge(charge["id"]).status == "settled"


@pytest.mark.django_db
def test_refunds_come_with_their_state(stripe_server):
    _payment, charge = paid(stripe_server)
    Stripe().refund(charge["id"], amount_cents=500, key="a")
    Stripe().refund(charge["id"], amount_cents=500, key="a")
    failed = stripe_server.refund(charge, 700)
    stripe_server.fail_refund(failed)
    refunds = Stripe().charge(charge["id"]).refunds
    assert [(one.amount_cents, one.status) for one in refunds] == [
        (700, Refund.Status.FAILED),
        (500, Refund.Status.DONE),
    ]
    assert refunds[0].failed_at
    assert not refunds[1].failed_at


@pytest.mark.django_db
def test_more_than_was_paid_is_not_paid_back(stripe_server):
    _payment, charge = paid(stripe_server)
    with pytest.raises(ProviderRefused):
        Stripe().refund(charge["id"], amount_cents=2_501, key="a")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("doings", "status"),
    [
        ([], Dispute.Status.OPEN),
        (["win"], Dispute.Status.WON),
        (["lose"], Dispute.Status.LOST),
    ],
)
def test_a_dispute_comes_with_its_state_and_fee(stripe_server, doings, status):
    _payment, charge = paid(stripe_server)
    dispute = stripe_server.dispute(charge)
    for doing in doings:
        getattr(stripe_server, doing)(dispute)
    facts = Stripe().charge(charge["id"])
    assert [(one.ref, one.amount_cents, one.status) for one in facts.disputes] == [
        (dispute["id"], 2_500, status)
    ]
    assert sorted(fee.amount_cents for fee in facts.fees) == [103, 1500]


@pytest.mark.django_db
@pytest.mark.parametrize("doings", [[], ["win"]])
def test_an_inquiry_moves_nothing(stripe_server, doings):
    _payment, charge = paid(stripe_server)
    dispute = stripe_server.dispute(charge, inquiry=True)
    for doing in doings:
        getattr(stripe_server, doing)(dispute)
    [facts] = Stripe().charge(charge["id"]).disputes
    assert facts.status == Dispute.Status.INQUIRY


@pytest.mark.django_db
def test_an_open_checkout_and_a_paid_one_tell_what_they_are(stripe_server):
    payment = make_payment()
    checkout = begin(payment)
    facts = Stripe().session(checkout.session_ref)
    assert (facts.key, facts.status, facts.payment_ref) == (payment.key, "open", "")
    charge = stripe_server.pay(checkout.session_ref)
    facts = Stripe().session(checkout.session_ref)
    assert (facts.status, facts.payment_ref) == ("complete", charge["payment_intent"])


def test_a_key_of_ours_is_a_uuid_or_nothing(stripe_server):
    key = uuid.uuid4()
    assert key_in({"payment": str(key)}, "payment") == key
    assert key_in({"payment": "7"}, "payment") is None
    assert key_in(None, "payment") is None
