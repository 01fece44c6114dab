"""The list of all months: what was raised in each, of which goal."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum
from django.utils import timezone

from donations import clock
from donations.closing import Month, bounds, months_of
from donations.models import LedgerEntry
from donations.money import money, percentage
from donations.querysets import COUNTS, STANDING

MONTHS_PER_PAGE = 24


@dataclass(frozen=True)
class Row:
    """A month in the list."""

    month: Month
    goal_cents: int | None
    raised_cents: int
    gifts: int

    @property
    def goal(self):
        return money(self.goal_cents, self.month.campaign.currency) if self.goal_cents else ""

    @property
    def raised(self):
        return money(self.raised_cents, self.month.campaign.currency, exact=True)

    @property
    def percent(self):
        if not self.goal_cents:
            return ""
        return percentage(max(0, self.raised_cents) * 100 // self.goal_cents)


def rows_before(campaign, before=""):
    """A page of months, newest first, and one more when there are older ones."""
    months = months_of(campaign, _first_days(campaign, before))
    sums = _sums(campaign, [month for month in months if not month.closed])
    goals = list(campaign.goals.all())
    return [_row(month, goals, sums) for month in months]


def _row(month, goals, sums):
    if month.closed:
        account = month.account()
        return Row(month, account.goal_cents, account.raised_cents, account.gifts)
    return Row(month, _goal(goals, month.first_day), *sums[month])


def _first_days(campaign, before):
    """From now, or from the month before the one named, back to the first entry's month."""
    zone, now = timezone.get_default_timezone(), timezone.now()
    first = campaign.entries.order_by("booked_at").values_list("booked_at", flat=True).first()
    oldest = clock.period(min(first or now, now), zone)[0]
    start = clock.period(now, zone)[0]
    if before:
        start = min(start, clock.month_before(bounds(date.fromisoformat(f"{before}-01"))[0]))
    days = []
    while start >= oldest and len(days) <= MONTHS_PER_PAGE:
        days.append(start.date())
        start = clock.month_before(start)
    return days


def _sums(campaign, months):
    """What was raised and how many gifts stand in each month, in one statement."""
    if not months:
        return {}
    columns = {}
    for place, month in enumerate(months):
        within = Q(booked_at__gte=month.start, booked_at__lt=month.end)
        columns[f"raised{place}"] = Sum("amount_cents", filter=within & Q(kind__in=COUNTS))
        columns[f"gifts{place}"] = Count("pk", filter=within & STANDING)
    entries = LedgerEntry.objects.filter(campaign=campaign, currency=campaign.currency)
    found = entries.booked_within(months[-1].start, months[0].end).aggregate(**columns)
    return {
        month: (found[f"raised{place}"] or 0, found[f"gifts{place}"])
        for place, month in enumerate(months)
    }


def _goal(goals, day):
    """The goal of a month, out of all: the rule of MonthlyGoalQuerySet.for_month."""
    lasting = [goal for goal in goals if goal.month < day and not goal.only_this_month]
    apply = lasting + [goal for goal in goals if goal.month == day]
    best = max(apply, key=lambda goal: (goal.month, goal.only_this_month), default=None)
    return best and best.amount_cents
