"""What providers say of a checkout or a charge becomes the state of a payment.

Called with the same facts again, or with older ones, nothing changes: every step only goes on.
"""

from django.db import transaction

from donations import guard, letters, posting, returned, switches
from donations.charged import payment_of
from donations.models import LedgerEntry, Payment
from donations.provided import ChargeFacts, SessionFacts

Status = Payment.Status
UNPAID = {Status.STARTED, Status.OPEN}
# What a charge changes; the rest of the row, words among it, is for others to write.
TAKEN = ["declines", "payment_ref", "charge_ref", "amount_cents", "cover_cents", "currency"]
TAKEN += ["status", "suspicion", "is_test", "settled_at"]
PAID = {Status.SETTLED, Status.QUARANTINED, Status.RETURNED}


@transaction.atomic
def take_charge(provider, facts: ChargeFacts):
    """Set the payment of a charge to what the provider says now; None when it is not ours."""
    payment = payment_of(provider, facts)
    if payment is None:
        return None
    guard.note_declines(payment, facts.declines)
    payment.declines = max(payment.declines, len(facts.declines))
    payment.payment_ref = payment.payment_ref or facts.payment_ref
    _TAKE[facts.status](payment, facts)
    payment.save(update_fields=TAKEN)
    if payment.status in PAID:
        returned.take_returns(payment, facts)
    return payment


@transaction.atomic
def take_session(provider, facts: SessionFacts):
    """Note how a checkout ended: on its way, or given up. None when it is not ours."""
    payments = Payment.objects.select_for_update(of=["self"], no_key=True)
    payment = payments.filter(provider=provider, **_about(facts)).first()
    if payment is None:
        return None
    payment.session_ref = payment.session_ref or facts.ref
    payment.payment_ref = payment.payment_ref or facts.payment_ref
    if payment.status in UNPAID:
        ends = {"complete": Status.PENDING, "expired": Status.EXPIRED}
        payment.status = ends.get(facts.status, Status.OPEN)
    payment.save(update_fields=["session_ref", "payment_ref", "status"])
    return payment


@transaction.atomic
def settle_offline(payment, *, amount_cents, booked_at, ref, by, **fields):
    """Book what a bank transfer with a code brought, whatever was announced; its entry."""
    payment = Payment.objects.select_for_update(of=["self"], no_key=True).get(pk=payment.pk)
    if payment.status in PAID:
        return payment.entries.get(kind=LedgerEntry.Kind.GIFT)
    payment.charge_ref = ref or payment.code
    _pay(payment, amount_cents, payment.currency, booked_at)
    payment.status = Status.SETTLED
    payment.save(update_fields=TAKEN)
    return posting.post_gift(payment, provider="bank", recorded_by=by, **fields)


def _settle(payment, facts):
    """Once: afterwards only what went back, and the fees, can be added."""
    if payment.status in PAID:
        return
    payment.charge_ref, payment.is_test = facts.ref, not facts.is_live
    _pay(payment, facts.amount_cents, facts.currency, facts.charged_at)
    payment.suspicion = switches.is_suspicious(payment) or ("risk" if facts.is_risky else "")
    payment.status = Status.QUARANTINED if payment.suspicion else Status.SETTLED
    if payment.suspicion:
        letters.write_to_staff("quarantined", key=f"quarantined:{payment.key}", payment=payment)


def _pay(payment, cents, currency, at):
    """What was paid may differ from what was announced: the covered fees keep their share."""
    if cents != payment.total_cents:
        payment.cover_cents = cents * payment.cover_cents // payment.total_cents
        payment.amount_cents = cents - payment.cover_cents
    payment.currency, payment.settled_at = currency, at


def _wait(payment, facts):
    """A charge whose money comes later; not again after that one has failed."""
    has_failed = payment.status == Status.FAILED and payment.charge_ref == facts.ref
    if facts.ref and payment.status not in PAID and not has_failed:
        payment.charge_ref, payment.status = facts.ref, Status.PENDING


def _fail(payment, facts):
    """A declined card may be followed by another: only money that was on its way can fail."""
    failed = {"", *(ref for ref, _at in facts.declines)}
    if payment.status == Status.PENDING and payment.charge_ref in failed:
        payment.status = Status.FAILED


def _about(facts):
    return {"key": facts.key} if facts.key else {"session_ref": facts.ref}


_TAKE = {"settled": _settle, "pending": _wait, "failed": _fail}
