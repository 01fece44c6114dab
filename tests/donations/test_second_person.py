"""Big entries: nobody books them alone, nobody books them twice."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from donations import booking
from donations.models import LedgerEntry, Proposal
from tests.donations.test_admin import ADD, entry_form, run_action
from tests.factories import make_campaign, make_gift, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasurer(client):
    user = make_user(group="Treasurer")
    client.force_login(user)
    return user


def propose(by, campaign=None, **fields):
    known = {"campaign": campaign or make_campaign(), "kind": "gift", "method": "cash"}
    known |= {"amount_cents": 80_000, "note": "A box.", "provider_ref": "TX-1"}
    return booking.enter(known | fields, by)


def decide(client, proposal, **answer):
    return client.post(reverse("admin:donations_proposal_change", args=[proposal.pk]), answer)


@pytest.mark.parametrize(("typed", "waits"), [("499.99", False), ("500", True), ("99999.99", True)])
def test_from_the_limit_on_an_entry_waits(client, treasurer, typed, waits):
    client.post(reverse(ADD), entry_form(make_campaign(), amount_cents=typed))
    assert LedgerEntry.objects.exists() != waits
    assert Proposal.objects.exists() == waits


def test_a_big_refund_waits_too(client, treasurer):
    client.post(reverse(ADD), entry_form(make_campaign(), kind="refund", amount_cents="500"))
    assert Proposal.objects.get().amount_cents == -50_000


def test_another_person_confirms_and_both_stand_in_the_entry(client, treasurer):
    other, yesterday = make_user(), timezone.now() - timedelta(days=1)
    proposal = propose(other, booked_at=yesterday)
    decide(client, proposal, do="confirm")
    entry = LedgerEntry.objects.get()
    assert (entry.recorded_by, entry.confirmed_by) == (other, treasurer)
    assert (entry.amount_cents, entry.booked_at, entry.note) == (80_000, yesterday, "A box.")
    proposal.refresh_from_db()
    assert (proposal.status, proposal.entry, proposal.decided_by) == ("booked", entry, treasurer)


def test_who_entered_it_does_not_confirm_it(client, treasurer):
    proposal = propose(treasurer)
    page = client.get(reverse("admin:donations_proposal_change", args=[proposal.pk]))
    assert "Confirm and book" not in page.content.decode()
    assert decide(client, proposal, do="confirm").status_code == 403
    assert not LedgerEntry.objects.exists()


def test_not_even_an_administrator_confirms_their_own_entry(admin_client, admin_user):
    proposal = propose(admin_user)
    assert decide(admin_client, proposal, do="confirm").status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(decided_by=admin_user)


def test_nobody_confirms_what_an_account_entered_that_is_gone(treasurer):
    proposal = propose(gone := make_user())
    gone.delete()
    with pytest.raises(PermissionDenied):
        booking.confirm(proposal, treasurer)


def test_confirmed_twice_it_is_one_entry(client, treasurer):
    proposal = propose(make_user())
    for _time in range(2):
        assert decide(client, proposal, do="confirm").status_code == 302
    assert LedgerEntry.objects.count() == 1


def test_declining_needs_a_reason_that_the_author_reads(client, treasurer):
    proposal = propose(make_user())
    page = decide(client, proposal, do="decline", answer="")
    assert (page.status_code, "Say why" in page.content.decode()) == (422, True)
    decide(client, proposal, do="decline", answer="Counted twice.")
    page = client.get(reverse("admin:donations_proposal_change", args=[proposal.pk]))
    assert "Counted twice." in page.content.decode()
    assert not LedgerEntry.objects.exists()


def test_what_was_declined_is_not_confirmed_any_more(client, treasurer):
    proposal = propose(make_user())
    decide(client, proposal, do="decline", answer="Counted twice.")
    decide(client, proposal, do="confirm")
    assert not LedgerEntry.objects.exists()


def test_what_was_booked_is_not_declined_any_more(client, treasurer):
    proposal = propose(make_user())
    decide(client, proposal, do="confirm")
    decide(client, proposal, do="decline", answer="Late.")
    proposal.refresh_from_db()
    assert proposal.status == "booked"


def test_an_author_takes_their_own_entry_back(client, treasurer):
    proposal = propose(treasurer)
    decide(client, proposal, do="decline", answer="A slip.")
    proposal.refresh_from_db()
    assert proposal.status == "declined"


@pytest.mark.parametrize("answer", [{}, {"do": "glimbo"}, {"do": "decline", "answer": "a\0b"}])
def test_an_answer_that_is_none_changes_nothing(client, treasurer, answer):
    assert decide(client, propose(make_user()), **answer).status_code == 422
    assert Proposal.objects.get().status == "waiting"


def test_a_big_reversal_waits_for_a_second_person(client, treasurer):
    entry = make_gift(make_campaign(), 800)
    for _time in range(2):
        page = run_action(client, "reverse", entry)
    assert "1 reversal waits for a second person." in page.content.decode()
    proposal = Proposal.objects.get()
    booking.confirm(proposal, other := make_user())
    reversal = LedgerEntry.objects.get(reverses=entry)
    assert (reversal.amount_cents, reversal.recorded_by) == (-80_000, treasurer)
    assert reversal.confirmed_by == other


def test_the_words_of_a_donor_go_on_to_the_entry_and_stay_nowhere_else(treasurer):
    proposal = propose(make_user(), donor_name="Oda", message="Go on", is_public=True)
    entry = booking.confirm(proposal, treasurer)
    proposal.refresh_from_db()
    assert (entry.donor_name, entry.message, entry.is_public) == ("Oda", "Go on", True)
    assert (proposal.donor_name, proposal.message) == ("", "")


def test_the_same_reference_does_not_wait_twice(treasurer):
    proposal = propose(treasurer)
    with pytest.raises(IntegrityError), transaction.atomic():
        propose(treasurer, proposal.campaign)


@pytest.mark.parametrize("group", ["Editor", "Moderator"])
def test_entries_to_be_confirmed_are_not_for_others(client, group):
    proposal = propose(make_user())
    client.force_login(make_user(group=group))
    assert decide(client, proposal, do="confirm").status_code == 403
    assert client.get(reverse("admin:donations_proposal_changelist")).status_code == 403


def test_the_list_of_what_waits_is_shown(client, treasurer):
    propose(make_user())
    page = client.get(reverse("admin:donations_proposal_changelist"))
    assert "$800.00" in page.content.decode()
