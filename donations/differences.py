"""What differs between a provider's account and our ledger: comparing alone, nothing is changed."""

from typing import NamedTuple

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from donations.models import LedgerEntry, Payment, Pledge, Refund

KINDS = {
    "missing_here": _("Missing here"),
    "missing_there": _("Missing at the provider"),
    "amount": _("Another amount"),
    "currency": _("Another currency"),
    "pledge_missing": _("Monthly gift: missing here"),
    "pledge_ended": _("Monthly gift: ended at the provider"),
    "pledge_state": _("Monthly gift: another state"),
    "pledge_amount": _("Monthly gift: another amount"),
    "waiting": _("Not counted yet: pending or looked at first"),
    "unknown": _("Not of this site"),
}
# What is as it should be, and only said so that the sums can be followed.
NOTES = {"waiting", "unknown"}
ALIVE = {Pledge.Status.ACTIVE, Pledge.Status.PAUSED, Pledge.Status.PAST_DUE}
# So many references fit into one statement on every database.
REFS_AT_ONCE = 400


class Booked(NamedTuple):
    """What we booked of one movement: the gift and the covered fees together."""

    cents: int
    currency: str
    at: object
    kind: str


def real(found):
    """Those that somebody must look at."""
    return [each for each in found if each["kind"] not in NOTES]


def in_ledger(provider, since, until, movements):
    """Differences of what happened within [since, until); `movements` may reach further."""
    theirs = {movement.ref: movement for movement in movements}
    ours = booked(provider, since, until, list(theirs))
    for ref, movement in theirs.items():
        if ref not in ours:
            if since <= movement.moved_at < until:
                yield told("missing_here", movement)
        elif ours[ref].currency != movement.currency:
            yield told("currency", movement, ours[ref].cents)
        elif ours[ref].cents != movement.amount_cents:
            yield told("amount", movement, ours[ref].cents)
    for ref, entry in ours.items():
        if ref not in theirs and since <= entry.at < until:
            found = difference("missing_there", ref, entry.cents, None, entry.currency, entry.at)
            yield found | {"what": entry.kind}


def booked(provider, since, until, refs):
    """{reference: Booked} of what happened in that time, and of these references."""
    happened = Coalesce("occurred_at", "booked_at")
    entries = LedgerEntry.objects.filter(provider=provider).annotate(happened_at=happened)
    rows = set(_values(entries.filter(happened_at__gte=since, happened_at__lt=until)))
    asked = [name for ref in refs for name in (ref, f"{ref}:cover")]
    for start in range(0, len(asked), REFS_AT_ONCE):
        some = asked[start : start + REFS_AT_ONCE]
        rows.update(_values(entries.filter(provider_ref__in=some)))
    found = {}
    for _pk, name, cents, currency, at, kind in sorted(rows):
        ref = name.removesuffix(":cover")
        if ref in found:
            cents += found[ref].cents
            kind = found[ref].kind if name != ref else kind
        found[ref] = Booked(cents, currency, at, kind)
    return found


def _values(entries):
    return entries.values_list(
        "pk", "provider_ref", "amount_cents", "currency", "happened_at", "kind"
    )


def in_pledges(provider, theirs):
    """Differences between the monthly gifts that go on here and those that go on there."""
    alive = {facts.ref: facts for facts in theirs}
    ours = {pledge.provider_ref: pledge for pledge in _pledges(provider)}
    keys = {facts.key for facts in theirs if facts.key}
    known = set(
        Pledge.objects.filter(provider=provider, key__in=keys).values_list("key", flat=True)
    )
    for ref, pledge in ours.items():
        if ref not in alive:
            yield of_pledge("pledge_ended", pledge, pledge.started_at)
        elif kind := _kind_of(pledge, alive[ref]):
            yield of_pledge(kind, pledge, pledge.started_at, alive[ref].amount_cents)
    for ref, facts in alive.items():
        if ref not in ours and facts.key in known and facts.status in ALIVE:
            at, currency = facts.started_at, facts.currency
            yield difference("pledge_missing", ref, None, facts.amount_cents, currency, at)


def _pledges(provider):
    pledges = Pledge.objects.filter(provider=provider, status__in=ALIVE, is_test=False)
    return pledges.exclude(provider_ref="").annotate(all_cents=F("amount_cents") + F("cover_cents"))


def _kind_of(pledge, facts):
    if pledge.status != facts.status:
        return "pledge_state"
    return "pledge_amount" if pledge.all_cents != facts.amount_cents else ""


def explained(found, provider, owners):
    """The same difference, or a note when it is as it should be.

    `owners`: for each charge that was looked up the payment it is of; None: not of this site.
    """
    if found["kind"] != "missing_here":
        return found
    if found["charge"]:
        owner = owners.get(found["charge"])
        is_stranger = owner is None
    else:  # a fee of the whole account: whose, nobody knows, when others use it too
        owner, is_stranger = None, None in owners.values()
    if is_stranger:
        return found | {"kind": "unknown"}
    return found | {"kind": "waiting"} if _waits(owner, provider, found["ref"]) else found


def _waits(owner, provider, ref):
    if isinstance(owner, Payment):
        is_pending = owner.status == Payment.Status.PENDING
        if is_pending or owner.is_held or owner.is_test:
            return True
    pending = Refund.objects.filter(provider=provider, status=Refund.Status.PENDING)
    return pending.filter(provider_ref=ref).exists()


# As they are kept


def told(kind, movement, cents=None):
    at, currency = movement.moved_at, movement.currency
    found = difference(kind, movement.ref, cents, movement.amount_cents, currency, at)
    return found | {"charge": movement.charge_ref, "what": str(movement.kind)}


def of_pledge(kind, pledge, at, cents=None):
    ref, currency = pledge.provider_ref, pledge.currency
    return difference(kind, ref, pledge.all_cents, cents, currency, at)


def difference(kind, ref, ours, theirs, currency, at):
    """Amounts in minor units; None where there is nothing."""
    return {
        "kind": kind,
        "ref": ref,
        "ours": ours,
        "theirs": theirs,
        "currency": currency,
        "at": at.isoformat(),
        "charge": "",
        "what": "",
    }
