"""The gateway over HTTP, with the real SDK, against the stand-in for the provider."""

import json
import time
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from donations import gateway
from donations.gateway import Stripe
from donations.models import Dispute, Donor, LedgerEntry, Payment, Pledge, Refund
from donations.provided import BadNotice, ProviderAway, ProviderRefused
from donations.stripe_facts import key_in
from tests.factories import make_campaign

URLS = {"done_url": "https://news.example/done", "back_url": "https://news.example/back"}


def make_payment(*, monthly=False, email="ana@example.org", **fields):
    campaign = make_campaign()
    donor = Donor.objects.create(email=email)
    known = {
        "campaign": campaign,
        "donor": donor,
        "provider": "stripe",
        "amount_cents": 2_500,
        "currency": "USD",
    } | fields
    if monthly:
        known["pledge"] = Pledge.objects.create(**known)
    return Payment.objects.create(method="card", **known)


def begin(payment, language="en"):
    return Stripe().start(payment, language=language, **URLS)


def paid(server, **fields):
    payment = make_payment(**fields)
    charge = server.pay(begin(payment).session_ref)
    return payment, charge


def session_of(server, checkout):
    return server.store.get(checkout.session_ref)


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


@pytest.mark.django_db
def test_the_first_charge_of_a_monthly_gift_is_what_we_began_and_renewals_are_new(stripe_server):
    payment = make_payment(monthly=True)
    checkout = begin(payment)
    first = stripe_server.pay(checkout.session_ref)
    session = Stripe().session(checkout.session_ref)
    facts = Stripe().charge(first["id"])
    assert (facts.key, facts.pledge_ref) == (payment.key, session.pledge_ref)
    assert session.payment_ref == first["payment_intent"]
    renewal = Stripe().charge(stripe_server.renew(session.pledge_ref)["id"])
    assert (renewal.key, renewal.pledge_ref, renewal.status) == (
        None,
        session.pledge_ref,
        "settled",
    )


@pytest.fixture
def pledge(stripe_server):
    """A monthly gift whose first month is paid."""
    payment = make_payment(monthly=True, cover_cents=105)
    checkout = begin(payment)
    stripe_server.pay(checkout.session_ref)
    payment.pledge.provider_ref = Stripe().session(checkout.session_ref).pledge_ref
    return payment.pledge


@pytest.mark.django_db
def test_a_monthly_gift_tells_what_is_charged_and_when(pledge):
    facts = Stripe().pledge(pledge.provider_ref)
    assert (facts.key, facts.status) == (pledge.key, Pledge.Status.ACTIVE)
    assert (facts.amount_cents, facts.currency) == (2_605, "USD")
    assert timedelta(days=27) < facts.next_charge_at - facts.started_at < timedelta(days=32)


@pytest.mark.django_db
def test_a_changed_amount_is_charged_from_the_next_month_on(stripe_server, pledge):
    Stripe().change_amount(pledge, amount_cents=4_000, key="a")
    assert Stripe().pledge(pledge.provider_ref).amount_cents == 4_000
    assert len(stripe_server.store.all("charge")) == 1
    assert stripe_server.renew(pledge.provider_ref)["amount"] == 4_000


@pytest.mark.django_db
def test_a_paused_gift_charges_nothing_until_it_goes_on(stripe_server, pledge):
    Stripe().pause(pledge.provider_ref)
    facts = Stripe().pledge(pledge.provider_ref)
    assert (facts.status, facts.next_charge_at) == (Pledge.Status.PAUSED, None)
    assert stripe_server.renew(pledge.provider_ref) is None
    Stripe().resume(pledge.provider_ref)
    assert Stripe().pledge(pledge.provider_ref).status == Pledge.Status.ACTIVE
    assert stripe_server.renew(pledge.provider_ref)


@pytest.mark.django_db
def test_a_failed_renewal_is_told_by_the_gift_and_by_the_charge(stripe_server, pledge):
    charge = stripe_server.fail_renewal(pledge.provider_ref)
    assert Stripe().pledge(pledge.provider_ref).status == Pledge.Status.PAST_DUE
    facts = Stripe().charge(charge["payment_intent"])
    assert (facts.status, facts.pledge_ref) == ("failed", pledge.provider_ref)


@pytest.mark.django_db
def test_ending_twice_is_ending_once(pledge):
    for _time in range(2):
        Stripe().end(pledge.provider_ref)
    facts = Stripe().pledge(pledge.provider_ref)
    assert facts.status == Pledge.Status.ENDED
    assert facts.ended_at


