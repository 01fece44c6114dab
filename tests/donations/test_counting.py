"""What counts towards the goal, and when a page notices."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from donations import goal as goal_module
from donations.goal import current_goal
from tests.factories import make_campaign, make_gift

pytestmark = pytest.mark.django_db
SEPTEMBER_21 = datetime(2021, 9, 21, 12, tzinfo=UTC)


def raised():
    return current_goal(timezone.now()).figures.raised_cents


@time_machine.travel(SEPTEMBER_21, tick=False)
def test_gifts_of_the_month_are_added_up():
    campaign = make_campaign()
    make_gift(campaign, 1000)
    make_gift(campaign, "400.00", booked_at=datetime(2021, 9, 1, tzinfo=UTC))
    make_gift(campaign, 7, booked_at=datetime(2021, 8, 31, 23, 59, 59, tzinfo=UTC))
    figures = current_goal(timezone.now()).figures
    assert (figures.raised_cents, figures.gifts, figures.goal_cents) == (140_000, 2, 500_000)


@pytest.mark.parametrize(("zone", "month"), [("Europe/Moscow", 10), ("UTC", 9)])
def test_a_gift_counts_in_the_month_of_the_sites_zone(settings, zone, month):
    settings.TIME_ZONE = zone
    make_gift(make_campaign(), 25, booked_at=datetime(2021, 9, 30, 21, 30, tzinfo=UTC))
    with time_machine.travel(datetime(2021, month, 15, tzinfo=UTC), tick=False):
        assert raised() == 2_500


def test_a_new_month_begins_at_midnight_with_warm_caches_and_nobody_about(client):
    make_gift(make_campaign(), 1400, booked_at=SEPTEMBER_21)
    with time_machine.travel(datetime(2021, 9, 30, 23, 59, 59, tzinfo=UTC), tick=False):
        before = client.get(reverse("donations:support")).content.decode()
    with time_machine.travel(datetime(2021, 10, 1, tzinfo=UTC), tick=False):
        after = client.get(reverse("donations:support")).content.decode()
        archive = client.get(reverse("donations:month", args=["2021", "09"])).content.decode()
    assert "Last day: 1 hour left until the end of September" in before
    assert 'value="1400"' in before
    assert "31 days left until the end of October" in after
    assert 'value="0"' in after
    assert 'value="1400"' in archive


@time_machine.travel(SEPTEMBER_21, tick=False)
def test_a_gift_shows_as_soon_as_it_is_booked(client, django_capture_on_commit_callbacks):
    campaign = make_campaign()
    client.get(reverse("donations:support"))
    with django_capture_on_commit_callbacks(execute=True):
        make_gift(campaign, 25)
    assert 'value="25"' in client.get(reverse("donations:support")).content.decode()


def test_figures_are_read_once_a_minute_in_one_statement(django_assert_num_queries):
    make_gift(make_campaign(), 25)
    with django_assert_num_queries(1):
        raised()
        raised()


def test_money_in_another_currency_is_not_added():
    campaign = make_campaign(currency="USD")
    make_gift(campaign, 25)
    campaign.currency = "EUR"
    make_gift(campaign, 10)
    assert raised() == 2_500


def test_money_of_another_campaign_is_not_added():
    make_gift(make_campaign(is_active=False, name="Old"), 25)
    make_campaign()
    assert raised() == 0


def test_a_gift_taken_back_no_longer_counts_as_one():
    campaign = make_campaign()
    make_gift(campaign, 25)
    make_gift(campaign, 40).reverse(by=None)
    figures = current_goal(timezone.now()).figures
    assert (figures.raised_cents, figures.gifts) == (2_500, 1)


@time_machine.travel(SEPTEMBER_21, tick=False)
@pytest.mark.parametrize(
    ("month", "only_this_month", "counts"),
    [
        (date(2021, 9, 1), False, True),
        (date(2021, 9, 1), True, True),
        (date(2021, 8, 1), False, True),
        (date(2021, 8, 1), True, False),
        (date(2021, 10, 1), False, False),
    ],
)
def test_a_goal_counts_from_its_month_on_or_in_it_alone(month, only_this_month, counts):
    campaign = make_campaign(goal=5000)
    campaign.goals.create(month=month, amount_cents=700_000, only_this_month=only_this_month)
    assert current_goal(timezone.now()).figures.goal_cents == (700_000 if counts else 500_000)


@time_machine.travel(SEPTEMBER_21, tick=False)
def test_a_goal_for_this_month_alone_wins_over_one_from_this_month_on():
    campaign = make_campaign(goal=None)
    campaign.goals.create(month=date(2021, 9, 1), amount_cents=700_000)
    campaign.goals.create(month=date(2021, 9, 1), amount_cents=300_000, only_this_month=True)
    assert current_goal(timezone.now()).figures.goal_cents == 300_000


def test_without_a_campaign_there_is_no_goal():
    assert current_goal(timezone.now()) is None


def test_figures_that_cannot_be_had_hide_the_goal(monkeypatch):
    def fail(*args):
        raise DatabaseError("away")

    monkeypatch.setattr(goal_module, "read_figures", fail)
    assert current_goal(timezone.now()) is None


@time_machine.travel(SEPTEMBER_21, tick=False)
def test_figures_of_a_month_are_kept_under_its_name():
    make_campaign()
    current_goal(timezone.now())
    assert cache.get("figures:2021-09:") is not None
