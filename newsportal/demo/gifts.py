"""The demo's campaign and ledger: 1,400.00 of 5,000 this month, and some months before."""

from django.utils import timezone

from donations import booking, clock
from donations.models import Campaign, LedgerEntry, Way
from newsportal.demo import paid, texts


def add_gifts(now, treasurer, second):
    """The campaign, its goal and costs, the ways to give, what was given and what waits."""
    table = texts.table("gifts")
    goal_cents = table["campaign"].pop("goal")
    campaign = Campaign.objects.create(**table["campaign"])
    start, _ = clock.period(now, timezone.get_default_timezone())
    campaign.goals.create(month=start.date().replace(month=1), amount_cents=goal_cents)
    for position, cost in enumerate(table["costs"]):
        campaign.costs.create(position=position, **cost)
    for position, way in enumerate(table["ways"]):
        Way.objects.create(position=position, **way)
    for month in table["months"]:
        period = _month(start, now, month["months_ago"])
        people = {"treasurer": treasurer, "second": second}
        _book(campaign, month["gifts"], *period, **people, now=now)
    paid.add_waiting(campaign, table, now, treasurer)
    paid.add_desk(campaign, table, now, treasurer)


def _month(start, now, months_ago):
    """The month so far, or a whole earlier one."""
    end = now
    for _ in range(months_ago):
        start, end = clock.month_before(start), start
    return start, end


def _book(campaign, gifts, start, end, *, treasurer, second, now):
    step = (end - start) / (len(gifts) + 1)
    for number, (cents, method, name, message) in enumerate(gifts, start=1):
        words = {"donor_name": name, "message": message}
        moment = start + step * number
        if method in paid.METHODS:
            paid.book(campaign, cents, moment, now=now, is_monthly=method == "monthly", **words)
        else:
            LedgerEntry.objects.book(
                campaign=campaign,
                amount_cents=cents,
                method=method,
                is_public=bool(name),
                booked_at=moment,
                recorded_by=treasurer,
                recorded_at=moment,
                confirmed_by=second if booking.needs_second_person(cents) else None,
                **words,
            )
