"""Compares our ledger with a provider's own account, each night and on demand.

With `mend`, what we missed is asked for again and booked as any event would have booked it; what
still differs then is for people.
"""

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from donations import differences, letters
from donations.checked import card_names
from donations.models import Campaign, LedgerEntry, Payment, Pledge, Provider, Reconciliation
from donations.provided import ProviderAway, ProviderRefused
from donations.providers import gateway_for
from donations.stamp import move_stamp
from donations.taking import take

NIGHT_HOUR = 3
NIGHT_DAYS = 35
# What happened just now may still be on its way to us.
LAG = timedelta(minutes=15)
# The provider's line of a movement may be written a little before, or days after it.
EARLIER, LATER = timedelta(days=1), timedelta(days=15)
# "All was compared" means at least this long, up to now.
WHOLE = timedelta(days=31)
RETRY_AFTER, RETRIES_WITHIN = timedelta(hours=1), timedelta(hours=3, minutes=30)

logger = logging.getLogger(__name__)


def reconcile(provider, since, until, *, mend=False, by=None, night=None):
    """Compare all that happened within [since, until); the row that keeps what was found."""
    return compare(prepare(provider, since, until, by=by, night=night), mend=mend)


def prepare(provider, since, until, *, by=None, night=None):
    """The row of a comparison that is still to be done."""
    known = {"provider": provider, "since_at": since, "until_at": until}
    return Reconciliation.objects.create(**known, asked_by=by, night=night)


def last_days(days=NIGHT_DAYS):
    """From so many days ago to almost now."""
    until = timezone.now() - LAG
    return until - timedelta(days=days), until


def compare(run, *, mend=False):
    """Do what this row says; when the provider can't be asked, the row says so."""
    try:
        found = _found(run, mend)
    except (ProviderAway, ProviderRefused) as error:
        run.error = f"{type(error).__name__}: {error}"[:100]
        logger.warning("%s not compared: %s", run.provider, run.error)
    else:
        run.error, run.differences = "", found
    run.ended_at = timezone.now()
    run.save(update_fields=["error", "differences", "compared", "mended", "ended_at"])
    _note(run)
    return run


def _found(run, mend):
    gateway = gateway_for(run.provider)
    window = run.since_at - EARLIER, run.until_at + LATER
    movements, pledges = list(gateway.movements(*window)), list(gateway.pledges())
    run.compared = len(movements) + len(pledges)
    found = _differences(run, movements, pledges)
    owners = _owners(gateway, found, mend)
    if mend and found:
        _take_pledges(run.provider, found)
        _book_account_fees(gateway, movements, found, owners)
        before, found = len(found), _differences(run, movements, pledges)
        run.mended = max(0, before - len(found))
    return [differences.explained(each, run.provider, owners) for each in found]


def _differences(run, movements, pledges):
    within = run.since_at, run.until_at
    ledger = differences.in_ledger(run.provider, *within, movements)
    by_time = sorted(ledger, key=lambda each: (each["at"], each["ref"]))
    return [*by_time, *differences.in_pledges(run.provider, pledges)]


def _owners(gateway, found, mend):
    """{charge: the payment it is of, or None}, asked of the provider; with `mend`, taken over."""
    charges = {each["charge"] for each in found if each["charge"]}
    look = _take if mend else _owner
    return {charge: look(gateway, charge) for charge in sorted(charges)}


def _take(gateway, charge):
    """What it was taken over into; whose it is also when that could not be, for people to look at."""
    try:
        return take(gateway.name, "charge", charge) or _owner(gateway, charge)
    except ProviderRefused:
        return None
    except ProviderAway:
        raise
    except Exception:  # ours to mend: it stays a difference, and the others are compared
        logger.exception("charge %s not taken over", charge)
        return charge


def _owner(gateway, charge):
    payments = Payment.objects.filter(provider=gateway.name)
    if known := payments.filter(charge_ref=charge).first():
        return known
    try:
        facts = gateway.charge(charge)
    except ProviderRefused:
        return None
    pledges = Pledge.objects.filter(provider=gateway.name).exclude(provider_ref="")
    begun = payments.filter(key=facts.key).first() if facts.key else None
    return begun or pledges.filter(provider_ref=facts.pledge_ref).first()


def _take_pledges(provider, found):
    for each in found:
        if each["kind"].startswith("pledge_"):
            try:
                take(provider, "pledge", each["ref"])
            except ProviderRefused as error:
                logger.warning("monthly gift %s not taken over: %s", each["ref"], error)


def _book_account_fees(gateway, movements, found, owners):
    """What the provider keeps of the account as a whole; not when others use it too."""
    campaign = Campaign.objects.active().first()
    missing = {each["ref"] for each in found if each["kind"] == "missing_here"}
    if campaign is None or None in owners.values():
        return
    for movement in movements:
        if movement.ref in missing and not movement.charge_ref:
            LedgerEntry.objects.book(
                campaign=campaign,
                kind=movement.kind,
                method=gateway.method,
                amount_cents=movement.amount_cents,
                currency=movement.currency,
                provider=gateway.name,
                provider_ref=movement.ref,
                booked_at=movement.moved_at,
            )


def _note(run):
    """When all of it agrees, say so to readers; `checked_at` is when it was found."""
    is_whole = run.until_at - run.since_at >= WHOLE and run.ended_at - run.until_at < RETRY_AFTER
    if is_whole and is_clean(run):
        known = {"checked_at": run.ended_at}
        Provider.objects.update_or_create(name=run.provider, defaults=known)
    move_stamp()


def is_clean(run):
    """True when it was done to its end and found nothing that somebody must look at."""
    return bool(run.ended_at) and not run.error and not differences.real(run.differences)


# Each night


def reconcile_nightly():
    """Once a night for each provider that takes real cards; how many were compared."""
    now = timezone.localtime()
    if now.hour < NIGHT_HOUR:
        return 0
    return sum(_compare_tonight(name, now) for name in card_names())


def _compare_tonight(name, now):
    run = _begin(name, now.date()) or _again(name, now)
    if run is None:
        return False
    compare(run, mend=True)
    is_last = run.ended_at - run.started_at > RETRIES_WITHIN - RETRY_AFTER
    if differences.real(run.differences) or (run.error and is_last):
        known = {"run": run, "found": differences.real(run.differences)}
        letters.write_to_staff("differences", key=f"compared:{name}:{run.night}", **known)
    return True


def _begin(name, night):
    """Tonight's row; None when there is one: whoever made it compares."""
    if Reconciliation.objects.filter(provider=name, night=night).exists():
        return None
    try:
        with transaction.atomic():
            return prepare(name, *last_days(), night=night)
    except IntegrityError:
        return None


def _again(name, now):
    """Tonight's row once more when an hour ago the provider was away, or the worker died."""
    tonight = Reconciliation.objects.filter(provider=name, night=now.date())
    unfinished = tonight.filter(Q(ended_at=None) | ~Q(error="")).annotate(
        tried_at=Coalesce("ended_at", "started_at")
    )
    run = unfinished.filter(
        tried_at__lte=now - RETRY_AFTER, started_at__gt=now - RETRIES_WITHIN
    ).first()
    if run is None:
        return None
    since, until = last_days()
    known = {"since_at": since, "until_at": until, "ended_at": now, "error": "Begun again."}
    is_ours = tonight.filter(ended_at=run.ended_at).update(**known)
    return tonight.get() if is_ours else None
