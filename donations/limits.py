"""How many checkouts may be begun from one place, and until when more have to wait."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from donations.models import Attempt

HOUR = timedelta(hours=1)
BLOCKED_FOR = HOUR
# By the names of the settings: for how long a checkout counts.
ADDRESS_WINDOWS = {"address_hour": HOUR, "address_five_hours": 5 * HOUR}
# What staff see.
REASONS = {
    "closed": _("Switched off or closed"),
    "address_hour": _("Many checkouts from one address within an hour"),
    "address_five_hours": _("Many checkouts from one address within five hours"),
    "network_hour": _("Many checkouts from one network within an hour"),
    "site_hour": _("Too many checkouts on the whole site within an hour"),
    "declines_address_hour": _("Several cards declined"),
}


def of_address(attempt):
    """Until when each limit of this address keeps it waiting. One statement."""
    counted = [Attempt.Kind.START, Attempt.Kind.DECLINE]
    others = _others(attempt, max(ADDRESS_WINDOWS.values()))
    mine = others.filter(address=attempt.address, kind__in=counted)
    seen = list(mine.values_list("kind", "made_at"))
    begun = [at for kind, at in seen if kind == Attempt.Kind.START]
    declined = [at for kind, at in seen if kind == Attempt.Kind.DECLINE]
    ends = {name: _end(begun, name, window) for name, window in ADDRESS_WINDOWS.items()}
    ends["declines_address_hour"] = _end_of_block(declined)
    return _waits(attempt, ends)


def of_all(attempt):
    """The same of its network, and of the whole site."""
    begun = _others(attempt, HOUR).filter(kind=Attempt.Kind.START)
    near = begun.filter(network=attempt.network)
    crowds = {"network_hour": near, "site_hour": begun}
    return _waits(attempt, {name: _end_of(crowd, name) for name, crowd in crowds.items()})


def _others(attempt, window):
    """Attempts that still count, newest first."""
    since = attempt.made_at - window
    made = Attempt.objects.filter(provider=attempt.provider, made_at__gt=since)
    return made.exclude(pk=attempt.pk).order_by("-made_at")


def _waits(attempt, ends):
    return {name: end for name, end in ends.items() if end and end > attempt.made_at}


def _end(times, name, window):
    """When the last of those that fill the limit no longer counts; nothing while there is room."""
    limit = settings.DONATION_LIMITS[name]
    return times[limit - 1] + window if len(times) >= limit else None


def _end_of(crowd, name):
    limit = settings.DONATION_LIMITS[name]
    last = crowd.values_list("made_at", flat=True)[limit - 1 : limit].first()
    return last and last + HOUR


def _end_of_block(times):
    """An hour after as many declines as are too many came within an hour."""
    limit = settings.DONATION_LIMITS["declines_address_hour"]
    for latest, first in zip(times, times[limit - 1 :], strict=False):
        if latest - first <= HOUR:
            return latest + BLOCKED_FOR
    return None
