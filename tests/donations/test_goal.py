"""The tracker as a pure function of figures and a moment."""

from datetime import UTC, datetime

import pytest

from donations.clock import period
from donations.goal import Figures, Goal
from donations.sentences import State

SEPTEMBER_21 = datetime(2021, 9, 21, 12, tzinfo=UTC)


def goal_at(raised_cents, *, now=SEPTEMBER_21, goal_cents=500_000, **known):
    start, end = period(now, UTC)
    facts = {"name": "{month} map fund", "headline": "", "appeal": "", "currency": "USD"}
    facts |= {"is_paused": False, "gifts": 61, "read_at": now, "start": start, "end": end} | known
    return Goal(Figures(goal_cents=goal_cents, raised_cents=raised_cents, **facts), now)


def five_strings(goal):
    return [goal.zero_mark, goal.half_mark, goal.goal_mark, goal.raised, goal.deadline]


def test_the_five_strings_of_the_tracker_with_the_sign_at_the_end(settings):
    settings.MONEY_STYLE = "trailing"
    deadline = "10 days left until the end of September"
    assert five_strings(goal_at(140_000)) == ["0 $", "2,500 $", "5,000 $", "1,400 $", deadline]


def test_the_five_strings_of_the_tracker_in_the_style_of_the_language(settings):
    settings.MONEY_STYLE = "locale"
    deadline = "10 days left until the end of September"
    assert five_strings(goal_at(140_000)) == ["$0", "$2,500", "$5,000", "$1,400", deadline]


@pytest.mark.parametrize(
    ("raised", "percent", "fill", "half"),
    [
        (140_000, 28, "28%", False),
        (415_500, 83, "83.1%", True),
        (116_200, 23, "23.2%", False),
        (249_999, 49, "49.9%", False),
        (250_000, 50, "50%", True),
    ],
)
def test_the_bar_is_filled_by_what_was_raised(raised, percent, fill, half):
    goal = goal_at(raised)
    assert (goal.percent, goal.fill, goal.is_half_reached) == (percent, fill, half)


def test_forty_cents_short_is_not_reached():
    goal = goal_at(499_960)
    assert goal.raised == "$4,999"
    assert (goal.percent, goal.is_reached, goal.state) == (99, False, State.ALMOST)
    assert goal.value == 4999


def test_far_past_the_goal_its_mark_moves_inside_a_full_bar():
    goal = goal_at(620_000)
    assert "124%" in goal.summary
    assert (goal.fill, goal.goal_at, goal.is_goal_inside) == ("100%", "80.6%", True)
    assert (goal.value, goal.maximum) == (6200, 6200)


def test_a_little_past_the_goal_the_bar_is_full_and_the_marks_stay():
    goal = goal_at(575_000)
    assert (goal.fill, goal.is_goal_inside, goal.maximum, goal.value) == ("100%", False, 5000, 5000)
    assert "115%" in goal.summary


def test_a_month_in_which_more_went_back_stands_at_zero():
    goal = goal_at(-5_000)
    assert (goal.fill, goal.value, goal.raised, goal.state) == ("0%", 0, "$0", State.NEGATIVE)
    assert goal.summary == "More was paid back than given so far this month."


@pytest.mark.parametrize(
    ("raised", "state", "summary"),
    [
        (0, "zero", "No donations yet this month. The first one moves the marker."),
        (1, "under-way", "0% of the goal, from 61 donations"),
        (140_000, "under-way", "28% of the goal, from 61 donations"),
        (250_000, "half", "Half-way mark passed: 50% of the goal, from 61 donations"),
        (450_000, "almost", "Almost there: 90% of the goal, from 61 donations"),
        (500_000, "reached", "Goal reached, from 61 donations. Anything above it goes to October."),
        (
            565_000,
            "over",
            "113% of the goal, from 61 donations. Anything above it goes to October.",
        ),
    ],
)
def test_every_state_has_its_sentence(raised, state, summary):
    goal = goal_at(raised)
    assert (goal.state, goal.summary) == (state, summary)


def test_one_gift_is_one_donation():
    assert goal_at(10_000, gifts=1).summary == "2% of the goal, from 1 donation"


def test_a_paused_campaign_asks_nobody():
    goal = goal_at(140_000, is_paused=True)
    assert not goal.is_asking
    assert goal.summary.startswith("We are not asking for donations at the moment.")


def test_without_a_goal_nobody_is_asked():
    assert not goal_at(140_000, goal_cents=None).is_asking


def test_the_name_tells_the_month():
    assert goal_at(0).title == "September map fund"
    assert goal_at(500_000).title == "Goal reached"


@pytest.mark.parametrize(
    ("now", "deadline"),
    [
        ("2021-09-29 23:59", "2 days left until the end of September"),
        ("2021-09-30 00:00", "Last day: 24 hours left until the end of September"),
        ("2021-09-30 12:30", "Last day: 12 hours left until the end of September"),
        ("2021-09-30 23:59", "Last day: 1 hour left until the end of September"),
        ("2021-10-01 00:00", "31 days left until the end of October"),
    ],
)
def test_the_last_day_is_counted_in_hours_and_never_zero(now, deadline):
    now = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert goal_at(0, now=now).deadline == deadline


def test_the_bar_is_one_sentence_for_those_who_do_not_see_it():
    goal = goal_at(140_000)
    assert goal.bar_label == "Raised in September"
    assert goal.bar_text == "$1,400 of $5,000 raised: 28% of the goal"


@pytest.mark.parametrize(("raised", "edge"), [(39_000, "start"), (140_000, ""), (461_000, "end")])
def test_an_amount_near_an_end_is_kept_inside(raised, edge):
    assert goal_at(raised).edge == edge
