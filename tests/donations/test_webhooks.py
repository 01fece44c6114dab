"""Events of the provider: verified, stored once, answered at once, done afterwards."""

import json
import logging
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from donations import events
from donations.models import Provider, WebhookEvent
from newsportal.models import OutgoingMail
from tests.donations.paying import begin, booked, tell
from tests.factories import make_user

pytestmark = [pytest.mark.django_db]
ADDRESS = "/support/webhooks/stripe/"
Status = WebhookEvent.Status


def post(client, body, header, address=ADDRESS):
    headers = {"Stripe-Signature": header}
    return client.post(address, body, content_type="application/json", headers=headers)


@pytest.fixture
def paid(stripe_server):
    """The events of a gift that was paid, none of them told yet."""
    stripe_server.pay(begin().session_ref)
    return stripe_server.events


def charge_event(told):
    return next(event for event in told if event["type"] == "charge.succeeded")


def test_an_event_is_stored_and_answered_before_anything_is_done(client, stripe_server, paid):
    asked = len(stripe_server.asked)
    assert stripe_server.deliver(client, charge_event(paid)).status_code == 200
    assert WebhookEvent.objects.get().status == Status.WAITING
    assert len(stripe_server.asked) == asked
    assert booked() == []


def test_it_is_done_once_it_is_stored(
    client, stripe_server, paid, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        stripe_server.deliver(client, charge_event(paid))
    assert WebhookEvent.objects.get().status == Status.DONE
    assert booked("gift") == [("gift", 2_500)]


def test_what_was_left_lying_is_done_with_the_next_tick(client, stripe_server, paid):
    stripe_server.deliver(client, charge_event(paid))
    assert events.process_events() == 1
    assert events.process_events() == 0
    assert booked("gift") == [("gift", 2_500)]


def test_a_flood_of_one_event_is_one_row_and_one_piece_of_work(
    client, stripe_server, paid, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        for _time in range(1000):
            assert stripe_server.deliver(client, charge_event(paid)).status_code == 200
    assert WebhookEvent.objects.count() == 1
    assert len(callbacks) == 1


def test_it_needs_neither_cookie_nor_token_and_gives_none(stripe_server, paid):
    browser = Client(enforce_csrf_checks=True)
    response = stripe_server.deliver(browser, charge_event(paid))
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize(
    "about",
    [
        {"secret": "whsec_of_somebody_else"},
        {"at": time.time() - 301},
        {"at": time.time() + 3600},
    ],
)
def test_an_unsigned_or_old_event_is_refused_and_logged(client, stripe_server, paid, about, caplog):
    body, header = stripe_server.signed(charge_event(paid), **about)
    with caplog.at_level(logging.WARNING, "donations"):
        assert post(client, body, header).status_code == 400
    assert "refused" in caplog.text
    assert "donor@example.com" not in caplog.text
    assert not WebhookEvent.objects.exists()


def test_a_signature_is_of_the_very_bytes(client, stripe_server, paid):
    body, header = stripe_server.signed(charge_event(paid))
    assert post(client, body + b" ", header).status_code == 400
    assert post(client, body, "").status_code == 400


def test_an_event_of_test_mode_is_refused_on_a_live_site(client, stripe_server, paid):
    told = charge_event(paid) | {"livemode": False}
    assert stripe_server.deliver(client, told).status_code == 400
    assert not WebhookEvent.objects.exists()


def test_a_body_of_300_kb_is_refused_unread(client, stripe_server, paid):
    event = charge_event(paid) | {"padding": "x" * 300_000}
    assert stripe_server.deliver(client, event).status_code == 413
    assert not WebhookEvent.objects.exists()


@pytest.mark.parametrize("length", ["", "abc", "-1", "9" * 30])
def test_a_length_that_is_none_is_refused(client, stripe_server, length):
    answer = client.post(ADDRESS, b"{}", content_type="text/plain", CONTENT_LENGTH=length)
    assert answer.status_code in {400, 413}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\x00\xff", b'{"id": "evt_1"}'])
def test_nonsense_that_is_signed_is_still_nonsense(client, stripe_server, body):
    _body, header = stripe_server.signed(body)
    assert post(client, body, header).status_code == 400


def test_what_we_do_not_know_is_taken_and_left(client, stripe_server, paid):
    told = charge_event(paid) | {"id": "evt_other", "type": "tax.settings.updated"}
    assert stripe_server.deliver(client, told).status_code == 200
    assert WebhookEvent.objects.get().status == Status.IGNORED
    assert events.process_events() == 0


def test_only_what_is_posted_to_a_provider_that_is_set_up_is_heard(client, stripe_server, settings):
    assert client.get(ADDRESS).status_code == 405
    assert client.post("/support/webhooks/coins/").status_code == 404
    assert client.post("/support/webhooks/offline/").status_code == 404
    settings.STRIPE_SECRET_KEY = ""
    assert client.post(ADDRESS).status_code == 404


def test_a_provider_that_is_switched_off_is_still_heard(client, stripe_server, paid):
    Provider.objects.update_or_create(name="stripe", defaults={"is_on": False})
    tell(stripe_server, client)
    assert booked("gift") == [("gift", 2_500)]


def test_it_is_noted_when_the_provider_was_heard_at_most_once_a_minute(
    client, stripe_server, paid, time_machine
):
    provider, _is_new = Provider.objects.get_or_create(name="stripe")
    start = timezone.now()
    seen = []
    for seconds in (0, 30, 61):
        time_machine.move_to(start + timedelta(seconds=seconds), tick=False)
        stripe_server.deliver(client, charge_event(paid))
        provider.refresh_from_db()
        seen.append(provider.heard_at)
    assert seen[0] == seen[1] < seen[2]


def test_while_the_provider_is_away_an_event_waits_longer_each_time(
    client, stripe_server, paid, time_machine
):
    stripe_server.deliver(client, charge_event(paid))
    stripe_server.away = "503"
    waits = []
    for _try in range(7):
        assert events.process_events() == 0
        event = WebhookEvent.objects.get()
        waits.append(round((event.due_at - timezone.now()).total_seconds() / 60))
        time_machine.move_to(event.due_at, tick=False)
    assert waits == [1, 5, 30, 120, 720, 720, 720]
    assert (event.status, event.tries) == (Status.WAITING, 7)
    stripe_server.away = ""
    assert events.process_events() == 1
    assert booked("gift") == [("gift", 2_500)]


def test_after_three_days_it_is_given_up_and_staff_are_told(
    client, stripe_server, paid, time_machine
):
    make_user(group="Treasurer")
    stripe_server.deliver(client, charge_event(paid))
    stripe_server.away = "503"
    time_machine.move_to(timezone.now() + timedelta(days=3, minutes=1), tick=False)
    events.process_events()
    assert WebhookEvent.objects.get().status == Status.GIVEN_UP
    assert "can't be asked" in OutgoingMail.objects.get().subject


def test_an_event_about_what_the_provider_does_not_know_is_given_up_at_once(client, stripe_server):
    event = {"id": "evt_1", "type": "charge.succeeded", "created": 1, "livemode": True}
    event |= {"data": {"object": {"id": "ch_gone", "object": "charge"}}}
    stripe_server.deliver(client, event)
    events.process_events()
    told = WebhookEvent.objects.get()
    assert (told.status, told.tries) == (Status.GIVEN_UP, 1)


def test_a_fault_of_ours_loses_no_event(client, stripe_server, paid, monkeypatch):
    stripe_server.deliver(client, charge_event(paid))
    with monkeypatch.context() as broken:
        broken.setattr("donations.settling.take_charge", lambda *about: 1 / 0)
        assert events.process_events() == 0
    assert WebhookEvent.objects.get().error == "ZeroDivisionError"
    WebhookEvent.objects.update(due_at=timezone.now())
    assert events.process_events() == 1


def test_an_event_tells_nothing_that_could_be_read_in_the_database(client, stripe_server, paid):
    stripe_server.deliver_all(client)
    rows = json.dumps(list(WebhookEvent.objects.values()), default=str)
    assert "donor@example.com" not in rows


def test_done_events_are_forgotten_after_half_a_year(client, stripe_server, paid, time_machine):
    tell(stripe_server, client)
    time_machine.move_to(timezone.now() + timedelta(days=179))
    assert events.forget_events() == 0
    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert events.forget_events() == len(paid)


def test_the_address_is_the_one_the_issue_names():
    assert reverse("donations:webhook", args=["stripe"]) == ADDRESS
