"""Mail as a real SMTP server gets it: whole, once, and all of it after whatever went wrong."""

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsportal import environment, outbox
from newsportal.models import OutgoingMail
from tests.factories import make_subscriber
from tests.smtp import BY_SMTP, OUTBOX

ROOT = Path(__file__).resolve().parents[2]
WORKER = """
import django, time_machine
from datetime import timedelta
django.setup()
from django.utils import timezone
from newsportal.outbox import deliver
print(deliver())
with time_machine.travel(timezone.now() + timedelta(minutes=15)):
    print(deliver())
"""
ANN = "ann@example.com"


def write(to=ANN):
    return EmailMessage("Дождь в долине", "It rains.\n", to=[to]).send()


def test_what_the_address_of_the_server_names_is_how_mail_leaves_the_outbox(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://desk:word@mail.example:587")
    found = environment.email()
    assert (found["EMAIL_BACKEND"], found["MAIL_TRANSPORT"]) == (OUTBOX, BY_SMTP)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", 587)


@pytest.mark.django_db
def test_both_parts_and_every_header_arrive(smtp_server):
    write()
    assert outbox.deliver() == 1
    [message] = smtp_server.messages
    assert message.envelope_to == [ANN]
    assert (message["To"], message["Subject"]) == (ANN, "Дождь в долине")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"]
    assert message["Date"]
    text, html = message.iter_parts()
    assert text.get_content() == "It rains.\n"
    assert "It rains." in html.get_content()


@pytest.mark.django_db
def test_signing_up_ends_with_the_link_in_a_mail(smtp_server, django_capture_on_commit_callbacks):
    known = {"username": "mara", "email": ANN, "password1": "a good long passphrase"}
    client = Client()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_signup"), known)
    [message] = smtp_server.messages
    text = message.get_body(["plain"]).get_content()
    path = text[text.index("/accounts/confirm-email/") :].split()[0]
    assert client.post(path).status_code == 302
    assert OutgoingMail.objects.get().text == ""


@pytest.mark.django_db
def test_half_a_day_without_the_server_loses_nothing(smtp_server):
    smtp_server.close()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for hour in range(12):
            write(f"reader{hour}@example.com")
            assert outbox.deliver() == 0
            clock.shift(timedelta(hours=1))
        smtp_server.open()
        assert outbox.deliver() == 12
    assert len({message["To"] for message in smtp_server.messages}) == 12


@pytest.mark.django_db
def test_a_server_that_says_nothing_is_left_soon(smtp_server, settings):
    settings.EMAIL_TIMEOUT = 0.2
    smtp_server.hang()
    for _ in range(4):
        write()
    assert outbox.deliver() == 0
    tries = sorted(OutgoingMail.objects.values_list("tries", "error"))
    assert tries == [(0, "")] + [(0, "Away: SMTPServerDisconnected")] * 3


@pytest.mark.django_db
def test_an_address_that_is_refused_twice_in_a_week_gets_no_more_mail(smtp_server):
    subscriber = make_subscriber(email=ANN)
    smtp_server.refuse()
    for days in (0, 3):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            write()
            outbox.deliver()
    subscriber.refresh_from_db()
    assert subscriber.stopped_why == "bounced"
    assert not OutgoingMail.objects.waiting().exists()


@pytest.mark.django_db
def test_a_batch_goes_over_one_connection(smtp_server):
    before = smtp_server.connections
    for _ in range(5):
        write()
    assert outbox.deliver() == 5
    assert smtp_server.connections == before + 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_mid_batch_loses_nothing(smtp_server, tmp_path):
    """Twice comes the one in flight alone, and programs can see that it is the same."""
    people = [f"reader{number}@example.com" for number in range(20)]
    OutgoingMail.objects.bulk_create(OutgoingMail(to=each, subject="News") for each in people)
    environment = os.environ | {
        "DATABASE_URL": shared_database(tmp_path),
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_server.port}",
    }

    def worker():
        command = [sys.executable, "-c", WORKER]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)

    with worker() as first:
        smtp_server.after_message = lambda number: number == 7 and first.kill()
    smtp_server.after_message = lambda number: None
    with worker() as second:
        assert second.stdout.read().split() == [b"13", b"1"]
    arrived = Counter(message["Message-ID"] for message in smtp_server.messages)
    assert sorted(arrived.values()) == [1] * 19 + [2]
    assert {message["To"] for message in smtp_server.messages} == set(people)


def shared_database(folder):
    """The address of the test's database for other processes; SQLite's is copied to a file."""
    known = connection.settings_dict
    if connection.vendor == "postgresql":
        place = f"{known['HOST']}:{known['PORT']}/{known['NAME']}"
        return f"postgres://{known['USER']}:{known['PASSWORD']}@{place}"
    with sqlite3.connect(folder / "site.sqlite3") as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return f"sqlite:///{folder / 'site.sqlite3'}"
