"""Monthly gifts through the gateway, against the stand-in for the provider."""

from datetime import timedelta

import pytest

from donations.gateway import Stripe
from donations.models import Pledge
from donations.provided import ProviderRefused
from tests.donations.checkouts import begin, make_payment


@pytest.mark.django_db
def test_the_first_charge_of_a_monthly_gift_is_what_we_began_and_renewals_are_new(stripe_server):
    payment = make_payment(monthly=True)
    checkout = begin(payment)
    first = stripe_server.pay(checkout.session_ref)
    session = Stripe().session(checkout.session_ref)
    facts = Stripe().charge(first["id"])
    assert (facts.key, facts.pledge_ref) == (payment.key, session.pledge_ref)
    assert session.payment_ref == first["payment_intent"]
    renewal = Stripe().charge(stripe_server.renew(session.pledge_ref)["id"])
    assert (renewal.key, renewal.pledge_ref, renewal.status) == (
        None,
        session.pledge_ref,
        "settled",
    )


@pytest.fixture
def pledge(stripe_server):
    """A monthly gift whose first month is paid."""
    payment = make_payment(monthly=True, cover_cents=105)
    checkout = begin(payment)
    stripe_server.pay(checkout.session_ref)
    payment.pledge.provider_ref = Stripe().session(checkout.session_ref).pledge_ref
    return payment.pledge


@pytest.mark.django_db
def test_a_monthly_gift_tells_what_is_charged_and_when(pledge):
    facts = Stripe().pledge(pledge.provider_ref)
    assert (facts.key, facts.status) == (pledge.key, Pledge.Status.ACTIVE)
    assert (facts.amount_cents, facts.currency) == (2_605, "USD")
    assert timedelta(days=27) < facts.next_charge_at - facts.started_at < timedelta(days=32)


@pytest.mark.django_db
def test_a_changed_amount_is_charged_from_the_next_month_on(stripe_server, pledge):
    Stripe().change_amount(pledge, amount_cents=4_000, key="a")
    assert Stripe().pledge(pledge.provider_ref).amount_cents == 4_000
    assert len(stripe_server.store.all("charge")) == 1
    assert stripe_server.renew(pledge.provider_ref)["amount"] == 4_000


@pytest.mark.django_db
def test_a_paused_gift_charges_nothing_until_it_goes_on(stripe_server, pledge):
    Stripe().pause(pledge.provider_ref)
    facts = Stripe().pledge(pledge.provider_ref)
    assert (facts.status, facts.next_charge_at) == (Pledge.Status.PAUSED, None)
    assert stripe_server.renew(pledge.provider_ref) is None
    Stripe().resume(pledge.provider_ref)
    assert Stripe().pledge(pledge.provider_ref).status == Pledge.Status.ACTIVE
    assert stripe_server.renew(pledge.provider_ref)


@pytest.mark.django_db
def test_a_failed_renewal_is_told_by_the_gift_and_by_the_charge(stripe_server, pledge):
    charge = stripe_server.fail_renewal(pledge.provider_ref)
    assert Stripe().pledge(pledge.provider_ref).status == Pledge.Status.PAST_DUE
    facts = Stripe().charge(charge["payment_intent"])
    assert (facts.status, facts.pledge_ref) == ("failed", pledge.provider_ref)


@pytest.mark.django_db
def test_ending_twice_is_ending_once(pledge):
    for _time in range(2):
        Stripe().end(pledge.provider_ref)
    facts = Stripe().pledge(pledge.provider_ref)
    assert facts.status == Pledge.Status.ENDED
    assert facts.ended_at


@pytest.mark.django_db
def test_what_never_was_can_not_be_ended(stripe_server):
    with pytest.raises(ProviderRefused):
        Stripe().end("sub_unknown")


@pytest.mark.django_db
def test_a_donor_changes_the_card_there(stripe_server, pledge):
    facts = Stripe().pledge(pledge.provider_ref)
    url = Stripe().card_page(facts.customer_ref, back_url="https://news.example/mine")
    [page] = stripe_server.store.all("billing_portal.session")
    assert (page["url"], page["flow"]["type"]) == (url, "payment_method_update")
