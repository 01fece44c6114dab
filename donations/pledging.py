"""What a provider says of a monthly gift becomes the state of a pledge."""

from django.db import transaction

from donations import letters
from donations.models import Pledge
from donations.provided import PledgeFacts

Status = Pledge.Status


@transaction.atomic
def take_pledge(provider, facts: PledgeFacts, seen_at):
    """Set a pledge to what the provider said when it was asked at `seen_at`; None: not ours.

    An answer to an older question changes nothing, and what has ended stays so.
    """
    pledge = _pledge_of(provider, facts)
    if pledge is None or (pledge.seen_at and pledge.seen_at >= seen_at):
        return pledge
    before, pledge.status = pledge.status, facts.status
    if before == Status.ENDED:
        pledge.status = before
    _set_amounts(pledge, facts.amount_cents)
    pledge.provider_ref, pledge.customer_ref = facts.ref, facts.customer_ref
    pledge.currency, pledge.is_test = facts.currency, not facts.is_live
    pledge.started_at, pledge.next_charge_at = facts.started_at, facts.next_charge_at
    pledge.ended_at, pledge.seen_at = facts.ended_at or pledge.ended_at, seen_at
    pledge.save()
    if pledge.status == Status.PAST_DUE != before:
        _tell_donor(pledge, seen_at)
    return pledge


def _pledge_of(provider, facts):
    pledges = Pledge.objects.select_for_update(of=["self"], no_key=True).filter(provider=provider)
    known = pledges.filter(provider_ref=facts.ref).first()
    if known or not facts.key:
        return known
    return pledges.filter(key=facts.key, provider_ref__in=["", facts.ref]).first()


def _set_amounts(pledge, cents):
    """An amount that was changed at the provider keeps its share of covered fees."""
    total = pledge.amount_cents + pledge.cover_cents
    if cents and cents != total:
        pledge.cover_cents = cents * pledge.cover_cents // total
        pledge.amount_cents = cents - pledge.cover_cents


def _tell_donor(pledge, seen_at):
    """One letter for each charge that fails, however often the provider tries again."""
    donor = pledge.donor
    key = f"charge_failed:{pledge.pk}:{seen_at:%Y-%m-%d}"
    known = {"donor": donor, "language": donor.language, "key": key, "pledge": pledge}
    letters.write("charge_failed", donor.email, **known)
