"""The provider's own account, and what happens when it is away."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from donations import events, gateway
from donations.gateway import Stripe
from donations.models import LedgerEntry, WebhookEvent
from donations.provided import ProviderAway, ProviderRefused
from tests.donations.checkouts import begin, make_payment, paid


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


@pytest.mark.django_db
def test_a_wrong_key_loses_no_event(client, stripe_server, settings):
    stripe_server.pay(begin(make_payment()).session_ref)
    settings.STRIPE_SECRET_KEY = "sk_live_wrong"
    stripe_server.deliver_all(client)
    events.process_events()
    assert not WebhookEvent.objects.filter(status="given_up").exists()


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
