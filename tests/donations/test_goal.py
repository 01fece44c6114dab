"""The tracker as a pure function of figures and a moment."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donations.checked import Check
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


# What is expected of monthly donors


def test_what_is_expected_is_hatched_after_what_is_there():
    goal = goal_at(140_000, expected_cents=32_000)
    assert (goal.fill, goal.ahead) == ("28%", "6.4%")
    assert goal.expected == "$320 more expected from monthly donors"
    assert goal.bar_text == (
        "$1,400 of $5,000 raised: 28% of the goal, and $320 expected from monthly donors"
    )
    assert (goal.percent, goal.value) == (28, 1400)


@pytest.mark.parametrize(
    ("raised", "expected", "ahead"),
    [
        (490_000, 32_000, "2%"),
        (500_000, 32_000, ""),
        (620_000, 32_000, ""),
        (-5_000, 10_000, "1%"),
        (-50_000, 10_000, ""),
        (140_000, 0, ""),
    ],
)
def test_what_is_expected_never_runs_past_the_bar(raised, expected, ahead):
    assert goal_at(raised, expected_cents=expected).ahead == ahead


@given(st.integers(-10_000_000, 10_000_000), st.integers(0, 10_000_000), st.integers(100, 10**9))
def test_whatever_was_raised_and_is_expected_the_bar_is_never_overfull(raised, expected, goal):
    drawn = goal_at(raised, expected_cents=expected, goal_cents=goal)
    assert 0 <= percents(drawn.fill) + percents(drawn.ahead) <= 100.001
    assert drawn.value <= drawn.maximum


def percents(width):
    return float(width.rstrip("%") or 0)


# When it was compared with the card provider's


def check(**days_ago):
    """As if the provider took its first card gift 30 days ago."""
    known = {"has_differences": False, "is_off": False} | {
        name: value for name, value in days_ago.items() if not name.endswith("_ago")
    }
    checked = days_ago.get("checked_days_ago")
    at = None if checked is None else SEPTEMBER_21 - timedelta(days=checked)
    since = SEPTEMBER_21 - timedelta(days=days_ago.get("watched_days_ago", 30))
    return Check(checked_at=at, watched_since=since, **known)


@pytest.mark.parametrize(
    ("facts", "badge"),
    [
        ({"checked_days_ago": 1}, "checked 20 Sep"),
        ({"checked_days_ago": 2}, "checked 19 Sep"),
        ({"checked_days_ago": 2.1}, "provisional, last checked 19 Sep"),
        ({"checked_days_ago": 1, "has_differences": True}, "provisional, last checked 20 Sep"),
        ({"watched_days_ago": 1}, "provisional, not checked yet"),
    ],
)
def test_the_badge_says_how_far_the_figures_can_be_trusted(facts, badge):
    assert goal_at(140_000, check=check(**facts)).badge == badge


def test_without_a_card_provider_there_is_nothing_to_check():
    goal = goal_at(140_000)
    assert (goal.badge, goal.is_provisional, goal.is_stale) == ("", False, False)


@pytest.mark.parametrize(
    ("facts", "is_stale"),
    [
        ({"checked_days_ago": 7}, False),
        ({"checked_days_ago": 7.1}, True),
        ({"checked_days_ago": 7.1, "is_off": True}, False),
        ({"watched_days_ago": 8}, True),
        ({"watched_days_ago": 6}, False),
    ],
)
def test_figures_not_compared_for_a_week_are_stale(facts, is_stale):
    goal = goal_at(140_000, check=check(**facts))
    assert goal.is_stale == is_stale
    assert goal.is_asking != is_stale


def test_stale_figures_say_so_instead_of_a_percentage():
    goal = goal_at(140_000, check=check(checked_days_ago=8))
    assert goal.state == State.STALE
    assert goal.summary.startswith("These figures may be out of date")
    assert (goal.raised, goal.title) == ("$1,400", "September map fund")
