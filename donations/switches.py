"""Where donors can be sent now, what they are told of the rest, and which gifts are looked at first."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models import Attempt, Provider
from donations.providers import GATEWAYS

# A card that works after so many that did not is likely to have been guessed.
MANY_DECLINES = 3
DECLINES_LOOKED_BACK = timedelta(hours=5)
SUSPICIONS = {
    "closed": _("Paid while the breaker was closed"),
    "declines": _("Several cards were declined before"),
}
CLOSED_NOTICE = _(
    "Card gifts are not possible at the moment. Please give in another way, or try again later."
)
OFF_NOTICE = _("Giving this way is not possible at the moment. Please give in another way.")


def offered():
    """The gateways a donor can be sent to, in the order of their buttons."""
    rows, now = _rows(), timezone.now()
    return [
        gateway
        for gateway in _configured()
        if (row := _row(rows, gateway)).is_on and not row.is_closed_at(now)
    ]


def closed():
    """The gateways a donor can't be sent to, each with what readers are told."""
    rows, now = _rows(), timezone.now()
    states = [(gateway, _row(rows, gateway)) for gateway in map(_make, GATEWAYS)]
    told = [(gateway, _notice(gateway, row, now)) for gateway, row in states]
    return [(gateway, notice) for gateway, notice in told if notice]


def is_offered(name):
    return name in {gateway.name for gateway in offered()}


def is_suspicious(payment):
    """Why a paid gift is looked at first, or nothing. Renewals come from nowhere: they never are."""
    if payment.address is None:
        return ""
    moment = payment.settled_at or timezone.now()
    row = _row(_rows(), payment)
    if row.is_closed_at(moment):
        return "closed"
    return "declines" if _declines_before(payment, moment) >= MANY_DECLINES else ""


def _declines_before(payment, moment):
    """Of this payment, or of all from its address, whichever are more."""
    since = moment - DECLINES_LOOKED_BACK
    theirs = Attempt.objects.filter(kind=Attempt.Kind.DECLINE, address=payment.address)
    return max(payment.declines, theirs.filter(made_at__gt=since, made_at__lte=moment).count())


def _notice(gateway, row, now):
    if not row.is_on:
        return row.notice or (OFF_NOTICE if gateway.is_configured else "")
    return CLOSED_NOTICE if gateway.is_configured and row.is_closed_at(now) else ""


def _configured():
    return [gateway for gateway in map(_make, GATEWAYS) if gateway.is_configured]


def _make(gateway):
    return gateway()


def _rows():
    return {row.name: row for row in Provider.objects.all()}


def _row(rows, named):
    """A provider nobody has switched yet has no row: it is on."""
    name = getattr(named, "provider", None) or named.name
    return rows.get(name) or Provider(name=name)
