"""Where donors can be sent now, what they are told of the rest, and which gifts are looked at first."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations import letters
from donations.models import Attempt, Donor, LedgerEntry, Pledge, Provider
from donations.providers import GATEWAYS, gateway_for

# A card that works after so many that did not is likely to have been guessed.
MANY_DECLINES = 3
DECLINES_LOOKED_BACK = timedelta(hours=5)
# Switched off by hand: nobody knows for how long.
UNKNOWN = timedelta(hours=1)
GIVES_MONTHLY = [Pledge.Status.ACTIVE, Pledge.Status.PAUSED, Pledge.Status.PAST_DUE]
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
        for gateway in _gateways()
        if gateway.is_configured
        and (row := _row(rows, gateway)).is_on
        and not row.is_closed_at(now)
    ]


def closed():
    """The gateways a donor can't be sent to, each with what readers are told."""
    rows, now = _rows(), timezone.now()
    told = [(each, _notice(each, _row(rows, each), now)) for each in _gateways()]
    return [(gateway, notice) for gateway, notice in told if notice]


def seconds_closed(name):
    """For how long nobody is sent there, as far as that is known; 0 when donors may go."""
    row, now = _row(_rows(), gateway_for(name)), timezone.now()
    if row.is_on and not row.is_closed_at(now):
        return 0
    is_closed_for_now = row.is_on and row.override == row.Override.AUTO
    end = row.closed_until if is_closed_for_now else now + UNKNOWN
    return -((now - end) // timedelta(seconds=1))


def is_suspicious(payment):
    """Why a paid gift is looked at first, or nothing. Renewals come from nowhere: they never are."""
    if payment.address is None:
        return ""
    moment = payment.settled_at or timezone.now()
    row = _row(_rows(), payment)
    if row.is_closed_at(moment):
        return "closed"
    return "declines" if _declines_before(payment, moment) >= MANY_DECLINES else ""


@transaction.atomic
def tell_monthly_donors(row):
    """One letter to each who gives every month there, once per switching off; how many there are."""
    given = Pledge.objects.filter(provider=row.name, status__in=GIVES_MONTHLY, is_test=False)
    donors = Donor.objects.exclude(email="").filter(pledges__in=given).distinct()
    for donor in donors.order_by("pk"):
        letters.write(
            "provider_off",
            donor.email,
            donor=donor,
            language=donor.language,
            key=f"off:{row.name}:{row.switched_at}:{donor.pk}",
            notice=row.notice,
            address=settings.SITE_URL + reverse("donations:support"),
        )
    return len(donors)


def _declines_before(payment, moment):
    """Of this payment, or of all from its address, whichever are more."""
    since = moment - DECLINES_LOOKED_BACK
    theirs = Attempt.objects.filter(kind=Attempt.Kind.DECLINE, address=payment.address)
    return max(payment.declines, theirs.filter(made_at__gt=since, made_at__lte=moment).count())


def _notice(gateway, row, now):
    if not row.is_on:
        return row.notice or (_plain_notice(gateway) if gateway.is_configured else "")
    return CLOSED_NOTICE if gateway.is_configured and row.is_closed_at(now) else ""


def _plain_notice(gateway):
    return CLOSED_NOTICE if gateway.method == LedgerEntry.Method.CARD else OFF_NOTICE


def _gateways():
    return [gateway() for gateway in GATEWAYS]


def _rows():
    return {row.name: row for row in Provider.objects.all()}


def _row(rows, named):
    """A provider nobody has switched yet has no row: it is on."""
    name = getattr(named, "provider", None) or named.name
    return rows.get(name) or Provider(name=name)
