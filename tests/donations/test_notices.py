"""Which events are taken for what they say, and which are refused."""

import json
import time

import pytest

from donations.gateway import Stripe
from donations.provided import BadNotice
from tests.donations.checkouts import begin, make_payment


@pytest.mark.django_db
def test_each_event_names_what_to_look_at(stripe_server):
    payment = make_payment(monthly=True)
    checkout = begin(payment)
    charge = stripe_server.pay(checkout.session_ref)
    pledge_ref = Stripe().session(checkout.session_ref).pledge_ref
    stripe_server.refund(charge, 100)
    stripe_server.dispute(charge)
    notices = [Stripe().read_notice(*stripe_server.signed(e)) for e in stripe_server.events]
    found = {notice.kind: (notice.subject, notice.subject_ref) for notice in notices}
    intent = charge["payment_intent"]
    assert found == {
        "customer.subscription.created": ("pledge", pledge_ref),
        "customer.subscription.updated": ("pledge", pledge_ref),
        "invoice.created": ("pledge", pledge_ref),
        "invoice.paid": ("pledge", pledge_ref),
        "payment_intent.created": ("charge", intent),
        "payment_intent.succeeded": ("charge", intent),
        "charge.succeeded": ("charge", intent),
        "charge.updated": ("charge", intent),
        "charge.refunded": ("charge", intent),
        "refund.created": ("charge", intent),
        "charge.dispute.created": ("charge", intent),
        "charge.dispute.funds_withdrawn": ("charge", intent),
        "checkout.session.completed": ("session", checkout.session_ref),
    }


def make_event(**fields):
    return {
        "id": "evt_1",
        "object": "event",
        "type": "charge.succeeded",
        "livemode": True,
        "created": int(time.time()),
        "data": {"object": {"id": "ch_1", "payment_intent": "pi_1"}},
    } | fields


def test_an_event_that_does_not_concern_us_names_nothing(stripe_server):
    event = make_event(type="customer.created", data={"object": {"id": "cus_1"}})
    assert Stripe().read_notice(*stripe_server.signed(event)).subject == ""


def test_any_of_our_secrets_and_any_of_its_signatures_will_do(stripe_server, settings):
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_new", "whsec_old"]
    body, header = stripe_server.signed(make_event(), secret="whsec_old")
    assert Stripe().read_notice(body, header).event_id == "evt_1"
    both = header.replace(",v1=", f",v1={'0' * 64},v0=abc,v1=")
    assert Stripe().read_notice(body, both).event_id == "evt_1"


@pytest.mark.parametrize("seconds", [-301, 302])
def test_an_event_signed_too_long_ago_or_too_far_ahead_is_refused(stripe_server, seconds):
    body, header = stripe_server.signed(make_event(), at=time.time() + seconds)
    with pytest.raises(BadNotice):
        Stripe().read_notice(body, header)


@pytest.mark.parametrize("seconds", [-290, 290])
def test_clocks_may_differ_a_little(stripe_server, seconds):
    body, header = stripe_server.signed(make_event(), at=time.time() + seconds)
    assert Stripe().read_notice(body, header)


@pytest.mark.parametrize(
    "header",
    ["", "t=1", "v1=abc", "t=x,v1=abc", "t=1,v1=", "\0", "t=9999999999,v1=\u0661", "t=" + "9" * 99],
)
def test_a_signature_that_is_none_is_refused(stripe_server, header):
    with pytest.raises(BadNotice):
        Stripe().read_notice(b"{}", header)


def test_a_changed_body_is_refused(stripe_server):
    body, header = stripe_server.signed(make_event())
    with pytest.raises(BadNotice):
        Stripe().read_notice(body + b" ", header)


def test_another_secret_is_refused(stripe_server):
    with pytest.raises(BadNotice):
        Stripe().read_notice(*stripe_server.signed(make_event(), secret="whsec_other"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"{}",
        json.dumps(make_event(data=None)).encode(),
        json.dumps(make_event(data={"object": []})).encode(),
        json.dumps(make_event(created=10**30)).encode(),
        json.dumps(make_event(created="now")).encode(),
        json.dumps(make_event(type=None)).encode(),
        json.dumps(make_event(livemode="true")).encode(),
    ],
)
def test_what_is_signed_but_no_event_is_refused(stripe_server, body):
    with pytest.raises(BadNotice):
        Stripe().read_notice(*stripe_server.signed(body))


def test_an_event_of_the_other_mode_is_refused(stripe_server, settings):
    notice = stripe_server.signed(make_event(livemode=False))
    with pytest.raises(BadNotice):
        Stripe().read_notice(*notice)
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    assert Stripe().read_notice(*notice)


def test_a_huge_body_is_refused_before_it_is_read(stripe_server, monkeypatch):
    monkeypatch.setattr("donations.gateway._is_signed", lambda *args: pytest.fail("was read"))
    with pytest.raises(BadNotice):
        Stripe().read_notice(b"x" * (256 * 1024 + 1), "t=1,v1=a")
