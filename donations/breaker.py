"""The breaker: closes card gifts for an hour while cards are being tested, and tells staff once.

A try is a checkout that was begun, or a decline where there were more of those: one checkout may
see many cards. Declines of renewals are left out: nobody stands behind them who could test.
"""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations import letters
from donations.models import Attempt, Provider

WINDOW = timedelta(minutes=10)
CLOSED_FOR = timedelta(hours=1)
ENOUGH_TRIES = 30
CLOSES_ABOVE_PERCENT = 60
ALARM_ABOVE_DECLINES = 10
ALARM_PAUSE = timedelta(hours=1)
REASONS = {
    "declines": _("Most cards were declined"),
    "site": _("Too many checkouts were begun"),
}


class Burst(NamedTuple):
    """What happened within the window."""

    begun: int
    declines: int

    @property
    def tries(self):
        return max(self.begun, self.declines)

    @property
    def is_card_testing(self):
        is_mostly_declined = self.declines * 100 > self.tries * CLOSES_ABOVE_PERCENT
        return self.tries >= ENOUGH_TRIES and is_mostly_declined


def burst(provider, now):
    recent = Attempt.objects.filter(provider=provider, made_at__gt=now - WINDOW)
    declined = Q(kind=Attempt.Kind.DECLINE, address__isnull=False)
    begun = Q(kind=Attempt.Kind.START)
    return Burst(
        **recent.aggregate(begun=Count("pk", filter=begun), declines=Count("pk", filter=declined))
    )


def watch(provider, *, is_site_full=False):
    """Look at the last minutes, after every attempt: close, tell staff, or do nothing."""
    now = timezone.now()
    seen = burst(provider, now)
    why = "site" if is_site_full else "declines" if seen.is_card_testing else ""
    if why or seen.declines > ALARM_ABOVE_DECLINES:
        _react(provider, why, seen, now)


@transaction.atomic
def _react(name, why, seen, now):
    """Under the row's lock, so that of many at once one closes it and one mail is written."""
    row, _is_new = Provider.objects.select_for_update(no_key=True).get_or_create(name=name)
    has_closed = bool(why) and row.override == row.Override.AUTO and _close(row, why, now)
    # Its alarm went out a moment ago and said that this may follow.
    pause = WINDOW if has_closed else ALARM_PAUSE
    if row.alarmed_at is None or row.alarmed_at <= now - pause:
        row.alarmed_at = now
        row.save(update_fields=["alarmed_at"])
        _tell_staff(row, seen, now)


def _close(row, why, now):
    """Close it for an hour from now, a closed one for as long as it goes on; whether it was open."""
    was_open = not row.is_closed_at(now)
    if was_open:
        row.closed_at, row.closed_why = now, why
    if was_open or row.closed_until - now < CLOSED_FOR - WINDOW:
        row.closed_until = now + CLOSED_FOR
        row.save(update_fields=["closed_at", "closed_until", "closed_why"])
    return was_open


def _tell_staff(row, seen, now):
    letters.write_to_staff(
        "card_testing",
        key=f"card_testing:{row.name}:{now:%Y%m%d%H%M%S%f}",
        provider=row,
        seen=seen,
        is_closed=row.is_closed_at(now),
        minutes=WINDOW // timedelta(minutes=1),
        address=settings.SITE_URL + reverse("admin:donations_provider_changelist"),
    )
