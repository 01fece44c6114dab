"""What the provider says of refunds and disputes, whoever asked for them."""

from donations import posting
from donations.models import Dispute, Payment, Refund

Status = Payment.Status
# How far a refund or a dispute has come: an older answer never takes a step back.
STEPS = [
    *(Refund.Status.PENDING, Refund.Status.DONE, Refund.Status.FAILED),
    *(Dispute.Status.INQUIRY, Dispute.Status.OPEN, Dispute.Status.LOST, Dispute.Status.WON),
]


def take_returns(payment, facts):
    """Keep what went back of a locked payment, and book it when the payment counts."""
    for refund in facts.refunds:
        known = {"amount_cents": refund.amount_cents, "refunded_at": refund.refunded_at}
        _keep(payment.refunds, refund, payment.provider, known, failed_at=refund.failed_at)
    for dispute in facts.disputes:
        known, later = {"amount_cents": dispute.amount_cents}, {"closed_at": dispute.closed_at}
        later["opened_at"] = dispute.opened_at  # of an inquiry; then when money moved
        _keep(payment.disputes, dispute, payment.provider, known, **later)
    update(payment, facts.fees)


def update(payment, fees=(), **fields):
    """Bring the state of a locked payment, and the ledger, in line with what went back of it."""
    payment.returned_cents = max(0, sum(each.cents for each in posting.returns(payment)))
    payment.status = Status.QUARANTINED if payment.is_held else Status.SETTLED
    if payment.returned_cents >= payment.total_cents:
        payment.status = Status.RETURNED
    payment.save(update_fields=["returned_cents", "status"])
    if not payment.is_held and not payment.is_test:
        posting.post(payment, fees, **fields)


def _keep(rows, facts, provider, known, **later):
    """Keep a refund or a dispute, and its newest state."""
    known |= {"status": facts.status, **later}
    row, is_new = rows.get_or_create(provider=provider, provider_ref=facts.ref, defaults=known)
    if not is_new and STEPS.index(facts.status) > STEPS.index(row.status):
        for name, value in {"status": facts.status, **later}.items():
            setattr(row, name, value)
        row.save(update_fields=["status", *later])
