"""What the treasurer finds waiting on the first page of the admin."""

import pytest
from django.urls import reverse

from donations import booking, statements
from donations.models import Reconciliation
from tests.donations.bank_files import table
from tests.factories import make_campaign, make_payment, make_user

pytestmark = pytest.mark.django_db


def first_page(client, **person):
    client.force_login(make_user(**person))
    return client.get(reverse("admin:index")).content.decode()


def make_all_wait():
    campaign, me = make_campaign(), make_user()
    big = {"campaign": campaign, "kind": "gift", "method": "cash", "amount_cents": 80_000}
    booking.enter(big, me)
    statements.take_in(table("2026-11-03;25;USD;Oda;A"), "a.csv", campaign=campaign, by=me)
    make_payment(campaign, status="quarantined")
    make_payment(campaign, status="settled", words_status="waiting", donor_name="Oda")
    facts = {"since_at": "2026-11-01T00:00Z", "until_at": "2026-11-02T00:00Z"}
    ended = {"provider": "stripe", "ended_at": "2026-11-02T01:00Z"}
    Reconciliation.objects.create(differences=[{"kind": "gift"}], **facts, **ended)


def test_all_that_waits_is_named_with_the_way_there(client):
    make_all_wait()
    page = first_page(client, group="Treasurer")
    for sentence in (
        "1 entry waits for you as the second person.",
        "1 line of a bank statement is new.",
        "1 gift is held back to be looked at.",
        "1 donor’s public words wait to be read.",
        "1 difference to a provider’s account.",
    ):
        assert sentence in page


def test_who_entered_it_need_not_be_told(client):
    make_all_wait()
    client.force_login(booking.Proposal.objects.get().proposed_by)
    author = booking.Proposal.objects.get().proposed_by
    author.is_staff = author.is_superuser = True
    author.save()
    page = client.get(reverse("admin:index")).content.decode()
    assert "as the second person" not in page


def test_a_treasurer_for_whom_nothing_waits_is_told_so(client):
    assert "Nothing waits for you." in first_page(client, group="Treasurer")


@pytest.mark.parametrize("group", ["Editor", "Moderator"])
def test_the_newsroom_is_not_bothered(client, group):
    make_all_wait()
    assert "second person" not in first_page(client, group=group)


def test_the_list_of_statements_may_be_kept_to_those_with_new_lines(client):
    make_all_wait()
    client.force_login(make_user(group="Treasurer"))
    address = reverse("admin:donations_statement_changelist")
    assert "a.csv" in client.get(address, {"new": "1"}).content.decode()
    statements.set_aside(statements.StatementLine.objects.all())
    assert "a.csv" not in client.get(address, {"new": "1"}).content.decode()
