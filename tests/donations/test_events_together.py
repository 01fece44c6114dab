"""Events that come at once, and workers that die: one gift stays one gift."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from donations import events, returning, taking
from donations.models import Payment, Receipt, WebhookEvent
from donations.provided import Notice
from tests.donations.paying import begin, booked, net, settled, tell

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
WORK = "import django; django.setup(); from donations import events; events.process_events()"


def in_parallel(count, act):
    """Run act(number) in that many threads, each with a database connection of its own."""

    def work(number):
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def test_one_event_three_times_at_once_is_one_gift(stripe_server):
    stripe_server.pay(begin().session_ref)
    event = stripe_server.events[-1]
    answers = in_parallel(3, lambda number: stripe_server.deliver(Client(), event).status_code)
    assert answers == [200, 200, 200]
    assert WebhookEvent.objects.count() == 1
    assert booked() == [("gift", 2_500), ("fee", -103)]
    assert Receipt.objects.count() == 1


def test_all_that_happened_to_a_gift_may_be_told_at_once(stripe_server):
    payment = begin(1_000, cover=200)
    charge = stripe_server.pay(payment.session_ref)
    stripe_server.refund(charge, 300)
    stripe_server.refund(charge, 800)
    stripe_server.win(stripe_server.dispute(charge, 100))
    told = (stripe_server.events * 2)[:16]
    in_parallel(len(told), lambda number: stripe_server.deliver(Client(), told[number]))
    assert net() == 0
    assert sum(cents for kind, cents in booked("gift", "cover", "refund", "dispute")) == 100
    assert len(booked("gift")) == Receipt.objects.count() == 1
    assert set(WebhookEvent.objects.values_list("status", flat=True)) <= {"done", "ignored"}


def test_a_refund_overtakes_its_charge(stripe_server):
    payment = begin()
    charge = stripe_server.pay(payment.session_ref)
    before = taking.gateway_for("stripe").charge(charge["id"])
    stripe_server.refund(charge, 700)
    after = taking.gateway_for("stripe").charge(charge["id"])
    answers = [after, before] * 4
    in_parallel(8, lambda number: taking.settling.take_charge("stripe", answers[number]))
    assert net() == 1_800
    assert len(booked()) == 3


def test_a_renewal_told_by_eight_at_once_is_one_payment(stripe_server, client):
    payment, _charge = settled(stripe_server, client, is_monthly=True)
    charge = stripe_server.renew(payment.pledge.provider_ref)
    in_parallel(8, lambda number: taking.take("stripe", "charge", charge["id"]))
    assert Payment.objects.count() == Receipt.objects.count() == 2
    assert net() == 5_000


def test_two_people_release_a_gift_once(stripe_server, client):
    payment = begin()
    stripe_server.pay(payment.session_ref, risk="highest")
    tell(stripe_server, client)

    def release(_number):
        with suppress(returning.CannotReturn):
            return returning.release(Payment.objects.get(pk=payment.pk), None)

    in_parallel(4, release)
    assert booked() == [("gift", 2_500), ("fee", -103)]


def test_two_workers_do_not_do_the_same_event(stripe_server):
    charge = stripe_server.pay(begin().session_ref)
    for number in range(6):
        notice = Notice(f"evt_{number}", "known", "charge", charge["id"], timezone.now())
        events.store("stripe", notice)
    assert sum(in_parallel(3, lambda number: events.process_events())) == 6
    assert set(WebhookEvent.objects.values_list("tries", flat=True)) == {1}


def test_what_a_killed_worker_had_in_hand_is_done_by_the_next(stripe_server, time_machine):
    charge = stripe_server.pay(begin().session_ref)
    events.store("stripe", Notice("evt_1", "known", "charge", charge["id"], timezone.now()))
    stripe_server.away = "hang"
    worker = start_worker(stripe_server)
    wait_for(lambda: WebhookEvent.objects.get().tries)
    worker.kill()
    assert worker.wait() < 0
    assert (WebhookEvent.objects.get().status, booked()) == ("waiting", [])

    stripe_server.away = ""
    stripe_server.is_back.set()
    assert events.process_events() == 0  # it may still be at it
    time_machine.move_to(timezone.now() + events.TAKEN_FOR + timedelta(seconds=1))
    assert events.process_events() == 1
    assert booked("gift") == [("gift", 2_500)]


def start_worker(server):
    about = connection.settings_dict
    database = f"postgres://{about['USER']}@{about['HOST']}:{about['PORT']}/{about['NAME']}"
    environment = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "newsportal.settings"}
    environment |= {"STRIPE_SECRET_KEY": server.secret_key, "STRIPE_API_URL": server.url}
    environment |= {"STRIPE_WEBHOOK_SECRETS": server.webhook_secret}
    command = [sys.executable, "-c", WORK]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)


def wait_for(claim):
    until = time.monotonic() + 20
    while not claim():
        assert time.monotonic() < until
        time.sleep(0.05)
