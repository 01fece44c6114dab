"""What a payment puts into the ledger: the gift, the covered fees, what went back, what it cost.

All of it under the lock of the payment's row, each movement once, whatever the order it is learned
in: what goes back goes out of the gift first, then out of the covered fees, counted over all that
went back of this payment. So every order ends at the same net.
"""

from typing import NamedTuple

from donations import receipts
from donations.models import Dispute, LedgerEntry, Refund

Kind = LedgerEntry.Kind


class Return(NamedTuple):
    """Money that went back to the donor; negative when it came to us again."""

    ref: str
    kind: str
    cents: int
    at: object


def post(payment, fees=(), **fields):
    """Book what is not booked yet of a payment that counts."""
    booked = set(payment.entries.values_list("provider_ref", flat=True))
    if payment.charge_ref not in booked:
        post_gift(payment)
    post_returns(payment, booked, **fields)
    for fee in fees:
        if fee.ref not in booked and fee.amount_cents:
            _book(payment, fee.ref, Kind.FEE, -fee.amount_cents, fee.taken_at)


def post_gift(payment, **fields):
    """The gift with the words that were approved, its cover, and the receipt for both."""
    ref, at = payment.charge_ref, payment.settled_at
    fields = words(payment) | fields
    _book(payment, f"{ref}:cover", Kind.COVER, payment.cover_cents, at)
    entry = _book(payment, ref, Kind.GIFT, payment.amount_cents, at, **fields)
    if payment.donor:
        receipts.issue(entry, payment.donor)
    return entry


def post_returns(payment, booked, **fields):
    gone, found = 0, returns(payment)
    failed = {each.ref for each in found if each.cents < 0}
    for movement in sorted(found, key=lambda each: not is_booked(each, booked)):
        before, gone = gone, gone + movement.cents
        if not is_booked(movement, booked):
            gift = min(gone, payment.amount_cents) - min(before, payment.amount_cents)
            _book(payment, movement.ref, movement.kind, -gift, movement.at, **fields)
            cover = movement.cents - gift
            _book(payment, f"{movement.ref}:cover", Kind.COVER, -cover, movement.at, **fields)
            if movement.kind == Kind.REFUND and f"{movement.ref}:failed" not in failed:
                receipts.note_return(payment, movement.cents, key=f"returned:{movement.ref}")


def returns(payment):
    """All that went back of a payment, oldest first. A refund that failed went, and came again."""
    found = []
    for refund in payment.refunds.exclude(status=Refund.Status.PENDING):
        ref, cents, at = refund.provider_ref, refund.amount_cents, refund.refunded_at
        found.append(Return(ref, Kind.REFUND, cents, at))
        if refund.status == Refund.Status.FAILED:
            failed_at = refund.failed_at or at
            found.append(Return(f"{ref}:failed", Kind.ADJUSTMENT, -cents, failed_at))
    for dispute in payment.disputes.exclude(status=Dispute.Status.INQUIRY):
        ref, cents, at = dispute.provider_ref, dispute.amount_cents, dispute.opened_at
        found.append(Return(ref, Kind.DISPUTE, cents, at))
        if dispute.status == Dispute.Status.WON:
            found.append(Return(f"{ref}:won", Kind.DISPUTE, -cents, dispute.closed_at or at))
    return sorted(found, key=lambda each: (each.at, each.ref))


def is_booked(movement, booked):
    return not booked.isdisjoint({movement.ref, f"{movement.ref}:cover"})


def words(payment):
    """What readers may read of the donor, once staff said so."""
    if payment.words_status != payment.WordsStatus.SHOWN:
        return {}
    return {"donor_name": payment.donor_name, "message": payment.message, "is_public": True}


def _book(payment, ref, kind, cents, at, **fields):
    if not cents:
        return None
    known = {
        "campaign": payment.campaign,
        "payment": payment,
        "provider": payment.provider,
        "provider_ref": ref,
        "kind": kind,
        "method": payment.method,
        "amount_cents": cents,
        "currency": payment.currency,
        "booked_at": at,
    }
    return LedgerEntry.objects.book(**known | fields)
