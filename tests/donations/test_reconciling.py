"""Our ledger against the provider's own account: each difference is found, said, and mended."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from donations import differences, events, reconciling, returning
from donations.models import (
    LedgerEntry,
    Payment,
    Pledge,
    Provider,
)
from tests.donations.checkouts import book
from tests.donations.paying import begin, booked, settled, tell
from tests.factories import make_campaign, make_gift, make_user

pytestmark = pytest.mark.django_db


def compared(**options):
    """The last weeks, up to now: what happened a moment ago too."""
    until = timezone.now() + timedelta(minutes=1)
    run = reconciling.reconcile("stripe", until - timedelta(days=35), until, **options)
    return run


def kinds(run):
    return sorted(each["kind"] for each in run.differences)


def test_what_was_told_is_what_was_booked(stripe_server, client):
    _payment, charge = settled(stripe_server, client, cover=105)
    stripe_server.fail_refund(stripe_server.refund(charge, 500))
    stripe_server.refund(charge, 700)
    stripe_server.win(stripe_server.dispute(charge, 300))
    _pledged, first = settled(stripe_server, client, 1_000, is_monthly=True)
    stripe_server.renew(Pledge.objects.get().provider_ref)
    tell(stripe_server, client)
    run = compared()
    assert (run.error, run.differences) == ("", [])
    assert run.compared > 10
    assert Provider.objects.get(name="stripe").checked_at == run.ended_at


def test_a_gift_whose_event_was_lost_is_found_and_taken_over(stripe_server, client):
    payment = begin(cover=105)
    charge = stripe_server.pay(payment.session_ref)
    found = compared()
    assert kinds(found) == ["missing_here", "missing_here"]  # with its fee
    assert {each["ref"] for each in found.differences} == {
        charge["id"],
        charge["balance_transaction"],
    }
    assert booked() == []
    assert not Provider.objects.filter(checked_at__isnull=False).exists()
    mended = compared(mend=True)
    assert (mended.differences, mended.mended) == ([], 2)
    assert booked("gift", "cover") == [("cover", 105), ("gift", 2_500)]
    payment.refresh_from_db()
    assert payment.status == Payment.Status.SETTLED


def test_a_renewal_whose_event_was_lost_is_taken_over(stripe_server, client):
    settled(stripe_server, client, is_monthly=True)
    stripe_server.renew(Pledge.objects.get().provider_ref)
    assert "missing_here" in kinds(compared())
    assert kinds(compared(mend=True)) == []
    assert booked("gift") == [("gift", 2_500)] * 2


def test_a_lost_refund_is_taken_over(stripe_server, client):
    _payment, charge = settled(stripe_server, client)
    refund = stripe_server.refund(charge, 500)
    [found] = compared().differences
    assert (found["kind"], found["ref"], found["theirs"]) == ("missing_here", refund["id"], -500)
    assert kinds(compared(mend=True)) == []
    assert booked("refund") == [("refund", -500)]


def test_what_the_provider_does_not_know_is_missing_there(stripe_server, client):
    settled(stripe_server, client)
    book(provider_ref="ch_invented")
    for mend in (False, True):
        [found] = compared(mend=mend).differences
        assert (found["kind"], found["ref"]) == ("missing_there", "ch_invented")
        assert (found["what"], found["ours"], found["theirs"]) == ("gift", 2_500, None)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [({"amount_cents": 2_400}, "amount"), ({"currency": "EUR"}, "currency")],
)
def test_another_amount_and_another_currency_are_differences(
    stripe_server, client, fields, kind, monkeypatch
):
    payment = begin()
    charge = stripe_server.pay(payment.session_ref)
    book(provider_ref=charge["id"], payment=payment, **fields)
    monkeypatch.setattr("donations.taking.take", lambda *args: payment)
    assert kind in kinds(compared())


def test_gift_and_covered_fees_are_compared_together(stripe_server, client):
    settled(stripe_server, client, cover=105)
    entry = LedgerEntry.objects.get(kind="cover")
    assert entry.provider_ref.endswith(":cover")
    assert kinds(compared()) == []


def test_what_was_booked_later_into_an_open_month_is_not_missing(stripe_server, client):
    """A charge of a closed month counts now, under the time at which it happened."""
    payment = begin()
    charge = stripe_server.pay(payment.session_ref)
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=True):
        happened = datetime.fromtimestamp(charge["created"], UTC)
        book(provider_ref=charge["id"], booked_at=timezone.now(), occurred_at=happened)
        found = compared()
    assert charge["id"] not in [each["ref"] for each in found.differences]


def test_a_gift_that_is_looked_at_first_is_waiting_and_alarms_nobody(stripe_server, client):
    make_user(group="Treasurer", email="treasurer@example.org")
    payment = begin()
    stripe_server.pay(payment.session_ref, risk="highest")
    tell(stripe_server, client)
    run = compared()
    assert set(kinds(run)) == {"waiting"}
    assert reconciling.is_clean(run)
    assert Provider.objects.get(name="stripe").checked_at


def test_a_gift_that_was_held_and_then_paid_back_alarms_nobody(stripe_server, client):
    payment = begin()
    stripe_server.pay(payment.session_ref, risk="highest")
    tell(stripe_server, client)
    payment.refresh_from_db()
    returning.pay_back(payment, 2_500, make_user())
    assert reconciling.is_clean(compared(mend=True))
    assert not LedgerEntry.objects.exists()


def test_charges_that_are_not_ours_are_told_apart(stripe_server, client):
    settled(stripe_server, client)
    stranger = stripe_server.make_intent(amount=900, currency="usd")
    stripe_server.charge(stranger)
    stripe_server.take_account_fee(70)
    for mend in (False, True):
        run = compared(mend=mend)
        assert set(kinds(run)) == {"unknown"}
        assert reconciling.is_clean(run)
    assert booked("fee") == [("fee", -103)]


def test_a_second_charge_of_one_gift_is_told_to_people(stripe_server, client):
    payment, _charge = settled(stripe_server, client)
    again = stripe_server.make_intent(
        amount=2_500, currency="usd", metadata={"payment": str(payment.key)}
    )
    stripe_server.charge(again)
    tell(stripe_server, client)
    assert booked("gift") == [("gift", 2_500)]
    for mend in (False, True):
        assert "missing_here" in kinds(compared(mend=mend))


def test_fees_of_the_account_are_taken_over(stripe_server, client):
    settled(stripe_server, client)
    stripe_server.take_account_fee(70)
    assert kinds(compared()) == ["missing_here"]
    assert kinds(compared(mend=True)) == []
    assert booked("fee") == [("fee", -103), ("fee", -70)]


def test_a_monthly_gift_that_ended_unheard_is_found_and_ended(stripe_server, client):
    settled(stripe_server, client, is_monthly=True)
    stripe_server.end(Pledge.objects.get().provider_ref)
    assert kinds(compared()) == ["pledge_ended"]
    assert kinds(compared(mend=True)) == []
    assert Pledge.objects.get().status == Pledge.Status.ENDED


def test_a_monthly_gift_we_never_heard_of_is_taken_over(stripe_server, client):
    payment = begin(is_monthly=True)
    stripe_server.pay(payment.session_ref)
    assert "pledge_missing" in kinds(compared())
    assert kinds(compared(mend=True)) == []
    assert Pledge.objects.get().status == Pledge.Status.ACTIVE


@pytest.mark.parametrize(
    ("fields", "kind"),
    [({"amount_cents": 900}, "pledge_amount"), ({"status": "paused"}, "pledge_state")],
)
def test_a_monthly_gift_that_changed_unheard_is_found(stripe_server, client, fields, kind):
    settled(stripe_server, client, is_monthly=True)
    Pledge.objects.update(**fields)
    assert kinds(compared()) == [kind]
    assert kinds(compared(mend=True)) == []


def test_a_provider_that_is_away_is_noted_and_nothing_counts_as_checked(stripe_server, client):
    make_campaign()
    stripe_server.away = "503"
    run = compared(mend=True)
    assert run.error.startswith("ProviderAway")
    assert run.ended_at
    assert not reconciling.is_clean(run)
    assert not Provider.objects.filter(checked_at__isnull=False).exists()


def test_a_few_days_alone_do_not_count_as_checked(stripe_server, client):
    settled(stripe_server, client)
    until = timezone.now()
    run = reconciling.reconcile("stripe", until - timedelta(days=7), until)
    assert reconciling.is_clean(run)
    assert not Provider.objects.filter(checked_at__isnull=False).exists()


def test_the_bank_is_not_the_providers_business(stripe_server, client):
    make_gift(make_campaign(), 25, provider="bank", provider_ref="tr_1")
    assert kinds(compared()) == []


def test_comparing_many_takes_as_many_statements_as_comparing_few(
    stripe_server, client, django_assert_max_num_queries
):
    payment, _charge = settled(stripe_server, client)
    for number in range(30):
        book(provider_ref=f"ch_{number}", payment=payment)
    with django_assert_max_num_queries(12):
        assert len(compared().differences) == 30


def test_every_kind_of_difference_has_a_name():
    assert set(differences.KINDS) > differences.NOTES


def test_a_lost_event_that_comes_after_mending_changes_nothing(stripe_server, client):
    payment = begin()
    stripe_server.pay(payment.session_ref)
    compared(mend=True)
    tell(stripe_server, client)
    events.process_events()
    assert booked("gift", "fee") == [("gift", 2_500), ("fee", -103)]
