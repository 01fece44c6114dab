"""Receipts: a number for each gift, none missing, in the donor's language."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from donations import receipts
from donations.models import Donor, Receipt
from newsportal.models import OutgoingMail
from tests.donations.paying import settled, tell
from tests.donations.test_pledging import begun
from tests.factories import make_campaign, make_gift, make_user

pytestmark = pytest.mark.django_db


def make_donor(email="oda@example.com", **fields):
    return Donor.objects.create(email=email, **fields)


def issued(donor=None, *, amount="25", **fields):
    campaign = fields.pop("campaign", None) or make_campaign()
    return receipts.issue(make_gift(campaign, amount, **fields), donor or make_donor())


def numbers():
    return [receipt.number for receipt in Receipt.objects.order_by("year", "serial")]


@time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC))
def test_numbers_count_up_within_a_year():
    donor, campaign = make_donor(), make_campaign()
    for _ in range(3):
        issued(donor, campaign=campaign)
    assert numbers() == ["2026-000001", "2026-000002", "2026-000003"]


def test_a_new_year_begins_at_midnight_where_the_site_is(settings):
    settings.TIME_ZONE = "Europe/Moscow"
    donor, campaign = make_donor(), make_campaign()
    for hour in (20, 21):  # 21:00 UTC is midnight in Moscow
        with time_machine.travel(datetime(2026, 12, 31, hour, tzinfo=UTC)):
            issued(donor, campaign=campaign)
    assert numbers() == ["2026-000001", "2027-000001"]


def test_a_gift_has_one_receipt_however_often_it_is_asked_for():
    donor = make_donor()
    receipt = issued(donor)
    assert receipts.issue(receipt.entry, donor) == receipt
    assert (Receipt.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_a_booking_that_fails_gives_its_number_back():
    donor, campaign = make_donor(), make_campaign()
    with transaction.atomic():
        issued(donor, campaign=campaign)
        transaction.set_rollback(True)
    assert issued(donor, campaign=campaign).serial == 1
    assert OutgoingMail.objects.count() == 1


def test_without_an_address_there_is_no_receipt_and_no_number_is_lost():
    campaign = make_campaign()
    assert issued(make_donor(""), campaign=campaign) is None
    assert issued(campaign=campaign).serial == 1


def test_a_receipt_says_what_was_given_and_what_covers_the_fees(client, stripe_server, settings):
    settings.SITE_NAME, settings.DONATION_RECEIPT_NOTE = "The Datum", "Not deductible from tax."
    settled(stripe_server, client, 2_500, cover=107)
    letter = OutgoingMail.objects.get()
    assert letter.to == "donor@example.com"
    assert letter.subject == f"Receipt {Receipt.objects.get().number} for your gift to The Datum"
    lines = letter.text.splitlines()
    for line in (
        *("Gift: $25.00", "Covered fees: $1.07", "Paid in all: $26.07"),
        *("How often: once", "Method: Card", "Not deductible from tax."),
        settings.SITE_URL + reverse("donations:manage"),
    ):
        assert line in lines


def test_each_charge_of_a_monthly_gift_says_so(client, stripe_server):
    begun(stripe_server, client)
    assert "How often: every month" in OutgoingMail.objects.get().text


@pytest.mark.parametrize(("language", "amount"), [("ru", "25,00 $"), ("en", "$25.00")])
def test_a_receipt_is_in_the_donors_language(language, amount):
    issued(make_donor(language=language))
    assert amount in OutgoingMail.objects.get().text.replace("\N{NO-BREAK SPACE}", " ")


def test_what_is_paid_back_is_told_with_the_number(client, stripe_server):
    _payment, charge = settled(stripe_server, client, 2_500)
    stripe_server.refund(charge["id"], 1_000)
    for _ in range(2):
        tell(stripe_server, client)
    told = OutgoingMail.objects.latest("pk")
    assert told.subject == f"Receipt {Receipt.objects.get().number}: $10.00 paid back"
    assert OutgoingMail.objects.count() == 2


def test_a_receipt_sent_again_has_its_number_and_what_went_back(client, stripe_server):
    _payment, charge = settled(stripe_server, client, 2_500)
    stripe_server.refund(charge["id"], 1_000)
    tell(stripe_server, client)
    receipts.send_again(Receipt.objects.get())
    again = OutgoingMail.objects.latest("pk")
    assert Receipt.objects.get().number in again.subject
    assert "Paid back since: $10.00" in again.text


def test_nobody_is_told_of_money_back_without_a_receipt(client, stripe_server):
    payment, charge = settled(stripe_server, client, email="")
    stripe_server.refund(charge["id"], 1_000)
    tell(stripe_server, client)
    assert not OutgoingMail.objects.exists()


def test_the_treasurer_sends_receipts_again(client):
    receipt = issued()
    client.force_login(make_user(group="Treasurer"))
    chosen = {"action": "send_again", "_selected_action": [receipt.pk]}
    page = client.post(reverse("admin:donations_receipt_changelist"), chosen, follow=True)
    assert "1 receipt is on its way." in page.content.decode()
    assert OutgoingMail.objects.count() == 2
