"""Closing a month: its account is kept as it stands, and nothing is booked into it any more."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from donations import clock
from donations.account import Account, read_account
from donations.models import Campaign, ClosedMonth


class CannotClose(Exception):
    """The month is not over, not the next one, or closed already. The text is for staff."""


@dataclass(frozen=True)
class Month:
    """A month of a campaign: from when to when it counts, and how it was closed, if it was."""

    campaign: Campaign
    first_day: date
    start: datetime
    end: datetime
    closed: ClosedMonth | None = None

    @property
    def is_over(self):
        return self.end <= timezone.now()

    @property
    def day_before(self):
        """The first day of the month before."""
        return clock.month_before(bounds(self.first_day)[0]).date()

    @property
    def day_after(self):
        return bounds(self.first_day)[1].date()

    def account(self):
        """As it was closed, else as the ledger has it now."""
        if self.closed:
            return Account(self.closed.account)
        return read_account(self.campaign, self.start, self.end)


def months_of(campaign, first_days):
    """Some months of a campaign. A closed one keeps its bounds, and the next begins at its end."""
    found = [Month(campaign, day, *bounds(day)) for day in first_days]
    days = {day for month in found for day in (month.first_day, month.day_before)}
    closed = {row.month: row for row in campaign.closed_months.filter(month__in=days)}
    return [_as_closed(month, closed) for month in found]


def _as_closed(month, closed):
    if row := closed.get(month.first_day):
        return replace(month, start=row.start_at, end=row.end_at, closed=row)
    if row := closed.get(month.day_before):
        return replace(month, start=row.end_at)
    return month


def bounds(first_day):
    """A month by its first day, in the site's zone."""
    return clock.month(first_day.year, first_day.month, timezone.get_default_timezone())


def oldest_open(campaign):
    """The first month with entries, or after a closed one, that is not closed."""
    first = campaign.entries.order_by("booked_at").values_list("booked_at", flat=True).first()
    if first is None:
        return None
    closed = {row.month: row for row in campaign.closed_months.all()}
    inside = next((row for row in closed.values() if row.start_at <= first < row.end_at), None)
    day = inside.month if inside else _first_day(first)
    while day in closed:
        day = bounds(day)[1].date()
    return months_of(campaign, [day])[0]


def next_to_close():
    """The oldest month of any campaign that is over and open."""
    found = filter(None, map(oldest_open, Campaign.objects.order_by("-is_active", "pk")))
    return min(
        (month for month in found if month.is_over), key=lambda month: month.start, default=None
    )


@transaction.atomic
def close(campaign, first_day, by):
    """Keep a month's account. Booking waits meanwhile, and what is learned later counts later."""
    campaign.lock()
    month = oldest_open(campaign)
    if month is None or month.first_day != first_day:
        raise CannotClose(_("Months are closed one after the other, the oldest first."))
    if not month.is_over:
        raise CannotClose(_("This month is not over."))
    return campaign.closed_months.create(
        month=month.first_day,
        start_at=month.start,
        end_at=month.end,
        account=month.account().facts,
        closed_by=by,
    )


def _first_day(moment):
    return timezone.localtime(moment, timezone.get_default_timezone()).date().replace(day=1)
