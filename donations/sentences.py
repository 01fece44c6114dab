"""What the tracker says: its states and a sentence for each, whole, so that they translate."""

from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class State(StrEnum):
    PAUSED = "paused"
    NEGATIVE = "negative"
    ZERO = "zero"
    UNDER_WAY = "under-way"
    HALF = "half"
    ALMOST = "almost"
    REACHED = "reached"
    OVER = "over"


SUMMARIES = {
    State.PAUSED: lambda count: _(
        "We are not asking for donations at the moment. You can still give."
    ),
    State.NEGATIVE: lambda count: _("More was paid back than given so far this month."),
    State.ZERO: lambda count: _("No donations yet this month. The first one moves the marker."),
    State.UNDER_WAY: lambda count: ngettext(
        "%(percent)s of the goal, from %(count)d donation",
        "%(percent)s of the goal, from %(count)d donations",
        count,
    ),
    State.HALF: lambda count: ngettext(
        "Half-way mark passed: %(percent)s of the goal, from %(count)d donation",
        "Half-way mark passed: %(percent)s of the goal, from %(count)d donations",
        count,
    ),
    State.ALMOST: lambda count: ngettext(
        "Almost there: %(percent)s of the goal, from %(count)d donation",
        "Almost there: %(percent)s of the goal, from %(count)d donations",
        count,
    ),
    State.REACHED: lambda count: ngettext(
        "Goal reached, from %(count)d donation. Anything above it goes to %(next_month)s.",
        "Goal reached, from %(count)d donations. Anything above it goes to %(next_month)s.",
        count,
    ),
    State.OVER: lambda count: ngettext(
        "%(percent)s of the goal, from %(count)d donation. "
        "Anything above it goes to %(next_month)s.",
        "%(percent)s of the goal, from %(count)d donations. "
        "Anything above it goes to %(next_month)s.",
        count,
    ),
}


def month_name(day):
    """The month as it stands within a sentence: in the genitive where a language has one."""
    return date_format(day, "E")


def days_sentence(days, month):
    return ngettext(
        "%(days)d day left until the end of %(month)s",
        "%(days)d days left until the end of %(month)s",
        days,
    ) % {"days": days, "month": month}


def hours_sentence(hours, month):
    return ngettext(
        "Last day: %(hours)d hour left until the end of %(month)s",
        "Last day: %(hours)d hours left until the end of %(month)s",
        hours,
    ) % {"hours": hours, "month": month}


def summary_sentence(state, *, count, percent, next_month):
    facts = {"count": count, "percent": percent, "next_month": next_month}
    return SUMMARIES[state](count) % facts
