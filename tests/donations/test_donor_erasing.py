"""A donor who is erased leaves no trace; every sum, entry and receipt number stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donations import erasing, gateway, manage_links, words
from donations.models import Donor, LedgerEntry, Payment, Pledge, Receipt
from donations.provided import ProviderAway
from newsportal import account_data
from newsportal.models import OutgoingMail
from tests.donations.paying import begin, net, settled
from tests.donations.test_pledging import begun
from tests.factories import make_member, make_user

pytestmark = pytest.mark.django_db
SAID = {"donor_name": "Oda Glimbo", "message": "For the maps", "words_status": "waiting"}


def show(payment):
    words.decide(payment, words.Status.SHOWN, read=words.mark(payment))


@pytest.fixture
def provider_away(monkeypatch):
    def be_away(*args, **kwargs):
        raise ProviderAway

    monkeypatch.setattr(gateway.Stripe, "end", be_away)


def facts():
    return net(), sorted(Receipt.objects.values_list("year", "serial", "amount_cents"))


def left_of_donor():
    """Every text of the tables in which a donor could be found."""
    tables = (Donor, Payment, Pledge, LedgerEntry, OutgoingMail)
    return str([list(table.objects.values()) for table in tables])


def test_erasing_leaves_no_name_and_every_sum(client, stripe_server):
    pledge, payment = begun(stripe_server, client, **SAID)
    show(payment)
    before = facts()
    path = reverse("donations:erase", args=[manage_links.token_of(pledge.donor)])
    assert client.post(path).status_code == 200
    assert facts() == before
    left = left_of_donor()
    assert "Glimbo" not in left
    assert "donor@example.com" not in left
    pledge.refresh_from_db()
    assert pledge.status == Pledge.Status.ENDED
    assert stripe_status(pledge) == Pledge.Status.ENDED
    assert client.get(path).status_code == 410


def stripe_status(pledge):
    return gateway.Stripe().pledge(pledge.provider_ref).status


def test_nothing_is_erased_while_the_provider_is_away(client, stripe_server, provider_away):
    pledge, payment = begun(stripe_server, client, **SAID)
    path = reverse("donations:erase", args=[manage_links.token_of(pledge.donor)])
    answer = client.post(path)
    assert answer.status_code == 503
    assert "Nothing was deleted" in answer.content.decode()
    payment.refresh_from_db()
    assert (payment.donor.email, payment.donor_name) == ("donor@example.com", "Oda Glimbo")


def test_a_monthly_gift_that_may_still_start_holds_the_erasing(client, stripe_server):
    payment = begin(1_000, is_monthly=True)
    with pytest.raises(erasing.CannotErase):
        erasing.erase(payment.donor)


def test_the_treasurer_erases_after_being_asked(client, stripe_server):
    payment, _charge = settled(stripe_server, client)
    client.force_login(make_user(group="Treasurer"))
    path = reverse("admin:donations_donor_erase", args=[payment.donor_id])
    assert "Yes, erase" in client.get(path).content.decode()
    assert Donor.objects.get().email
    client.post(path)
    assert (Donor.objects.get().email, net()) == ("", 2_500)


def test_a_members_gifts_lose_their_donor_with_the_account(client, stripe_server):
    member = make_member(email="donor@example.com")
    settled(stripe_server, client)
    [gift] = account_data.exported(member)["gifts"]
    assert (gift["amount_cents"], gift["receipt"]) == (2_500, Receipt.objects.get().number)
    account_data.erase(member)
    assert (Donor.objects.get().email, net()) == ("", 2_500)


def test_an_unconfirmed_address_reaches_nobodys_gifts(client, stripe_server):
    impostor = make_user(email="donor@example.com")
    settled(stripe_server, client)
    assert account_data.exported(impostor)["gifts"] == []
    account_data.erase(impostor)
    assert Donor.objects.get().email == "donor@example.com"


def test_an_account_stays_while_its_monthly_gift_can_not_be_ended(
    client, stripe_server, provider_away
):
    member = make_member(email="donor@example.com")
    begun(stripe_server, client)
    with pytest.raises(erasing.CannotErase):
        account_data.erase(member)
    member.refresh_from_db()


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_what_was_never_paid_is_forgotten_after_thirty_days(stripe_server, days, left):
    begin(1_000, is_monthly=True, **SAID)
    then = timezone.now() - timedelta(days=days)
    Payment.objects.update(created_at=then)
    Pledge.objects.update(started_at=then)
    Donor.objects.update(created_at=then)
    assert erasing.forget_unpaid() == 1 - left
    assert (Donor.objects.count(), Pledge.objects.count()) == (left, left)
    assert ("Glimbo" in left_of_donor()) == bool(left)


def test_who_gave_before_is_kept_when_another_payment_is_forgotten(client, stripe_server):
    settled(stripe_server, client)
    begin(1_000)
    then = timezone.now() - timedelta(days=31)
    Payment.objects.update(created_at=then)
    Donor.objects.update(created_at=then)
    assert erasing.forget_unpaid() == 1
    assert Donor.objects.get().payments.count() == 1
