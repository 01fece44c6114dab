"""The demo's campaign and ledger: 1,400.00 of 5,000 this month, and some months before."""

from django.utils import timezone

from donations import clock
from donations.models import Campaign, LedgerEntry, Way
from newsportal.demo import texts


def add_gifts(now, treasurer):
    """The campaign, its goal, the ways to give and what was given."""
    table = texts.table("gifts")
    goal_cents = table["campaign"].pop("goal")
    campaign = Campaign.objects.create(**table["campaign"])
    start, _ = clock.period(now, timezone.get_default_timezone())
    campaign.goals.create(month=start.date().replace(month=1), amount_cents=goal_cents)
    for position, way in enumerate(table["ways"]):
        Way.objects.create(position=position, **way)
    for month in table["months"]:
        _book(campaign, month, *_month(start, now, month["months_ago"]), treasurer)


def _month(start, now, months_ago):
    """The month so far, or a whole earlier one."""
    end = now
    for _ in range(months_ago):
        start, end = clock.month_before(start), start
    return start, end


def _book(campaign, month, start, end, treasurer):
    step = (end - start) / (len(month["gifts"]) + 1)
    for number, (cents, method, name, message) in enumerate(month["gifts"], start=1):
        LedgerEntry.objects.create(
            campaign=campaign,
            currency=campaign.currency,
            amount_cents=cents,
            method=method,
            donor_name=name,
            message=message,
            is_public=bool(name),
            booked_at=start + step * number,
            recorded_by=treasurer,
        )
