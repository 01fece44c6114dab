"""Which payment a charge is of: one begun here, the first of a monthly gift, or its next."""

from datetime import timedelta

from donations.models import Payment, Pledge
from donations.provided import ChargeFacts

# A checkout ends within a day: what is charged later is not what was begun in it.
BEGUN_WITHIN = timedelta(days=2)


def payment_of(provider, facts: ChargeFacts):
    """The payment with its row locked; a new one for the next charge of a monthly gift.

    None when the charge is not ours. A pledge is locked before its payments.
    """
    return _known(provider, facts) or _begun(provider, facts) or _of_pledge(provider, facts)


def _locked(provider):
    return Payment.objects.select_for_update(of=["self"], no_key=True).filter(provider=provider)


def _known(provider, facts):
    for name, ref in (("charge_ref", facts.ref), ("payment_ref", facts.payment_ref)):
        if ref and (payment := _locked(provider).filter(**{name: ref}).first()):
            return payment
    return None


def _begun(provider, facts):
    """The one whose key the charge carries, unless it was charged before."""
    if not facts.key:
        return None
    payment = _locked(provider).filter(key=facts.key, payment_ref="", charge_ref="").first()
    if payment and payment.pledge_id and _is_later(payment, facts):
        return None
    # Somebody else may have settled it while we waited for the lock.
    return payment or _known(provider, facts)


def _of_pledge(provider, facts):
    pledges = Pledge.objects.select_for_update(no_key=True).filter(provider=provider)
    pledge = facts.pledge_ref and pledges.filter(provider_ref=facts.pledge_ref).first()
    if not pledge:
        return None
    if known := _known(provider, facts):
        return known
    # What was only declined, or not tried yet, is no payment.
    return facts.ref and (_first(pledge, facts) or _next(pledge, facts)) or None


def _first(pledge, facts):
    begun = _locked(pledge.provider).filter(pledge=pledge, payment_ref="", charge_ref="")
    payment = begun.order_by("pk").first()
    return None if payment is None or _is_later(payment, facts) else payment


def _is_later(payment, facts):
    return facts.charged_at > payment.created_at + BEGUN_WITHIN


def _next(pledge, facts):
    """One more payment, with the name of the monthly gift and without its message."""
    is_shown = pledge.words_status == pledge.WordsStatus.SHOWN
    return Payment.objects.create(
        campaign=pledge.campaign,
        donor=pledge.donor,
        pledge=pledge,
        provider=pledge.provider,
        method=pledge.payments.values_list("method", flat=True).first() or "card",
        amount_cents=pledge.amount_cents,
        cover_cents=pledge.cover_cents,
        currency=pledge.currency,
        donor_name=pledge.donor_name if is_shown else "",
        words_status=pledge.words_status if is_shown else pledge.WordsStatus.NONE,
        language=pledge.donor.language,
        created_at=facts.charged_at,
    )
