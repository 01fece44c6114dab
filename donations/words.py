"""The names and messages of donors: staff read them first, and donors take them back at any time.

What is said with a payment of a monthly gift is what the gift says from then on.
"""

import hashlib

from django.db import transaction

from donations.models import LedgerEntry, Payment, Pledge
from donations.models.donors import Words

Status = Words.WordsStatus
NOTHING = {"donor_name": "", "message": "", "words_status": Status.NONE}


def waiting():
    """Paid gifts with words nobody has read yet, the oldest first."""
    with_words = Payment.objects.exclude(donor_name="", message="")
    paid = with_words.filter(words_status=Status.WAITING, status=Payment.Status.SETTLED)
    return paid.order_by("created_at", "pk")


def mark(payment):
    """Tells these words from any others: who decides says which they have read."""
    said = f"{payment.donor_name}\n{payment.message}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@transaction.atomic
def decide(payment, status, *, read):
    """Show or refuse what was read; None when it was changed, or decided on, meanwhile."""
    payment = _locked(payment)
    if payment.words_status != Status.WAITING or mark(payment) != read:
        return None
    _set(payment, words_status=status)
    same = {"donor_name": payment.donor_name, "message": payment.message}
    monthly = Pledge.objects.filter(pk=payment.pledge_id, words_status=Status.WAITING, **same)
    monthly.update(words_status=status)
    if status == Status.SHOWN:
        _entries(payment).show_names(**same)
    return payment


@transaction.atomic
def offer(payment, donor_name, message):
    """Say something else, or nothing: what was shown goes at once, what is new is read first."""
    payment = _locked(payment)
    said = {"donor_name": donor_name, "message": message}
    if said == {"donor_name": payment.donor_name, "message": payment.message}:
        return payment
    status = Status.WAITING if donor_name or message else Status.NONE
    _set(payment, words_status=status, **said)
    Pledge.objects.filter(pk=payment.pledge_id).update(words_status=status, **said)
    _entries(payment).withdraw_names()
    return payment


@transaction.atomic
def take_away(donor):
    """Nothing of what a donor said stays anywhere; the money does."""
    for rows in (donor.pledges, donor.payments):
        list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        rows.update(**NOTHING)
    entries = LedgerEntry.objects.filter
    entries(payment__in=donor.payments.all()).withdraw_names()
    entries(receipt__in=donor.receipts.all()).withdraw_names()


def _locked(payment):
    """The payment as it is now; a pledge is locked before its payments."""
    Pledge.objects.select_for_update(no_key=True).filter(pk=payment.pledge_id).first()
    return Payment.objects.select_for_update(of=["self"], no_key=True).get(pk=payment.pk)


def _set(payment, **fields):
    for name, value in fields.items():
        setattr(payment, name, value)
    payment.save(update_fields=list(fields))


def _entries(payment):
    return LedgerEntry.objects.filter(payment=payment, kind=LedgerEntry.Kind.GIFT)
