"""Receipts: each gift of a donor with an address gets the next number of its year, without a gap."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from donations import letters
from donations.models import Donor, LedgerEntry, Receipt, ReceiptSeries


@transaction.atomic
def issue(entry, donor):
    """The receipt of a booked gift, and its letter; None when there is nobody to send it to.

    Stands in the transaction that books: when that fails, the number is given to the next gift.
    """
    donor = Donor.objects.select_for_update(no_key=True).get(pk=donor.pk)
    known = Receipt.objects.filter(entry=entry).first()
    if known or not donor.email:
        return known
    year = timezone.localdate(timezone=timezone.get_default_timezone()).year
    receipt = Receipt.objects.create(
        year=year,
        serial=_next_serial(year),
        entry=entry,
        donor=donor,
        amount_cents=entry.amount_cents + cover_cents(entry),
        currency=entry.currency,
    )
    _write(receipt, key=f"receipt:{receipt.number}")
    return receipt


def send_again(receipt):
    """The same receipt once more, with what was paid back since."""
    return _write(receipt)


def note_return(payment, cents, *, key=""):
    """Tell a donor that money of a gift with a receipt went back to them."""
    receipt = Receipt.objects.select_related("donor").filter(entry__payment=payment).first()
    if receipt is None:
        return None
    return _write(receipt, "paid_back", key=key, returned_cents=cents)


def cover_cents(entry):
    """What was added to a gift for the provider's fees; it is booked before the gift."""
    covers = LedgerEntry.objects.filter(payment=entry.payment_id, kind=LedgerEntry.Kind.COVER)
    found = covers.filter(provider_ref=f"{entry.provider_ref}:cover").first()
    return found.amount_cents if entry.payment_id and found else 0


def _next_serial(year):
    """The lock on the row is held until the booking commits, or gives the number back."""
    ReceiptSeries.objects.get_or_create(year=year)
    series = ReceiptSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _write(receipt, template="receipt", *, key="", returned_cents=None):
    entry, donor = receipt.entry, receipt.donor
    if returned_cents is None:
        returned_cents = entry.payment.returned_cents if entry.payment else 0
    return letters.write(
        template,
        donor.email,
        donor=donor,
        language=donor.language,
        key=key,
        receipt=receipt,
        entry=entry,
        cover_cents=receipt.amount_cents - entry.amount_cents,
        is_monthly=bool(entry.payment and entry.payment.pledge_id),
        given_at=entry.occurred_at or entry.booked_at,
        returned_cents=returned_cents,
        note=settings.DONATION_RECEIPT_NOTE,
    )
