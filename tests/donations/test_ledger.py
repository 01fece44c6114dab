"""What is booked stays booked."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError, Sum

from donations.models import LedgerEntry
from donations.querysets import LedgerIsAppendOnly
from tests.factories import make_campaign, make_gift, make_user

BOOKED = ["amount_cents = 1", "currency = 'EUR'", "booked_at = recorded_at", "kind = 'dispute'"]


@pytest.mark.django_db
def test_an_entry_is_not_saved_twice():
    entry = make_gift(make_campaign(), 25)
    entry.amount_cents = 1
    with pytest.raises(LedgerIsAppendOnly):
        entry.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attempt",
    [
        lambda entries: entries.first().delete(),
        lambda entries: entries.delete(),
        lambda entries: entries.update(amount_cents=1),
        lambda entries: entries.bulk_update([entries.first()], ["amount_cents"]),
    ],
)
def test_entries_are_neither_changed_nor_deleted(attempt):
    make_gift(make_campaign(), 25)
    with pytest.raises(LedgerIsAppendOnly):
        attempt(LedgerEntry.objects.all())
    assert LedgerEntry.objects.get().amount_cents == 2_500


@pytest.mark.django_db
@pytest.mark.parametrize("change", BOOKED)
def test_the_database_itself_refuses_to_change_what_is_booked(change):
    make_gift(make_campaign(), 25)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(f"UPDATE donations_ledgerentry SET {change}")


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_itself_refuses_to_delete_what_is_booked():
    make_gift(make_campaign(), 25)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("DELETE FROM donations_ledgerentry")


@pytest.mark.django_db
def test_a_campaign_with_entries_stays():
    campaign = make_campaign()
    make_gift(campaign, 25)
    with pytest.raises(ProtectedError):
        campaign.delete()


@pytest.mark.django_db
def test_an_account_may_go_while_its_entries_stay():
    treasurer = make_user()
    entry = make_gift(make_campaign(), 25, recorded_by=treasurer)
    treasurer.delete()
    entry.refresh_from_db()
    assert (entry.recorded_by, entry.amount_cents) == (None, 2_500)


@pytest.mark.django_db
def test_a_donor_may_take_back_name_and_words_but_the_money_stays():
    entry = make_gift(make_campaign(), 25, donor_name="Oda", message="Go on", is_public=True)
    LedgerEntry.objects.all().withdraw_names()
    entry.refresh_from_db()
    assert (entry.donor_name, entry.message, entry.is_public) == ("", "", False)
    assert entry.amount_cents == 2_500


@pytest.mark.django_db
def test_reversing_books_the_opposite_once_however_often_it_is_asked():
    entry = make_gift(make_campaign(), 25)
    first, second = entry.reverse(by=None), entry.reverse(by=None)
    assert first == second
    assert (first.amount_cents, first.kind, first.reverses) == (-2_500, "adjustment", entry)
    assert LedgerEntry.objects.aggregate(sum=Sum("amount_cents"))["sum"] == 0


@pytest.mark.django_db
def test_a_reversal_is_not_reversed():
    reversal = make_gift(make_campaign(), 25).reverse(by=None)
    with pytest.raises(ValueError, match="anew"):
        reversal.reverse(by=None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "amount_cents"), [("gift", -1), ("gift", 0), ("refund", 1), ("adjustment", 0)]
)
def test_the_sign_fits_the_kind(kind, amount_cents):
    campaign = make_campaign()
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.book(campaign=campaign, kind=kind, amount_cents=amount_cents)


@pytest.mark.django_db
def test_a_movement_told_twice_is_booked_once():
    campaign = make_campaign()
    for _telling in range(2):
        make_gift(campaign, 25, provider="bank", provider_ref="TX-1")
    assert LedgerEntry.objects.count() == 1


@pytest.mark.django_db
def test_two_providers_may_use_the_same_reference():
    campaign = make_campaign()
    make_gift(campaign, 25, provider="bank", provider_ref="1")
    make_gift(campaign, 25, provider="coins", provider_ref="1")
    assert LedgerEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_a_movement_told_by_sixteen_connections_at_once_is_booked_once():
    campaign = make_campaign()
    at_once = Barrier(16)

    def tell(number):
        at_once.wait()
        try:
            shared = make_gift(campaign, 25, provider="bank", provider_ref="TX-1")
            make_gift(campaign, 1, provider="bank", provider_ref=f"own-{number}")
            return shared.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        told = list(pool.map(tell, range(16)))
    assert len(set(told)) == 1
    assert LedgerEntry.objects.aggregate(sum=Sum("amount_cents"))["sum"] == 2_500 + 16 * 100
    assert LedgerEntry.objects.count() == 17


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_an_entry_reversed_by_eight_connections_at_once_is_reversed_once():
    entry = make_gift(make_campaign(), 25)
    at_once = Barrier(8)

    def reverse(_number):
        at_once.wait()
        try:
            return entry.reverse(by=None).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(reverse, range(8)))) == 1
    assert LedgerEntry.objects.count() == 2
