"""Gifts on their way to the checkout, through the gateway alone."""

from donations.gateway import Stripe
from donations.models import Campaign, Donor, LedgerEntry, Payment, Pledge
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


def book(**fields):
    """Put an entry into the ledger as if the provider had told of it."""
    known = {"kind": "gift", "provider": "stripe", "method": "card", "amount_cents": 2_500}
    return LedgerEntry.objects.book(campaign=Campaign.objects.get(), **known | fields)
