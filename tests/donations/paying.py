"""A gift on its way through the stand-in for the card provider, step by step."""

from django.db.models import Sum

from donations import events
from donations.models import Campaign, Donor, LedgerEntry, Payment, Pledge
from donations.providers import gateway_for
from donations.querysets import COUNTS
from tests.factories import make_campaign

PAGES = {"done_url": "https://news.example/thanks/", "back_url": "https://news.example/support/"}


def begin(cents=2_500, *, cover=0, is_monthly=False, email="donor@example.com", **words):
    """A payment whose donor was sent to the checkout."""
    campaign = Campaign.objects.first() or make_campaign()
    donor, _is_new = Donor.objects.get_or_create(email=email, language="en")
    facts = {"campaign": campaign, "donor": donor, "provider": "stripe", "currency": "USD"}
    facts |= {"amount_cents": cents, "cover_cents": cover, **words}
    pledge = Pledge.objects.create(**facts) if is_monthly else None
    payment = Payment.objects.create(method="card", pledge=pledge, **facts)
    checkout = gateway_for("stripe").start(payment, language="en", **PAGES)
    payment.session_ref, payment.status = checkout.session_ref, Payment.Status.OPEN
    payment.save(update_fields=["session_ref", "status"])
    return payment


def tell(server, client):
    """Hand over what happened since, and do it."""
    answers = server.deliver_all(client)
    assert {answer.status_code for answer in answers} <= {200}
    events.process_events()


def settled(server, client, cents=2_500, **about):
    """A payment that was paid and told; and its charge at the provider."""
    payment = begin(cents, **about)
    charge = server.pay(payment.session_ref)
    tell(server, client)
    payment.refresh_from_db()
    return payment, charge


def net():
    """What counts towards the goal, in minor units."""
    return (
        LedgerEntry.objects.filter(kind__in=COUNTS).aggregate(sum=Sum("amount_cents"))["sum"] or 0
    )


def booked(*kinds):
    """(kind, amount) of what is booked, oldest first."""
    entries = LedgerEntry.objects.order_by("pk").values_list("kind", "amount_cents")
    return [each for each in entries if not kinds or each[0] in kinds]
