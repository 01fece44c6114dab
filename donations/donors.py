"""What a donor sees of their gifts, and what they can change about those of every month.

A provider is asked outside any transaction; afterwards our state is what it says.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from donations import taking
from donations.giving import cover_of
from donations.models import Donor, LedgerEntry, Payment, Pledge, Receipt
from donations.provided import ProviderRefused
from donations.providers import gateway_for

SUPPORTER_DAYS = 365
Status = Payment.Status
PAID = [Status.PENDING, Status.SETTLED, Status.QUARANTINED, Status.RETURNED]
RUNNING = [Pledge.Status.ACTIVE, Pledge.Status.PAUSED, Pledge.Status.PAST_DUE]


@dataclass(frozen=True)
class Gift:
    """A line of the list: what was given, and the receipt for it."""

    given_at: object
    amount_cents: int
    currency: str
    payment: Payment | None = None
    receipt: Receipt | None = None

    @property
    def is_coming(self):
        return bool(self.payment) and self.payment.status in {Status.PENDING, Status.QUARANTINED}

    @property
    def has_words(self):
        return bool(self.payment) and bool(self.payment.donor_name or self.payment.message)


def gifts(donor):
    """All that was given, by card or booked by hand, the newest first."""
    receipts = list(donor.receipts.select_related("entry"))
    by_payment = {each.entry.payment_id: each for each in receipts}
    payments = donor.payments.filter(status__in=PAID, is_test=False)
    found = [_of_payment(each, by_payment.get(each.pk)) for each in payments]
    found += [_by_hand(each) for each in receipts if not each.entry.payment_id]
    return sorted(found, key=lambda gift: gift.given_at, reverse=True)


def monthly(donor):
    """Monthly gifts that run, or have ended: not those that were never confirmed."""
    return donor.pledges.exclude(status=Pledge.Status.STARTED).exclude(provider_ref="")


def change_amount(pledge, amount_cents):
    """Charge another amount from the next time on; who covers the fees goes on doing so."""
    cover_cents = cover_of(amount_cents) if pledge.cover_cents else 0
    # The same change asked for twice is one; made again later, it is another.
    key = f"{pledge.key}:{amount_cents}:{pledge.seen_at}"
    total = amount_cents + cover_cents
    gateway_for(pledge.provider).change_amount(pledge, amount_cents=total, key=key)
    with transaction.atomic():
        pledges = Pledge.objects.select_for_update(no_key=True).filter(pk=pledge.pk)
        pledges.update(amount_cents=amount_cents, cover_cents=cover_cents)
    _look(pledge)


def pause(pledge):
    gateway_for(pledge.provider).pause(pledge.provider_ref)
    _look(pledge)


def resume(pledge):
    gateway_for(pledge.provider).resume(pledge.provider_ref)
    _look(pledge)


def end(pledge):
    """End it at the provider, and be certain of it."""
    gateway_for(pledge.provider).end(pledge.provider_ref)
    taken = taking.take(pledge.provider, "pledge", pledge.provider_ref)
    if taken is None or taken.status != Pledge.Status.ENDED:
        raise ProviderRefused


def card_page(pledge, back_url):
    """The provider's page on which the card can be changed."""
    return gateway_for(pledge.provider).card_page(pledge.customer_ref, back_url=back_url)


def is_supporter(email):
    """True when a gift from this address within the last year still stands."""
    return bool(supporters_among([email]))


def supporters_among(emails):
    """Those of some addresses, in lower case, from which such a gift came."""
    since = timezone.now() - timedelta(days=SUPPORTER_DAYS)
    standing = LedgerEntry.objects.gifts().filter(booked_at__gte=since)
    by_card = Exists(standing.filter(payment__donor=OuterRef("pk")))
    by_hand = Exists(standing.filter(payment=None, receipt__donor=OuterRef("pk")))
    known = Donor.objects.with_emails(emails).filter(by_card | by_hand)
    return set(known.values_list("folded", flat=True))


def exported(email):
    """All that is kept of what was given with an address, for whom it belongs to."""
    donor = Donor.objects.with_email(email).first() if email else None
    if donor is None:
        return []
    return [_exported(gift) for gift in gifts(donor)]


def _look(pledge):
    taking.take_soon(pledge.provider, "pledge", pledge.provider_ref)


def _of_payment(payment, receipt):
    given_at = payment.settled_at or payment.created_at
    return Gift(given_at, payment.total_cents, payment.currency, payment, receipt)


def _by_hand(receipt):
    given_at = receipt.entry.occurred_at or receipt.entry.booked_at
    return Gift(given_at, receipt.amount_cents, receipt.currency, receipt=receipt)


def _exported(gift):
    payment = gift.payment
    return {
        "given_at": gift.given_at,
        "amount_cents": gift.amount_cents,
        "currency": gift.currency,
        "receipt": gift.receipt.number if gift.receipt else None,
        "is_monthly": bool(payment and payment.pledge_id),
        "paid_back_cents": payment.returned_cents if payment else 0,
        "name": payment.donor_name if payment else gift.receipt.entry.donor_name,
        "message": payment.message if payment else gift.receipt.entry.message,
    }
