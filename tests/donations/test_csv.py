"""Months as tables: for everybody, and for the books."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from donations.models import Donor, Receipt
from tests.factories import make_campaign, make_gift, make_payment, make_user

pytestmark = pytest.mark.django_db
SEPTEMBER_21 = datetime(2021, 9, 21, 12, tzinfo=UTC)
EXPORT = "admin:donations_closedmonth_export"


@pytest.fixture(autouse=True)
def _september():
    with time_machine.travel(SEPTEMBER_21, tick=False):
        yield


def rows(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(response.content.decode())))


def public_rows(client):
    return rows(client.get("/support/months/2021-09.csv"))


def test_each_entry_is_a_row(client):
    campaign = make_campaign()
    make_gift(campaign, "25.50", method="card", donor_name="Öda", message="Go, on", is_public=True)
    make_gift(campaign, -1, method="card", kind="fee")
    gift, fee = public_rows(client)
    assert gift == {
        "date": "2021-09-21",
        "kind": "gift",
        "method": "card",
        "amount": "25.50",
        "currency": "USD",
        "counts": "yes",
        "name": "Öda",
        "message": "Go, on",
    }
    assert (fee["kind"], fee["amount"], fee["counts"]) == ("fee", "-1.00", "no")


def test_the_table_tells_no_more_than_the_page(client):
    known = {"provider": "stripe", "provider_ref": "ch_secret", "note": "note-secret"}
    known |= {"donor_name": "name-secret", "message": "words-secret"}
    make_gift(make_campaign(), 25, recorded_by=make_user(username="user-secret"), **known)
    assert "secret" not in client.get("/support/months/2021-09.csv").content.decode()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_words_are_never_a_formula_and_amounts_stay_numbers(client, sign):
    campaign = make_campaign()
    words = f"{sign}1+1"
    make_gift(campaign, -5, kind="refund", donor_name=words, message=words, is_public=True)
    [row] = public_rows(client)
    assert (row["name"], row["message"], row["amount"]) == (f"'{words}", f"'{words}", "-5.00")


def test_a_day_is_the_sites(client, settings):
    settings.TIME_ZONE = "Pacific/Kiritimati"
    make_gift(make_campaign(), 25)
    assert public_rows(client)[0]["date"] == "2021-09-22"


def test_another_currency_does_not_count(client):
    make_gift(make_campaign(currency="USD"), 7, currency="EUR")
    [row] = public_rows(client)
    assert (row["amount"], row["currency"], row["counts"]) == ("7.00", "EUR", "no")


@pytest.mark.parametrize("count", [1, 9])
def test_the_table_needs_as_many_statements_for_many_as_for_one(
    client, django_assert_num_queries, count
):
    campaign = make_campaign()
    for number in range(count):
        make_gift(campaign, 25, provider_ref=str(number))
    with django_assert_num_queries(3):  # campaign, closed months, entries
        public_rows(client)


# For the books


@pytest.fixture
def card_gift():
    donor = Donor.objects.create(email="oda@example.com")
    payment = make_payment(donor=donor, charge_ref="ch_1")
    known = {"provider": "stripe", "provider_ref": "ch_1", "note": "=glimbo"}
    gift = make_gift(payment.campaign, 25, method="card", payment=payment, **known)
    Receipt.objects.create(
        year=2021, serial=7, entry=gift, donor=donor, amount_cents=2_500, currency="USD"
    )
    return gift


def export(client, gift, **fields):
    known = {"campaign": gift.campaign_id, "month": "2021-09"}
    return client.post(reverse(EXPORT), known | fields)


@pytest.fixture
def treasurer(client):
    user = make_user(group="Treasurer")
    client.force_login(user)
    return user


def test_the_treasurer_takes_a_month_with_all_that_the_books_need(client, treasurer, card_gift):
    [row] = rows(export(client, card_gift))
    known = {"provider": "stripe", "reference": "ch_1", "charge": "ch_1", "receipt": "2021-000007"}
    known |= {"note": "'=glimbo", "donor": f"{card_gift.payment.donor_id}", "amount": "25.00"}
    assert row.items() >= known.items()
    assert "oda@example.com" not in row.values()


def test_addresses_are_in_it_only_when_asked_for_and_that_is_written_down(
    client, treasurer, card_gift
):
    [row] = rows(export(client, card_gift, with_emails="on"))
    assert row["email"] == "oda@example.com"
    log = LogEntry.objects.get()
    assert (log.user, log.change_message) == (treasurer, "Exported with email addresses.")
    assert "2021-09" in log.object_repr


def test_looking_at_the_page_exports_nothing(client, treasurer, card_gift):
    page = client.get(reverse(EXPORT))
    assert "September 2021" in page.content.decode()
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("month", ["", "2021-13", "x", "2021-09-01-01", "\0", "9" * 30])
def test_a_month_of_no_calendar_is_asked_for_again(client, treasurer, card_gift, month):
    page = export(client, card_gift, month=month)
    assert page.status_code == 422
    assert "errorlist" in page.content.decode()
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("count", [1, 5])
def test_the_export_needs_as_many_statements_for_many_as_for_one(
    client, treasurer, card_gift, django_assert_max_num_queries, count
):
    for number in range(count):
        payment = make_payment(charge_ref=f"ch_{number + 2}")
        make_gift(payment.campaign, 5, payment=payment, provider_ref=f"x{number}")
    with django_assert_max_num_queries(11):
        assert len(rows(export(client, card_gift))) == count + 1
