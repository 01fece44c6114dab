"""The goal tracker: this month's goal, what came in, and how it is drawn."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from donations import sentences
from donations.clock import days_left, hours_left, period
from donations.figures import Figures, read_figures
from donations.money import money, percentage, whole_units
from donations.sentences import State
from donations.stamp import STAMP

logger = logging.getLogger(__name__)

FIGURES_SECONDS = 60
# Up to here the bar is simply full; beyond, its scale grows and the goal's mark moves inside.
SCALE_GROWS_PERCENT = 115
# Nearer to an end of the bar than this, the amount is aligned with that end.
EDGE_THOUSANDTHS = 80
LEAST_PERCENT = {
    State.OVER: 101,
    State.REACHED: 100,
    State.ALMOST: 90,
    State.HALF: 50,
    State.UNDER_WAY: 0,
}


@dataclass(frozen=True)
class Goal:
    """The figures at one moment, as readers see them. All but the names needs a goal (is_set)."""

    figures: Figures
    now: datetime

    @property
    def is_set(self):
        return self.figures.goal_cents is not None

    @property
    def is_asking(self):
        """True while readers of any page may be shown the tracker."""
        return self.is_set and not self.figures.is_paused and not self.is_stale

    @property
    def is_stale(self):
        """True when nobody has compared the figures with the card provider's for too long."""
        check = self.figures.check
        return check is not None and check.is_stale(self.now)

    @property
    def is_provisional(self):
        """True while a comparison found differences, or the last one is long ago."""
        check = self.figures.check
        return check is not None and check.is_provisional(self.now)

    @property
    def state(self):
        if self.figures.is_paused:
            return State.PAUSED
        if self.is_stale:
            return State.STALE
        if self.figures.raised_cents <= 0:
            return State.NEGATIVE if self.figures.raised_cents else State.ZERO
        return next(state for state, least in LEAST_PERCENT.items() if self.percent >= least)

    @property
    def percent(self):
        """Whole percent of the goal, rounded down, past 100 when there is more."""
        return self._raised_cents * 100 // self.figures.goal_cents

    @property
    def is_half_reached(self):
        return self._raised_cents * 2 >= self.figures.goal_cents

    @property
    def is_reached(self):
        return self._raised_cents >= self.figures.goal_cents

    @property
    def _raised_cents(self):
        """What the bar shows: a month in which more went back than came in stands at 0."""
        return max(0, self.figures.raised_cents)

    # The bar

    @property
    def is_goal_inside(self):
        return self._raised_cents * 100 > self.figures.goal_cents * SCALE_GROWS_PERCENT

    @property
    def maximum(self):
        return whole_units(self._scale_cents)

    @property
    def value(self):
        return whole_units(min(self._raised_cents, self._scale_cents))

    @property
    def fill(self):
        """How far along the bar the level mark stands: the width of the spacer before it."""
        return f"{self._thousandths(self._raised_cents) / 10:g}%"

    @property
    def ahead(self):
        """How much of the bar is hatched: expected, and not past its end."""
        later = self.figures.raised_cents + self.figures.expected_cents
        thousandths = self._thousandths(max(0, later)) - self._thousandths(self._raised_cents)
        return f"{thousandths / 10:g}%" if thousandths > 0 else ""

    @property
    def goal_at(self):
        return f"{self._thousandths(self.figures.goal_cents) / 10:g}%"

    @property
    def edge(self):
        """The end of the bar which the amount is so near that it would stick out."""
        thousandths = self._thousandths(self._raised_cents)
        if thousandths < EDGE_THOUSANDTHS:
            return "start"
        return "end" if thousandths > 1000 - EDGE_THOUSANDTHS else ""

    @property
    def _scale_cents(self):
        return self._raised_cents if self.is_goal_inside else self.figures.goal_cents

    def _thousandths(self, cents):
        return min(1000, cents * 1000 // self._scale_cents)

    # The marks

    @property
    def zero_mark(self):
        return self._money(0)

    @property
    def half_mark(self):
        return self._money(self.figures.goal_cents // 2)

    @property
    def goal_mark(self):
        return self._money(self.figures.goal_cents)

    @property
    def raised(self):
        return self._money(self._raised_cents)

    def _money(self, cents):
        return money(cents, self.figures.currency)

    # The words

    @property
    def month(self):
        return sentences.month_name(self.figures.start)

    @property
    def name(self):
        return self.figures.name.replace("{month}", self.month)

    @property
    def title(self):
        return _("Goal reached") if self.is_asking and self.is_reached else self.name

    @property
    def days_left(self):
        return days_left(self.now, self.figures.end)

    @property
    def deadline(self):
        if self.days_left > 1:
            return sentences.days_sentence(self.days_left, self.month)
        return sentences.hours_sentence(hours_left(self.now, self.figures.end), self.month)

    @property
    def summary(self):
        return sentences.summary_sentence(
            self.state,
            count=self.figures.gifts,
            percent=percentage(self.percent),
            next_month=sentences.month_name(self.figures.end),
        )

    @property
    def expected(self):
        """What monthly donors are still to give, in words; nothing when none is."""
        if self.figures.expected_cents < 100:
            return ""
        return sentences.expected_sentence(self._money(self.figures.expected_cents))

    @property
    def badge(self):
        """When the figures were compared with the card provider's; nothing without one."""
        check = self.figures.check
        if check is None:
            return ""
        zone = timezone.get_default_timezone()
        day = check.checked_at and check.checked_at.astimezone(zone)
        return sentences.checked_sentence(day, is_provisional=self.is_provisional)

    @property
    def bar_label(self):
        return _("Raised in %(month)s") % {"month": self.month}

    @property
    def bar_text(self):
        """The bar in one sentence, for those who don't see it."""
        facts = {"raised": self.raised, "goal": self.goal_mark, "percent": percentage(self.percent)}
        if self.expected:
            facts["expected"] = self._money(self.figures.expected_cents)
        return sentences.bar_sentence(facts)


def current_goal(now):
    """The tracker now, from figures at most a minute old; nothing when they can't be had."""
    start, end = period(now, timezone.get_default_timezone())
    key = f"figures:{start:%Y-%m}:{cache.get(f'stamp:{STAMP}', '')}"
    try:
        figures = cache.get_or_set(key, lambda: read_figures(start, end, now), FIGURES_SECONDS)
    except DatabaseError:
        logger.exception("the goal can't be read")
        return None
    return Goal(figures, now) if figures else None


def goal_for(request):
    """The tracker of this request. The page made from it is out of date when the month is over."""
    now = timezone.now()
    _start, end = period(now, timezone.get_default_timezone())
    cache.add("stamp:month", f"{end:%Y-%m}", (end - now).total_seconds())
    for name in ("month", STAMP):  # of every part of the page that shows it
        request.depends_on(name)
    if not hasattr(request, "goal"):
        request.goal = current_goal(now)
    return request.goal
