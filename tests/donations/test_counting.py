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
from donations.models import Donor, Pledge, Provider, Reconciliation
from tests.factories import make_campaign, make_gift, make_payment

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


@pytest.mark.parametrize(
    ("zone", "moment", "month"),
    [
        ("UTC", "2021-09-30T21:30", 9),
        ("Europe/Moscow", "2021-09-30T20:59:59", 9),
        ("Europe/Moscow", "2021-09-30T21:00", 10),
        ("Europe/Moscow", "2021-09-30T21:30", 10),
        ("America/New_York", "2021-10-01T03:59:59", 9),
        ("America/New_York", "2021-10-01T04:00", 10),
        # The clocks have changed within the month.
        ("America/New_York", "2021-12-01T04:59:59", 11),
        ("America/New_York", "2021-12-01T05:00", 12),
        ("America/New_York", "2021-04-01T03:59:59", 3),
        ("Europe/Berlin", "2021-03-31T21:59:59", 3),
        ("Europe/Berlin", "2021-10-31T22:59:59", 10),
        ("Europe/Berlin", "2021-10-31T23:00", 11),
        ("Pacific/Kiritimati", "2021-09-30T09:59:59", 9),
        ("Pacific/Kiritimati", "2021-09-30T10:00", 10),
        ("UTC", "2024-02-29T23:59:59", 2),
    ],
)
def test_a_gift_counts_in_the_month_of_the_sites_zone(settings, zone, moment, month):
    settings.TIME_ZONE = zone
    booked_at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    make_gift(make_campaign(), 25, booked_at=booked_at)
    with time_machine.travel(datetime(booked_at.year, month, 15, tzinfo=UTC), tick=False):
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


def test_figures_are_read_once_a_minute_in_one_statement(settings, django_assert_num_queries):
    settings.STRIPE_SECRET_KEY = "sk_live_known"
    make_gift(make_campaign(shows_expected=True), 25)
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


@time_machine.travel(SEPTEMBER_21, tick=False)
@pytest.mark.parametrize("kind", ["cover", "fee"])
def test_fees_and_what_covers_them_are_not_part_of_the_goal(kind):
    make_gift(make_campaign(), -3, kind=kind)
    assert raised() == 0


# What monthly donors are still to give


def expect(**fields):
    """A monthly gift that is charged on 25 September, in a campaign that shows what it expects."""
    campaign = fields.pop("campaign", None) or make_campaign(shows_expected=True)
    known = {"status": "active", "amount_cents": 1_000, "cover_cents": 59, "currency": "USD"}
    known |= {"next_charge_at": datetime(2021, 9, 25, tzinfo=UTC), "provider": "stripe"}
    donor = Donor.objects.create()
    return Pledge.objects.create(campaign=campaign, donor=donor, **known | fields)


def expected():
    return current_goal(timezone.now()).figures.expected_cents


@time_machine.travel(SEPTEMBER_21, tick=False)
def test_monthly_gifts_that_are_charged_later_in_the_month_are_expected():
    pledge = expect()
    expect(campaign=pledge.campaign, amount_cents=500)
    assert (expected(), raised()) == (1_500, 0)


@time_machine.travel(SEPTEMBER_21, tick=False)
@pytest.mark.parametrize(
    "fields",
    [
        {"status": "paused"},
        {"status": "past_due"},
        {"status": "ended"},
        {"status": "started"},
        {"is_test": True},
        {"currency": "EUR"},
        {"next_charge_at": datetime(2021, 9, 21, 11, tzinfo=UTC)},
        {"next_charge_at": datetime(2021, 10, 1, tzinfo=UTC)},
        {"next_charge_at": None},
    ],
)
def test_what_may_not_be_charged_this_month_is_not_expected(fields):
    expect(**fields)
    assert expected() == 0


@time_machine.travel(SEPTEMBER_21, tick=False)
def test_what_is_expected_is_shown_only_where_the_campaign_says_so(client):
    expect(campaign=make_campaign(shows_expected=False))
    assert expected() == 0
    assert client.get("/support/goal.json").json()["expected"] is None


@time_machine.travel(SEPTEMBER_21, tick=False)
def test_readers_see_what_is_expected(client):
    expect(amount_cents=32_000)
    page = client.get("/support/").content.decode()
    assert '<svg class="goal__expected" width="6.4%" height="1">' in page
    assert "$320 more expected from monthly donors" in page
    assert client.get("/support/goal.json").json()["expected"] == 320


# How far the figures can be trusted


@pytest.fixture
def cards(settings):
    """The card provider, as it has been since its first gift on 1 September."""
    settings.STRIPE_SECRET_KEY = "sk_live_known"
    make_payment(make_campaign(), status="settled", settled_at=datetime(2021, 9, 1, tzinfo=UTC))
    provider, _is_new = Provider.objects.get_or_create(name="stripe")
    return provider


def compare(provider, moment, *, differences=()):
    """What a comparison leaves behind."""
    known = {"since_at": moment, "until_at": moment, "started_at": moment, "ended_at": moment}
    Reconciliation.objects.create(provider=provider.name, differences=[*differences], **known)
    if not differences:
        Provider.objects.filter(pk=provider.pk).update(checked_at=moment)


def badge():
    return current_goal(timezone.now()).badge


@time_machine.travel(SEPTEMBER_21, tick=False)
def test_figures_that_agreed_with_the_provider_say_when(cards, client):
    compare(cards, datetime(2021, 9, 20, 3, tzinfo=UTC))
    assert badge() == "checked 20 Sep"
    assert "checked 20 Sep" in client.get("/support/").content.decode()
    assert client.get("/support/goal.json").json()["checked_at"] == "2021-09-20T03:00:00Z"


@time_machine.travel(SEPTEMBER_21, tick=False)
def test_figures_that_differ_are_provisional_until_they_agree(cards):
    compare(cards, datetime(2021, 9, 20, 3, tzinfo=UTC))
    compare(cards, datetime(2021, 9, 21, 3, tzinfo=UTC), differences=[{"kind": "gift"}])
    assert badge() == "provisional, last checked 20 Sep"
    cache.clear()
    compare(cards, datetime(2021, 9, 21, 4, tzinfo=UTC))
    assert badge() == "checked 21 Sep"


@time_machine.travel(SEPTEMBER_21, tick=False)
def test_figures_that_were_never_compared_are_stale_in_the_end(cards, client):
    goal = current_goal(timezone.now())
    assert (goal.badge, goal.state) == ("provisional, not checked yet", "stale")
    assert 'class="strip' not in client.get("/").content.decode()
    page = client.get("/support/").content.decode()
    assert "These figures may be out of date" in page
    assert 'max="5000" value="0"' in page


@time_machine.travel(SEPTEMBER_21, tick=False)
@pytest.mark.parametrize("key", ["", "sk_test_known"])
def test_without_real_cards_there_is_no_badge(cards, settings, key):
    settings.STRIPE_SECRET_KEY = key
    assert (badge(), current_goal(timezone.now()).is_stale) == ("", False)


@time_machine.travel(SEPTEMBER_21, tick=False)
def test_before_the_first_card_gift_there_is_no_badge(settings):
    settings.STRIPE_SECRET_KEY = "sk_live_known"
    make_payment(make_campaign(), status="open")
    assert badge() == ""


@time_machine.travel(SEPTEMBER_21, tick=False)
def test_a_provider_that_is_switched_off_hides_nothing(cards):
    Provider.objects.filter(pk=cards.pk).update(is_on=False)
    assert current_goal(timezone.now()).is_asking
