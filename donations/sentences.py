"""What the tracker says: its states and a sentence for each, whole, so that they translate."""

from enum import StrEnum

from babel.dates import format_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations.money import active_locale


class State(StrEnum):
    PAUSED = "paused"
    STALE = "stale"
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
    State.STALE: lambda count: _(
        "These figures may be out of date: they have not been compared with the card provider's "
        "for more than a week."
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


def expected_sentence(amount):
    return _("%(amount)s more expected from monthly donors") % {"amount": amount}


def checked_sentence(day, *, is_provisional):
    """How far the figures can be trusted, as a badge."""
    if day is None:
        return _("provisional, not checked yet")
    words = _("provisional, last checked %(day)s") if is_provisional else _("checked %(day)s")
    return words % {"day": format_date(day, "d MMM", active_locale())}


def bar_sentence(facts):
    """The bar for those who don't see it."""
    words = _("%(raised)s of %(goal)s raised: %(percent)s of the goal")
    if "expected" in facts:
        words = _(
            "%(raised)s of %(goal)s raised: %(percent)s of the goal, "
            "and %(expected)s expected from monthly donors"
        )
    return words % facts
