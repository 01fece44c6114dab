from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donations import clock

BERLIN = ZoneInfo("Europe/Berlin")
MOSCOW = ZoneInfo("Europe/Moscow")
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")
ZONES = [UTC, BERLIN, MOSCOW, KIRITIMATI, ZoneInfo("America/St_Johns")]


def test_a_month_runs_from_its_first_midnight_to_the_next_months():
    start, end = clock.period(datetime(2021, 9, 21, 12, tzinfo=UTC), MOSCOW)
    assert start == datetime(2021, 9, 1, tzinfo=MOSCOW)
    assert end == datetime(2021, 10, 1, tzinfo=MOSCOW)


def test_the_first_instant_belongs_to_the_new_month():
    midnight = datetime(2021, 10, 1, tzinfo=UTC)
    assert clock.period(midnight, UTC)[0] == midnight
    assert clock.period(midnight - timedelta(microseconds=1), UTC)[1] == midnight


def test_december_ends_with_the_year():
    _start, end = clock.period(datetime(2026, 12, 31, 23, tzinfo=UTC), UTC)
    assert end == datetime(2027, 1, 1, tzinfo=UTC)


def test_fourteen_hours_ahead_the_month_begins_while_utc_is_in_the_old_one():
    now = datetime(2026, 8, 31, 10, tzinfo=UTC)
    assert clock.period(now, KIRITIMATI)[0] == datetime(2026, 9, 1, tzinfo=KIRITIMATI)
    assert clock.period(now, UTC)[0].month == 8


@pytest.mark.parametrize(
    ("now", "days"),
    [
        ("2021-09-01 00:00", 30),
        ("2021-09-20 23:59", 11),
        ("2021-09-21 00:00", 10),
        ("2021-09-21 12:00", 10),
        ("2021-09-30 00:00", 1),
        ("2021-09-30 23:59", 1),
        ("2024-02-01 00:00", 29),
        ("2023-02-01 00:00", 28),
        ("2024-02-29 23:59", 1),
    ],
)
def test_days_left_include_today(now, days):
    now = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert clock.days_left(now, clock.period(now, UTC)[1]) == days


@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24"])
def test_a_change_of_clocks_makes_no_day_more_or_less(day):
    """The clocks change on the next night: 23 and 25 hours are one day each."""
    now = datetime.fromisoformat(day).replace(tzinfo=BERLIN)
    _start, end = clock.period(now, BERLIN)
    assert clock.days_left(now, end) == 32 - now.day


@pytest.mark.parametrize(
    ("now", "hours"),
    [("00:00", 24), ("00:01", 24), ("12:00", 12), ("22:59", 2), ("23:00", 1), ("23:59:59", 1)],
)
def test_hours_left_count_the_begun_one(now, hours):
    now = datetime.fromisoformat(f"2021-09-30 {now}").replace(tzinfo=UTC)
    assert clock.hours_left(now, clock.period(now, UTC)[1]) == hours


def test_a_last_day_with_a_change_of_clocks_has_its_true_hours():
    morning = datetime(2027, 10, 31, tzinfo=BERLIN)
    assert clock.hours_left(morning, clock.period(morning, BERLIN)[1]) == 25


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(ZONES),
)
def test_at_any_time_anywhere_the_month_holds_now_and_something_is_left(now, zone):
    start, end = clock.period(now, zone)
    assert start <= now < end
    assert 1 <= clock.days_left(now, end) <= 31
    assert clock.hours_left(now, end) >= 1


def test_the_month_before_january_is_december():
    start = datetime(2026, 1, 1, tzinfo=BERLIN)
    assert clock.month_before(start) == datetime(2025, 12, 1, tzinfo=BERLIN)
