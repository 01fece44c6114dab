"""A month that was closed stays as it is; what is learned later counts later."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from donations.closing import CannotClose, close, months_of, next_to_close
from donations.goal import current_goal
from donations.models import ClosedMonth, LedgerEntry
from donations.open_points import open_points
from tests.factories import make_campaign, make_closed_month, make_gift, make_payment, make_user

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER = date(2021, 8, 1), date(2021, 9, 1)
AUGUST_5 = datetime(2021, 8, 5, tzinfo=UTC)
SEPTEMBER_21 = datetime(2021, 9, 21, 12, tzinfo=UTC)
CLOSE = "admin:donations_closedmonth_add"


@pytest.fixture(autouse=True)
def _september():
    with time_machine.travel(SEPTEMBER_21, tick=False):
        yield


@pytest.fixture
def treasurer(client):
    user = make_user(group="Treasurer")
    client.force_login(user)
    return user


def account_of(campaign, first_day):
    return months_of(campaign, [first_day])[0].account()


def said_yes_to(campaign, month=AUGUST):
    return {"campaign": campaign.pk, "month": f"{month}"}


def test_closing_keeps_the_account():
    campaign = make_campaign()
    make_gift(campaign, 100, booked_at=AUGUST_5, method="card")
    row = close(campaign, AUGUST, None)
    assert row.account["sheets"] == {"USD": {"methods": {"card": {"gift": 10_000}}, "earlier": {}}}
    assert (row.account["goal_cents"], row.account["gifts"]) == (500_000, 1)
    assert (row.start_at, row.end_at) == (
        datetime(2021, 8, 1, tzinfo=UTC),
        datetime(2021, 9, 1, tzinfo=UTC),
    )


def test_a_reversal_of_a_gift_from_a_closed_month_counts_now():
    campaign = make_campaign()
    gift = make_gift(campaign, 100, booked_at=AUGUST_5)
    close(campaign, AUGUST, None)
    gift.reverse(by=None)
    assert account_of(campaign, AUGUST).raised_cents == 10_000
    assert current_goal(SEPTEMBER_21).figures.raised_cents == -10_000
    [sheet] = account_of(campaign, SEPTEMBER).sheets
    assert list(sheet.about_earlier) == ["Of what counts, adjustments for August 2021: -$100.00"]


def test_what_happened_in_a_closed_month_and_is_learned_now_counts_now():
    campaign = make_campaign()
    make_closed_month(campaign, AUGUST)
    entry = make_gift(campaign, -20, kind="dispute", booked_at=AUGUST_5)
    assert (entry.booked_at, entry.occurred_at) == (SEPTEMBER_21, AUGUST_5)
    [sheet] = account_of(campaign, SEPTEMBER).sheets
    assert sheet.earlier == {"2021-08": -2_000}


def test_the_numbers_of_a_closed_month_do_not_follow_what_changes_since():
    campaign = make_campaign()
    payment = make_payment(campaign=campaign, status="settled")
    make_gift(campaign, 100, booked_at=AUGUST_5, payment=payment)
    close(campaign, AUGUST, None)
    payment.status = "returned"
    payment.save(update_fields=["status"])
    campaign.goals.update(amount_cents=100)
    account = account_of(campaign, AUGUST)
    assert (account.gifts, account.goal_cents) == (1, 500_000)


def test_months_are_closed_the_oldest_first():
    campaign = make_campaign()
    make_gift(campaign, 100, booked_at=datetime(2021, 7, 5, tzinfo=UTC))
    with pytest.raises(CannotClose, match="the oldest first"):
        close(campaign, AUGUST, None)
    close(campaign, date(2021, 7, 1), None)
    close(campaign, AUGUST, None)  # although nothing was booked in it
    assert next_to_close() is None


def test_a_month_that_is_not_over_is_not_closed():
    campaign = make_campaign()
    make_gift(campaign, 100)
    with pytest.raises(CannotClose, match="not over"):
        close(campaign, SEPTEMBER, None)


def test_a_month_is_closed_once():
    campaign = make_campaign()
    make_gift(campaign, 100, booked_at=AUGUST_5)
    close(campaign, AUGUST, None)
    with pytest.raises(CannotClose):
        close(campaign, AUGUST, None)
    assert ClosedMonth.objects.count() == 1


def test_money_found_from_before_the_first_closed_month_can_be_closed_too():
    campaign = make_campaign()
    make_closed_month(campaign, AUGUST)
    make_gift(campaign, 100, booked_at=datetime(2021, 7, 5, tzinfo=UTC))
    assert next_to_close().first_day == date(2021, 7, 1)


def test_a_campaign_that_is_over_has_months_to_close_too():
    make_gift(make_campaign(is_active=False, name="Old"), 5, booked_at=AUGUST_5)
    make_gift(make_campaign(), 5)
    assert (next_to_close().campaign.name, next_to_close().first_day) == ("Old", AUGUST)


# Another zone of the site, later


@pytest.mark.parametrize("zone", ["Europe/Moscow", "America/New_York", "Pacific/Kiritimati"])
def test_another_zone_leaves_closed_months_and_counts_each_entry_once(settings, zone):
    campaign = make_campaign()
    border = [datetime(2021, 8, 31, 22, tzinfo=UTC), datetime(2021, 9, 1, 2, tzinfo=UTC)]
    for moment, amount in zip(border, (10, 25), strict=True):
        make_gift(campaign, amount, booked_at=moment)
    make_gift(campaign, 100, booked_at=AUGUST_5)
    close(campaign, AUGUST, None)
    settings.TIME_ZONE = zone
    assert account_of(campaign, AUGUST).raised_cents == 11_000
    assert account_of(campaign, SEPTEMBER).raised_cents == 2_500
    assert current_goal(SEPTEMBER_21).figures.raised_cents == 2_500


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_a_month_with_a_change_of_clocks_is_closed_whole(settings, zone):
    settings.TIME_ZONE = zone
    campaign = make_campaign()
    make_gift(campaign, 100, booked_at=datetime(2021, 3, 31, 23, 59, 59, tzinfo=ZoneInfo(zone)))
    row = close(campaign, date(2021, 3, 1), None)
    row.refresh_from_db()
    assert row.end_at - row.start_at == timedelta(days=31, hours=-1)
    assert row.account["sheets"]["USD"]["methods"]["bank"]["gift"] == 10_000


# The database itself


def test_the_database_refuses_to_change_a_closed_month():
    make_closed_month(make_campaign(), AUGUST)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        connection.cursor().execute("UPDATE donations_closedmonth SET account = '{}'")


def test_the_database_refuses_an_entry_in_a_closed_month():
    campaign = make_campaign()
    make_closed_month(campaign, AUGUST)
    entry = LedgerEntry(campaign=campaign, amount_cents=100, currency="USD", booked_at=AUGUST_5)
    with pytest.raises(DatabaseError, match="the month is closed"), transaction.atomic():
        entry.save()


@pytest.mark.postgresql
def test_postgresql_itself_refuses_to_delete_a_closed_month():
    make_closed_month(make_campaign(), AUGUST)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        connection.cursor().execute("DELETE FROM donations_closedmonth")


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_booking_while_the_month_is_closed_counts_in_one_month_or_the_other():
    campaign = make_campaign()
    make_gift(campaign, 100, booked_at=AUGUST_5)
    at_once = Barrier(8)

    def act(number):
        at_once.wait()
        try:
            if number == 0:
                return close(campaign, AUGUST, None)
            return make_gift(campaign, 1, booked_at=AUGUST_5, provider_ref=f"ch_{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        row, *_entries = pool.map(act, range(8))
    kept = account_of(campaign, AUGUST).raised_cents
    ledger = LedgerEntry.objects.booked_within(row.start_at, row.end_at)
    assert kept == sum(ledger.values_list("amount_cents", flat=True))
    assert kept + account_of(campaign, SEPTEMBER).raised_cents == 10_700


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_a_month_closed_by_many_at_once_is_closed_once():
    campaign = make_campaign()
    make_gift(campaign, 100, booked_at=AUGUST_5)
    at_once = Barrier(4)

    def act(_number):
        at_once.wait()
        try:
            return close(campaign, AUGUST, None)
        except CannotClose:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(list(filter(None, pool.map(act, range(4))))) == 1


# In the admin


def test_the_treasurer_closes_the_month_that_was_shown(client, treasurer):
    campaign = make_campaign()
    make_gift(campaign, 100, booked_at=AUGUST_5)
    page = client.get(reverse(CLOSE)).content.decode()
    assert "Close August 2021" in page
    assert "$100.00" in page
    response = client.post(reverse(CLOSE), said_yes_to(campaign), follow=True)
    assert "August 2021 is closed." in response.content.decode()
    assert ClosedMonth.objects.get().closed_by == treasurer


@pytest.mark.parametrize("month", ["2021-09-01", "2021-07-01", "soon", "", "2021-08-01\0"])
def test_another_month_than_the_one_that_is_due_is_refused(client, treasurer, month):
    campaign = make_campaign()
    make_gift(campaign, 100, booked_at=AUGUST_5)
    response = client.post(reverse(CLOSE), {"campaign": campaign.pk, "month": month})
    assert response.status_code == 422
    assert "errornote" in response.content.decode()
    assert not ClosedMonth.objects.exists()


def test_with_nothing_to_close_the_page_says_so(client, treasurer):
    make_campaign()
    assert "Every month that is over is closed." in client.get(reverse(CLOSE)).content.decode()


def test_a_closed_month_is_looked_at_with_its_account(client, treasurer):
    campaign = make_campaign()
    make_gift(campaign, 100, booked_at=AUGUST_5)
    row = close(campaign, AUGUST, treasurer)
    page = client.get(reverse("admin:donations_closedmonth_change", args=[row.pk]))
    assert "$100.00" in page.content.decode()
    assert 'name="_save"' not in page.content.decode()


def test_what_is_not_settled_is_told_but_forbids_nothing(client, treasurer):
    campaign = make_campaign()
    make_gift(campaign, 100, booked_at=AUGUST_5)
    make_payment(campaign=campaign, status="quarantined", created_at=AUGUST_5)
    assert "1 payment is held back to be looked at." in client.get(reverse(CLOSE)).content.decode()
    client.post(reverse(CLOSE), said_yes_to(campaign))
    assert ClosedMonth.objects.exists()


def test_a_month_that_was_not_compared_with_the_card_provider_is_told(settings):
    campaign = make_campaign()
    [month] = months_of(campaign, [AUGUST])
    assert open_points(month) == []
    settings.STRIPE_SECRET_KEY = "sk_live_known"
    assert len(open_points(month)) == 1
