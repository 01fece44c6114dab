"""What the treasurer enters by hand: with a note, for a receipt, watched when it is split."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donations.models import LedgerEntry, Proposal, Receipt
from tests.donations.test_admin import ADD, LIST, entry_form
from tests.factories import make_campaign, make_closed_month, make_gift, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasurer(client):
    user = make_user(group="Treasurer")
    client.force_login(user)
    return user


def test_an_entry_without_a_note_is_not_booked(client, treasurer):
    page = client.post(reverse(ADD), entry_form(make_campaign(), note=""))
    assert page.context["adminform"].form.errors["note"]
    assert not LedgerEntry.objects.exists()


def test_the_author_the_day_and_the_note_stand_in_the_entry_and_in_the_history(client, treasurer):
    client.post(reverse(ADD), entry_form(make_campaign()))
    entry = LedgerEntry.objects.get()
    assert (entry.recorded_by, entry.note) == (treasurer, "An envelope at the desk.")
    assert timezone.localdate(entry.booked_at) == timezone.localdate() - timedelta(days=1)
    history = client.get(reverse("admin:donations_ledgerentry_history", args=[entry.pk]))
    assert str(treasurer) in history.content.decode()


def test_who_books_into_a_closed_month_is_told_that_it_counts_today(client, treasurer):
    campaign = make_campaign()
    make_closed_month(campaign)
    form = entry_form(campaign, booked_at_0="2001-01-05")
    page = client.post(reverse(ADD), form, follow=True)
    assert "That month is closed: it counts today, and its day is kept." in page.text
    assert timezone.localdate(LedgerEntry.objects.get().booked_at) == timezone.localdate()


def test_a_donor_who_is_named_gets_a_receipt(client, treasurer):
    client.post(reverse(ADD), entry_form(make_campaign(), receipt_to="Oda@example.com"))
    receipt = Receipt.objects.get()
    assert (receipt.entry, receipt.donor.email) == (LedgerEntry.objects.get(), "oda@example.com")


def test_a_donor_is_the_same_however_the_address_is_written(client, treasurer):
    campaign = make_campaign()
    for address in ("oda@example.com", "ODA@example.com"):
        client.post(reverse(ADD), entry_form(campaign, receipt_to=address))
    assert Receipt.objects.values("donor").distinct().count() == 1


def test_money_that_went_back_brings_no_receipt(client, treasurer):
    client.post(
        reverse(ADD), entry_form(make_campaign(), kind="refund", receipt_to="oda@example.com")
    )
    assert LedgerEntry.objects.exists()
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"note": "a\0b"},
        {"provider_ref": "\0"},
        {"receipt_to": "oda"},
        {"kind": "9" * 30},
        {"booked_at_0": "9999999-01-01"},
        {"amount_cents": "9" * 30},
    ],
)
def test_whatever_is_typed_is_answered_with_a_form(client, treasurer, fields):
    page = client.post(reverse(ADD), entry_form(make_campaign(), **fields))
    assert page.context["errors"]
    assert not LedgerEntry.objects.exists()


def test_many_small_entries_of_one_day_are_shown_as_a_big_one(client, treasurer):
    campaign = make_campaign()
    make_gift(campaign, 300, recorded_by=make_user())
    assert "above the limit together" not in client.get(reverse(LIST)).content.decode()
    for _part in range(2):
        make_gift(campaign, 300, recorded_by=treasurer)
    page = client.get(reverse(LIST)).content.decode()
    assert page.count("above the limit together") == 2


@pytest.mark.parametrize("fields", [{"provider": "stripe"}, {"days": 1}])
def test_entries_of_providers_and_of_another_day_are_not_counted_together(
    client, treasurer, fields
):
    campaign, earlier = make_campaign(), fields.pop("days", 0)
    for part in range(2):
        at = timezone.now() - timedelta(days=part * earlier)
        make_gift(campaign, 300, recorded_by=treasurer, recorded_at=at, **fields)
    assert "above the limit together" not in client.get(reverse(LIST)).content.decode()


def test_the_list_asks_as_often_for_many_entries_as_for_one(
    client, treasurer, django_assert_max_num_queries
):
    campaign = make_campaign()
    make_gift(campaign, 300, recorded_by=treasurer)
    with django_assert_max_num_queries(30) as one:
        client.get(reverse(LIST))
    for _more in range(5):
        make_gift(campaign, 300, recorded_by=make_user())
    with django_assert_max_num_queries(len(one)):
        client.get(reverse(LIST))


def test_a_reference_that_waits_is_not_entered_again(client, treasurer):
    campaign = make_campaign()
    for _time in range(2):
        page = client.post(
            reverse(ADD), entry_form(campaign, amount_cents="500", provider_ref="TX-1")
        )
    assert "waits for a second person already" in page.content.decode()
    assert Proposal.objects.count() == 1
