"""Money that staff send back, and gifts that staff let count."""

from django.db import transaction
from django.utils import timezone

from donations import returned, taking
from donations.models import LedgerEntry, Payment, Refund
from donations.providers import gateway_for

Status = Payment.Status


class CannotReturn(Exception):
    """There is nothing, or not so much, to pay back or to release."""


def left_cents(payment):
    """What can still be paid back."""
    pending = payment.refunds.filter(status=Refund.Status.PENDING)
    asked = sum(pending.values_list("amount_cents", flat=True))
    return max(0, payment.total_cents - payment.returned_cents - asked)


def can_be_paid_back(payment):
    """Only what a provider charged goes back by itself; a bank transfer is sent by hand."""
    stands = payment.status in (Status.SETTLED, Status.QUARANTINED)
    is_charged = payment.charge_ref and payment.method == LedgerEntry.Method.CARD
    return bool(stands and is_charged and left_cents(payment))


def pay_back(payment, amount_cents, by):
    """Ask the provider to pay back; it refuses what was paid back before. Asked twice, it is once.

    The ledger follows when the provider says so. `by` stands in the admin's history.
    """
    if not can_be_paid_back(payment) or not 0 < amount_cents <= left_cents(payment):
        raise CannotReturn
    key = f"{payment.key}:{amount_cents}:{payment.refunds.count()}"
    gateway = gateway_for(payment.provider)
    gateway.refund(payment.charge_ref, amount_cents=amount_cents, key=key)
    return taking.take_soon(payment.provider, "charge", payment.charge_ref)


def release(payment, by):
    """Let a gift count that was looked at first, at the time when it was charged."""
    with transaction.atomic():
        payment = Payment.objects.select_for_update(of=["self"], no_key=True).get(pk=payment.pk)
        if payment.status != Status.QUARANTINED:
            raise CannotReturn
        payment.released_by, payment.released_at = by, timezone.now()
        payment.save(update_fields=["released_by", "released_at"])
        returned.update(payment)
    return taking.take_soon(payment.provider, "charge", payment.charge_ref)  # for its fees
