"""Who may set out to pay now: limits against those who try stolen cards on us."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import ngettext

from donations import breaker, limits, switches
from donations.models import Attempt, LedgerEntry
from donations.providers import gateway_for

HOUR = timedelta(hours=1)
# Of a flood that is not let through, staff see so many.
REFUSED_KEPT_AN_HOUR = 1000


@dataclass(frozen=True)
class Refusal:
    """Somebody has to wait. Why stays with us: whoever tests cards must not learn from it."""

    seconds: int
    why: str

    @property
    def message(self):
        minutes = -(-self.seconds // 60)
        return ngettext(
            "This can't be done right now. Please try again in %(count)d minute, "
            "or give in another way.",
            "This can't be done right now. Please try again in %(count)d minutes, "
            "or give in another way.",
            minutes,
        ) % {"count": minutes}


def admit(provider, origin, payment=None):
    """Nothing for who may go on and pay, else how long they have to wait.

    The attempt is stored before the others are counted: of many at once, none slips through.
    Transfers are limited by address alone, and never close.
    """
    attempt = Attempt.objects.create(
        kind=Attempt.Kind.START, provider=provider, payment=payment, **origin._asdict()
    )
    ends = _ends(attempt)
    if not ends:
        breaker.watch(provider)
        return None
    why = max(ends, key=ends.get)
    _refuse(attempt, why)
    if "site_hour" in ends:
        breaker.watch(provider, is_site_full=True)
    return Refusal(-((attempt.made_at - ends[why]) // timedelta(seconds=1)), why)


def note_declines(payment, declines):
    """Keep each decline that a provider tells of, once: (its id, when)."""
    told = Attempt.objects.filter(
        provider=payment.provider, ref__in=[ref for ref, _time in declines]
    )
    known = set(told.values_list("ref", flat=True))
    about = {"kind": Attempt.Kind.DECLINE, "provider": payment.provider, "payment": payment}
    about |= {"address": payment.address, "network": payment.network}
    new = [Attempt(ref=ref, made_at=at, **about) for ref, at in declines if ref not in known]
    if new:
        Attempt.objects.bulk_create(new, ignore_conflicts=True)
        breaker.watch(payment.provider)


def _ends(attempt):
    """Why this attempt has to wait, each with its end; nothing when it may go on."""
    if seconds := switches.seconds_closed(attempt.provider):
        return {"closed": attempt.made_at + timedelta(seconds=seconds)}
    is_card = gateway_for(attempt.provider).method == LedgerEntry.Method.CARD
    return limits.of_address(attempt) or (limits.of_all(attempt) if is_card else {})


def _refuse(attempt, why):
    """Keep it for staff to see, but not all of a flood."""
    refused = Attempt.objects.filter(
        kind=Attempt.Kind.REFUSED, provider=attempt.provider, made_at__gt=timezone.now() - HOUR
    )
    if refused.count() >= REFUSED_KEPT_AN_HOUR:
        attempt.delete()
        return
    attempt.kind, attempt.why = Attempt.Kind.REFUSED, why
    attempt.save(update_fields=["kind", "why"])
