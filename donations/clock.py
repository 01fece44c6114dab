"""Months and how much of them is left: pure functions of the time and the site's zone."""

from datetime import UTC, datetime, timedelta

HOUR = timedelta(hours=1)


def period(now, zone):
    """The month `now` is in, from its first midnight up to and without the next month's."""
    local = now.astimezone(zone)
    return month(local.year, local.month, zone)


def month(year, number, zone):
    """A month by its name, half-open like every period."""
    later = (year + 1, 1) if number == 12 else (year, number + 1)
    return datetime(year, number, 1, tzinfo=zone), datetime(*later, 1, tzinfo=zone)


def month_before(start):
    """The first midnight of the month before the one that starts here."""
    return (start - timedelta(days=1)).replace(day=1)


def days_left(now, end):
    """Days until the end, today included: 1 on the last day, never 0 before it.

    Days are counted on the calendar of the zone, so that a day of 23 or 25 hours is one day.
    """
    return (end.date() - now.astimezone(end.tzinfo).date()).days


def hours_left(now, end):
    """Hours until the end, begun ones included."""
    return -((now.astimezone(UTC) - end.astimezone(UTC)) // HOUR)
