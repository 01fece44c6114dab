"""Who may set out to pay now: limits against those who try stolen cards on us."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from donations import breaker, switches
from donations.models import Attempt, LedgerEntry
from donations.providers import gateway_for

HOUR = timedelta(hours=1)
BLOCKED_FOR = HOUR
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


class Rule(NamedTuple):
    """At most as many checkouts as the setting of this name says, from one place in this time."""

    setting: str
    place: str
    window: timedelta


ADDRESS_RULES = [
    Rule("address_hour", "address", HOUR),
    Rule("address_five_hours", "address", 5 * HOUR),
]
# What staff see of it.
REASONS = {
    "closed": _("Switched off or closed"),
    "address_hour": _("Many checkouts from one address within an hour"),
    "address_five_hours": _("Many checkouts from one address within five hours"),
    "network_hour": _("Many checkouts from one network within an hour"),
    "site_hour": _("Too many checkouts on the whole site within an hour"),
    "declines_address_hour": _("Several cards declined"),
}
CARD_RULES = [*ADDRESS_RULES, Rule("network_hour", "network", HOUR), Rule("site_hour", "", HOUR)]


def admit(provider, origin, payment=None):
    """Nothing for who may go on and pay, else how long they have to wait.

    The attempt is stored before the others are counted: of many at once, none slips through.
    """
    is_card = gateway_for(provider).method == LedgerEntry.Method.CARD
    attempt = Attempt.objects.create(
        kind=Attempt.Kind.START, provider=provider, payment=payment, **origin._asdict()
    )
    found = _refusals(attempt, CARD_RULES if is_card else ADDRESS_RULES)
    refusal = max(found, key=lambda each: each.seconds, default=None)
    if refusal:
        _refuse(attempt, refusal.why)
    if is_card and (not refusal or _is_site_full(found)):
        breaker.watch(provider, is_site_full=_is_site_full(found))
    return refusal


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


def _refusals(attempt, rules):
    if seconds := switches.seconds_closed(attempt.provider):
        return [Refusal(seconds, "closed")]
    ends = [(rule.setting, _free_at(attempt, rule)) for rule in rules]
    ends.append(("declines_address_hour", _unblocked_at(attempt)))
    return [
        Refusal(-((attempt.made_at - end) // timedelta(seconds=1)), why)
        for why, end in ends
        if end and end > attempt.made_at
    ]


def _free_at(attempt, rule):
    """When the last of those that fill the limit grows too old to count; nothing while there is room."""
    others = Attempt.objects.filter(
        kind=Attempt.Kind.START,
        provider=attempt.provider,
        made_at__gt=attempt.made_at - rule.window,
    ).exclude(pk=attempt.pk)
    if rule.place:
        others = others.filter(**{rule.place: getattr(attempt, rule.place)})
    limit = settings.DONATION_LIMITS[rule.setting]
    last = others.order_by("-made_at").values_list("made_at", flat=True)[limit - 1 : limit].first()
    return last and last + rule.window


def _unblocked_at(attempt):
    """An hour after as many declines of this address as are too many came within an hour."""
    limit = settings.DONATION_LIMITS["declines_address_hour"]
    declines = Attempt.objects.filter(
        kind=Attempt.Kind.DECLINE,
        provider=attempt.provider,
        address=attempt.address,
        made_at__gt=attempt.made_at - BLOCKED_FOR - HOUR,
    )
    times = list(declines.order_by("-made_at").values_list("made_at", flat=True))
    for latest, first in zip(times, times[limit - 1 :], strict=False):
        if latest - first <= HOUR:
            return latest + BLOCKED_FOR
    return None


def _is_site_full(refusals):
    return any(refusal.why == "site_hour" for refusal in refusals)


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
