"""All that giving leaves behind, built quickly: {what: row}."""

from datetime import timedelta

from django.utils import timezone

from donations import booking, manage_links, receipts, statements
from donations.models import Donor, LedgerEntry, Payment, Provider, WebhookEvent
from tests.donations.bank_files import table
from tests.donations.test_comparing_page import make_difference
from tests.factories import (
    make_campaign,
    make_closed_month,
    make_cost,
    make_gift,
    make_payment,
    make_pledge,
    make_reconciliation,
    make_way,
)

WORDS = {"donor_name": "Nele von der Wümme", "message": "For the maps of the dykes. " * 6}
CARD = {"provider": "stripe", "method": "card"}


def write_accounts():
    campaign = make_campaign(goal=5000, appeal="For the map desk.", shows_expected=True)
    make_cost(campaign)
    make_cost(campaign, label="Printing", amount_cents=45_000)
    make_way()
    make_way(kind="crypto", name="Bitcoin", details="bc1qexampleexampleexampleexampleexample")
    known = {"campaign": campaign, **_write_gifts(campaign), **_write_desk(campaign)}
    known["run"] = make_reconciliation(differences=[make_difference()])
    known["provider"], _is_new = Provider.objects.get_or_create(name="stripe")
    known["today"] = timezone.localdate()
    known["token"] = manage_links.token_of(known["donor"])
    return known


def _write_gifts(campaign):
    """A monthly donor, of whose gift a part went back; one who waits to be looked at."""
    donor, now = Donor.objects.create(email="mira@example.com"), timezone.now()
    running = {"status": "active", "provider_ref": "sub_1", "customer_ref": "cus_1"}
    running["next_charge_at"] = now + timedelta(days=20)
    pledge = make_pledge(campaign, donor=donor, cover_cents=60, **running)
    paid = {"donor": donor, "settled_at": now, **WORDS, "words_status": "waiting"}
    payment = make_payment(campaign, pledge=pledge, status="settled", charge_ref="ch_1", **paid)
    held = {"status": "quarantined", "suspicion": "declines", "charge_ref": "ch_2"}
    held = make_payment(campaign, **paid | held)
    entry = make_gift(
        campaign, 25, payment=payment, provider_ref="ch_1", is_public=True, **CARD, **WORDS
    )
    _write_returns(campaign, payment)
    receipts.issue(entry, donor)
    return {"donor": donor, "pledge": pledge, "payment": payment, "held": held, "entry": entry}


def _write_returns(campaign, payment):
    kinds, now = LedgerEntry.Kind, timezone.now()
    make_gift(campaign, "-1.03", kind=kinds.FEE, provider_ref="txn_1", payment=payment, **CARD)
    make_gift(campaign, -5, kind=kinds.REFUND, provider_ref="re_1", payment=payment, **CARD)
    facts = {"provider": "stripe", "amount_cents": 500}
    payment.refunds.create(provider_ref="re_1", status="done", refunded_at=now, **facts)
    payment.disputes.create(provider_ref="dp_1", status="won", opened_at=now, **facts)
    Payment.objects.filter(pk=payment.pk).update(returned_cents=500)
    about = {"provider": "stripe", "kind": "charge.succeeded", "subject_ref": "ch_1"}
    WebhookEvent.objects.create(event_id="evt_1", happened_at=now, **about)
    payment.attempts.create(kind="start", provider="stripe")


def _write_desk(campaign):
    """What the treasurer has before them."""
    transfer = make_payment(
        campaign, provider="offline", method="bank", code="7KQ2-41MX", status="open"
    )
    rows = ["2026-03-03;25.00;USD;Oda Fen;7KQ2-41MX", "2026-03-04;40.00;USD;Otto Birch;Maps"]
    taken = statements.take_in(table(*rows), "march.csv", campaign=campaign, by=None)
    asked = statements.keep(b"2026-03-03;25.00;Oda Fen", "asked.csv", None)
    entry = {"campaign": campaign, "kind": "gift", "method": "cash", "amount_cents": 90_000}
    proposal = booking.enter(entry | {"note": "In an envelope.", **WORDS}, None)
    known = {"transfer": transfer, "statement": taken.statement, "asked": asked}
    return known | {"proposal": proposal, "closed": make_closed_month(campaign)}
