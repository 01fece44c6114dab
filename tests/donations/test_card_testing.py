"""Somebody tries stolen cards on the form: stopped, in words that tell nothing; others still give."""

import pytest
import time_machine
from django.urls import reverse

from donations import guard
from donations.models import Attempt, Payment
from newsportal.models import OutgoingMail
from tests.donations.attempts import MINUTE, NOON, make_payment, make_provider, origin
from tests.donations.paying import begin, booked, tell
from tests.factories import make_campaign, make_user, make_way

pytestmark = pytest.mark.django_db
CARD = {"often": "once", "provider": "stripe", "email": "oda@example.com", "amount": "other"}
TRANSFER = {"often": "once", "provider": "offline", "amount": "25"}


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def give(client, stripe_server, clock):
    """A form that may be sent on, again and again, from any address."""
    make_campaign()
    make_way()
    make_user(group="Treasurer")
    token = client.post(reverse("donations:token")).json()["token"]
    clock.shift(3)

    def send(known=CARD, address="192.0.2.1", **fields):
        typed = known | {"token": token} | fields
        return client.post(reverse("donations:give"), typed, REMOTE_ADDR=address)

    return send


def test_the_sixth_checkout_of_an_hour_has_to_wait(give, clock):
    for units in range(5, 10):
        assert give(other=str(units)).status_code == 303
    clock.shift(10 * MINUTE)
    refused = give(other="11")
    assert refused.status_code == 429
    assert refused["Retry-After"] == str(50 * 60)
    assert "Please try again in 50 minutes, or give in another way." in refused.text
    assert Payment.objects.count() == 5
    assert give(other="11", address="198.51.100.7").status_code == 303


def test_the_same_gift_sent_again_is_no_other_attempt(give):
    for _time in range(8):
        assert give(other="5").status_code == 303


def test_while_cards_are_closed_a_transfer_is_still_given_and_one_mail_is_written(
    give, client, clock
):
    told = [(f"ch_{number}", NOON) for number in range(30)]
    guard.note_declines(make_payment(), told)
    refused = give(other="5")
    assert refused.status_code == 422
    assert not Payment.objects.exclude(session_ref="").exists()
    page = client.get(reverse("donations:support"), REMOTE_ADDR="198.51.100.7").text
    assert "Card gifts are not possible at the moment." in page
    assert "IBAN" in page
    assert give(TRANSFER).status_code == 303
    assert OutgoingMail.objects.filter(subject__contains="testing cards").count() == 1
    clock.shift(61 * MINUTE)
    page = client.get(reverse("donations:support")).text
    assert "Card gifts are not possible at the moment." not in page


def test_declines_at_the_provider_are_attempts_and_close_the_breaker(
    give, client, stripe_server, clock
):
    give(other="5")
    session = Payment.objects.get().session_ref
    for _card in range(3):
        stripe_server.decline(session)
    tell(stripe_server, client)
    assert Attempt.objects.filter(kind="decline").count() == 3
    assert give(other="6").status_code == 429
    assert give(other="6", address="198.51.100.7").status_code == 303


def test_what_was_paid_while_cards_were_closed_counts_once_somebody_released_it(
    client, stripe_server
):
    payment = begin(**origin(1)._asdict())
    make_provider(override="closed")
    stripe_server.pay(payment.session_ref)
    tell(stripe_server, client)
    payment.refresh_from_db()
    assert (payment.status, payment.suspicion) == ("quarantined", "closed")
    assert booked() == []


def test_what_was_begun_before_the_switch_still_counts(client, stripe_server):
    payment = begin(**origin(1)._asdict())
    make_provider().switch(on=False)
    stripe_server.pay(payment.session_ref)
    tell(stripe_server, client)
    assert booked("gift") == [("gift", 2_500)]
