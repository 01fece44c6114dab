"""What the treasurer can do, and nobody else."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donations.models import LedgerEntry, MonthlyGoal
from tests.factories import make_campaign, make_gift, make_user, make_way

pytestmark = pytest.mark.django_db
ADD = "admin:donations_ledgerentry_add"
LIST = "admin:donations_ledgerentry_changelist"
PAGES = ["campaign", "monthlygoal", "ledgerentry", "way"]


@pytest.fixture
def treasurer(client):
    user = make_user(group="Treasurer")
    client.force_login(user)
    return user


def entry_form(campaign, **fields):
    yesterday = timezone.now() - timedelta(days=1)
    known = {"campaign": campaign.pk, "kind": "gift", "method": "cash", "amount_cents": "25.00"}
    known |= {"booked_at_0": f"{yesterday:%Y-%m-%d}", "booked_at_1": "12:00:00"}
    return known | {"note": "An envelope at the desk."} | fields


def run_action(client, action, *entries):
    chosen = {"action": action, "_selected_action": [entry.pk for entry in entries]}
    return client.post(reverse(LIST), chosen, follow=True)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("25", 2500), ("25.5", 2550), ("25,50", 2550), ("0.01", 1), ("499.99", 49_999)],
)
def test_the_treasurer_books_a_gift(client, treasurer, typed, cents):
    client.post(reverse(ADD), entry_form(make_campaign(currency="EUR"), amount_cents=typed))
    entry = LedgerEntry.objects.get()
    assert (entry.amount_cents, entry.currency, entry.provider) == (cents, "EUR", "manual")
    assert entry.recorded_by == treasurer


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "0.00",
        "-5",
        "+5",
        "1e3",
        "25.123",
        "1 000",
        "1,000.00",
        "٢٥",
        "２５",
        "$25",
        "100000",
    ],
)
def test_an_amount_that_is_not_plain_is_refused(client, treasurer, typed):
    page = client.post(reverse(ADD), entry_form(make_campaign(), amount_cents=typed))
    assert page.context["errors"]
    assert not LedgerEntry.objects.exists()


def test_a_refund_is_typed_positive_and_booked_negative(client, treasurer):
    client.post(reverse(ADD), entry_form(make_campaign(), kind="refund"))
    assert LedgerEntry.objects.get().amount_cents == -2_500


@pytest.mark.parametrize(
    "fields", [{"kind": "dispute"}, {"kind": "adjustment"}, {"method": "card"}]
)
def test_what_only_a_provider_reports_is_not_booked_by_hand(client, treasurer, fields):
    client.post(reverse(ADD), entry_form(make_campaign(), **fields))
    assert not LedgerEntry.objects.exists()


def test_who_recorded_it_is_not_for_the_form_to_say(client, treasurer):
    forged = {"recorded_by": make_user().pk, "currency": "CHF", "provider": "stripe"}
    client.post(reverse(ADD), entry_form(make_campaign(), **forged))
    entry = LedgerEntry.objects.get()
    assert (entry.recorded_by, entry.currency, entry.provider) == (treasurer, "USD", "manual")


def test_money_is_booked_when_it_has_come(client, treasurer):
    tomorrow = timezone.now() + timedelta(days=1)
    fields = {"booked_at_0": f"{tomorrow:%Y-%m-%d}"}
    page = client.post(reverse(ADD), entry_form(make_campaign(), **fields))
    assert "Book money when it has come." in page.content.decode()


def test_a_reference_is_booked_once(client, treasurer):
    campaign = make_campaign()
    make_gift(campaign, 25, provider_ref="TX-1")
    page = client.post(reverse(ADD), entry_form(campaign, provider_ref="TX-1"))
    assert "This reference is booked already." in page.content.decode()
    assert LedgerEntry.objects.count() == 1


def test_the_treasurer_reads_but_neither_changes_nor_deletes_an_entry(client, treasurer):
    entry = make_gift(make_campaign(), 25)
    change = reverse("admin:donations_ledgerentry_change", args=[entry.pk])
    delete = reverse("admin:donations_ledgerentry_delete", args=[entry.pk])
    assert "$25" in client.get(change).content.decode()
    assert client.post(change, {"amount_cents": "1"}).status_code == 403
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert LedgerEntry.objects.get().amount_cents == 2_500


def test_not_even_an_administrator_changes_or_deletes_an_entry(admin_client):
    entry = make_gift(make_campaign(), 25)
    delete = reverse("admin:donations_ledgerentry_delete", args=[entry.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    run_action(admin_client, "delete_selected", entry)
    assert LedgerEntry.objects.count() == 1


def test_the_treasurer_reverses_entries(client, treasurer):
    entry = make_gift(make_campaign(), 25)
    page = run_action(client, "reverse", entry)
    assert "1 entry reversed." in page.content.decode()
    assert (entry.reversal.amount_cents, entry.reversal.recorded_by) == (-2_500, treasurer)


def test_reversing_twice_reverses_once(client, treasurer):
    entry = make_gift(make_campaign(), 25)
    run_action(client, "reverse", entry)
    run_action(client, "reverse", entry, entry.reversal)
    assert LedgerEntry.objects.count() == 2


def test_what_a_provider_booked_goes_back_there_and_not_twice(client, treasurer):
    make_gift(make_campaign(), 25, provider="stripe", provider_ref="ch_1", method="card")
    page = run_action(client, "reverse", LedgerEntry.objects.get())
    assert "1 entry was not reversed" in page.content.decode()
    assert LedgerEntry.objects.count() == 1


def test_the_treasurer_takes_a_name_away(client, treasurer):
    entry = make_gift(make_campaign(), 25, donor_name="Oda", is_public=True)
    run_action(client, "withdraw_names", entry)
    entry.refresh_from_db()
    assert not entry.is_public
    assert entry.donor_name == ""


def test_the_treasurer_sets_a_goal_for_this_month(client, treasurer):
    campaign = make_campaign(goal=None)
    today = timezone.localdate()
    fields = {"campaign": campaign.pk, "month": f"{today:%Y-%m-%d}", "amount_cents": "250000"}
    client.post(reverse("admin:donations_monthlygoal_add"), fields)
    goal = MonthlyGoal.objects.get()
    assert (goal.month, goal.amount_cents) == (today.replace(day=1), 25_000_000)


def test_months_that_are_over_keep_their_goal(client, treasurer):
    goal = make_campaign().goals.get()
    change = reverse("admin:donations_monthlygoal_change", args=[goal.pk])
    fields = {"campaign": goal.campaign_id, "month": "2000-01-01", "amount_cents": "1"}
    assert client.post(change, fields).status_code == 403
    client.post(reverse("admin:donations_monthlygoal_add"), fields | {"month": "2001-01-01"})
    assert MonthlyGoal.objects.count() == 1


def test_a_second_active_campaign_is_refused_with_a_sentence(admin_client):
    make_campaign()
    fields = {"name": "Another", "currency": "USD", "is_active": "on"}
    page = admin_client.post(reverse("admin:donations_campaign_add"), fields)
    assert "Another campaign is active: switch it off first." in page.content.decode()


def test_the_currency_stays_once_there_are_entries(admin_client):
    campaign = make_campaign()
    make_gift(campaign, 25)
    change = reverse("admin:donations_campaign_change", args=[campaign.pk])
    fields = {"name": "Maps", "currency": "EUR", "is_active": "on"}
    admin_client.post(change, fields | {"costs-TOTAL_FORMS": 0, "costs-INITIAL_FORMS": 0})
    campaign.refresh_from_db()
    assert (campaign.name, campaign.currency) == ("Maps", "USD")


@pytest.mark.parametrize(
    ("kind", "details"),
    [("link", "javascript:alert(1)"), ("crypto", "two words"), ("crypto", "аdress-with-cyrillic")],
)
def test_a_way_that_cannot_be_right_is_refused(client, treasurer, kind, details):
    fields = {"kind": kind, "name": "Way", "details": details, "position": "0"}
    page = client.post(reverse("admin:donations_way_add"), fields)
    assert page.context["errors"]


@pytest.mark.parametrize("group", ["Editor", "Moderator"])
@pytest.mark.parametrize("model", PAGES)
def test_donations_are_not_for_editors_and_moderators(client, group, model):
    client.force_login(make_user(group=group))
    assert client.get(reverse(f"admin:donations_{model}_changelist")).status_code == 403
    assert client.get(reverse(f"admin:donations_{model}_add")).status_code == 403


@pytest.mark.parametrize("model", PAGES)
def test_the_treasurer_sees_every_page_about_donations(client, treasurer, model):
    campaign = make_campaign()
    campaign.goals.create(month=date(2100, 1, 1), amount_cents=100)
    make_gift(campaign, 25)
    make_way()
    assert client.get(reverse(f"admin:donations_{model}_changelist")).status_code == 200