@pytest.mark.django_db
def test_what_never_was_can_not_be_ended(stripe_server):
    with pytest.raises(ProviderRefused):
        Stripe().end("sub_unknown")


@pytest.mark.django_db
def test_a_donor_changes_the_card_there(stripe_server, pledge):
    facts = Stripe().pledge(pledge.provider_ref)
    url = Stripe().card_page(facts.customer_ref, back_url="https://news.example/mine")
    [page] = stripe_server.store.all("billing_portal.session")
    assert (page["url"], page["flow"]["type"]) == (url, "payment_method_update")


# Its account


@pytest.mark.django_db
def test_the_account_tells_each_movement_once_in_our_words(stripe_server):
    _payment, charge = paid(stripe_server)
    refund = stripe_server.refund(charge, 500)
    stripe_server.fail_refund(refund)
    dispute = stripe_server.dispute(charge)
    stripe_server.win(dispute)
    stripe_server.take_account_fee(70)
    kinds, now = LedgerEntry.Kind, datetime.now(UTC)
    found = list(Stripe().movements(now - timedelta(days=1), now + timedelta(days=1)))
    assert sorted((one.kind, one.amount_cents, one.ref.split("_")[0]) for one in found) == sorted(
        [
            (kinds.GIFT, 2_500, "ch"),
            (kinds.FEE, -103, "txn"),
            (kinds.REFUND, -500, "re"),
            (kinds.ADJUSTMENT, 500, "re"),
            (kinds.DISPUTE, -2_500, "dp"),
            (kinds.FEE, -1_500, "txn"),
            (kinds.DISPUTE, 2_500, "dp"),
            (kinds.FEE, -70, "txn"),
        ]
    )
    refs = {one.ref for one in found}
    assert {f"{refund['id']}:failed", dispute["id"], f"{dispute['id']}:won"} <= refs
    assert {one.charge_ref for one in found} == {charge["id"], ""}


@pytest.mark.django_db
def test_a_long_account_is_read_to_its_end(stripe_server):
    for _line in range(205):
        stripe_server.take_account_fee(1)
    now = datetime.now(UTC)
    found = list(Stripe().movements(now - timedelta(days=1), now + timedelta(days=1)))
    assert len({one.ref for one in found}) == 205
    assert not list(Stripe().movements(now - timedelta(days=2), now - timedelta(days=1)))


# When it is away


@pytest.mark.django_db
def test_a_provider_in_trouble_is_away_and_is_asked_twice(stripe_server):
    stripe_server.away = "503"
    started = time.monotonic()
    with pytest.raises(ProviderAway):
        Stripe().charge("pi_1")
    assert time.monotonic() - started < 3
    stripe_server.away = ""
    assert Stripe().session(begin(make_payment()).session_ref)


def test_a_provider_that_never_answers_holds_up_one_and_nobody_else(stripe_server, monkeypatch):
    monkeypatch.setattr("donations.gateway.TIMEOUT_SECONDS", 0.2)
    monkeypatch.setattr("donations.gateway.SOON_SECONDS", 0.1)
    monkeypatch.setattr(gateway, "_client", gateway._client.__wrapped__)  # none made before
    stripe_server.away = "hang"
    started = time.monotonic()
    for _donor in range(5):
        with pytest.raises(ProviderAway):
            Stripe().charge("pi_1")
    assert time.monotonic() - started < 1


def test_nobody_waits_longer_than_eight_seconds():
    assert gateway.TIMEOUT_SECONDS + gateway.SOON_SECONDS < 8


def test_what_is_unknown_is_refused_and_no_address_stands_in_the_log(stripe_server, caplog):
    caplog.set_level("INFO")
    with pytest.raises(ProviderRefused, match="resource_missing"):
        Stripe().session("ana@example.org")
    assert "InvalidRequestError resource_missing" in caplog.text
    assert "ana@" not in caplog.text


def test_without_a_key_nothing_is_asked(settings):
    settings.STRIPE_SECRET_KEY = ""
    assert not Stripe().is_configured
    with pytest.raises(ProviderRefused):
        Stripe().session("cs_1")


# Events


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


def test_a_key_of_ours_is_a_uuid_or_nothing(stripe_server):
    key = uuid.uuid4()
    assert key_in({"payment": str(key)}, "payment") == key
    assert key_in({"payment": "7"}, "payment") is None
    assert key_in(None, "payment") is None
