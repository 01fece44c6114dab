"""Mails wait in the database until they are sent: once each, and not for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from comments import bounces
from newsportal import outbox
from newsportal.models import OutgoingMail
from tests.comments.test_retention import run_tick
from tests.mails import ANN, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_mail")]


@pytest.fixture
def later():
    """later(minutes=5) is five minutes from now; the clock goes on from there."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield lambda **span: clock.shift(timedelta(**span))


@pytest.fixture
def failing(monkeypatch):
    """The server answers every mail with this error, until `failing(None)`."""
    send = EmailBackend.send_messages

    def fail_with(error):
        def refuse(backend, messages):
            raise error

        monkeypatch.setattr(EmailBackend, "send_messages", refuse if error else send)

    return fail_with


@pytest.fixture
def away(monkeypatch):
    """Nobody answers at the server's address, until `away(False)`."""

    def refuse(backend):
        raise ConnectionRefusedError(ANN)

    def be(is_away=True):
        monkeypatch.setattr(EmailBackend, "open", refuse if is_away else lambda backend: None)

    be()
    return be


def test_a_mail_waits_until_it_is_delivered_and_goes_once():
    write()
    assert mail.outbox == []
    assert [outbox.deliver(), outbox.deliver()] == [1, 0]
    [sent] = mail.outbox
    assert (sent.to, sent.body) == ([ANN], "Something new.\n")
    assert OutgoingMail.objects.get().sent_at


def test_what_is_awaited_goes_first_and_then_what_is_due_longest(later):
    for subject, priority in [("digest", 2), ("news", 1), ("more news", 1), ("link", 0)]:
        write(subject=subject, **{"X-Portal-Priority": str(priority)})
        later(seconds=1)
    outbox.deliver()
    assert [sent.subject for sent in mail.outbox] == ["link", "news", "more news", "digest"]


def test_what_is_due_later_waits(later):
    waiting = write()
    OutgoingMail.objects.update(due_at=waiting.due_at + timedelta(hours=1))
    assert outbox.deliver() == 0
    later(hours=1)
    assert outbox.deliver() == 1


def test_a_mail_that_fails_is_tried_again_more_and_more_seldom(failing, later, caplog):
    waiting = write()
    failing(SMTPDataError(451, f"4.7.1 {ANN} comes back later".encode()))
    for tries, pause in enumerate(outbox.PAUSES, start=1):
        assert outbox.deliver() == 0
        waiting.refresh_from_db()
        assert (waiting.tries, waiting.due_at) == (tries, timezone.now() + pause)
        later(seconds=pause.total_seconds())
    assert not waiting.given_up_at
    outbox.deliver()
    waiting.refresh_from_db()
    assert waiting.given_up_at
    assert waiting.error == "SMTPDataError 451 4.7.1"
    assert "SMTPDataError 451 4.7.1" in caplog.text
    assert ANN not in caplog.text


def test_a_mail_keeps_its_name_and_date_whenever_it_is_sent(failing, later):
    waiting = write()
    failing(SMTPServerDisconnected("in mid-sentence"))
    outbox.deliver()
    failing(None)
    later(minutes=1)
    assert outbox.deliver() == 1
    headers = mail.outbox[0].message()
    assert headers["Date"] == f"{waiting.written_at:%a, %d %b %Y %H:%M:%S} +0000"
    assert f".{waiting.pk}@" in headers["Message-ID"]
    assert OutgoingMail.objects.get().error == ""


def test_a_server_that_is_away_uses_up_no_tries(away, later):
    waiting = [write(), write()]
    for _hour in range(36):
        assert outbox.deliver() == 0
        later(hours=1)
    away(False)
    assert outbox.deliver() == 2
    assert set(OutgoingMail.objects.values_list("tries", flat=True)) == {1}
    assert len(waiting) == len(mail.outbox)


def test_after_three_days_without_a_server_a_mail_is_given_up(away, later):
    write()
    later(days=3, minutes=1)
    outbox.deliver()
    assert OutgoingMail.objects.get().given_up_at
    away(False)
    assert outbox.deliver() == 0


def test_a_server_that_is_away_is_not_asked_for_each_of_many_mails(away):
    for _ in range(outbox.FAILURES_AT_ONCE + 2):
        write()
    outbox.deliver()
    assert OutgoingMail.objects.filter(error="").count() == 2


def test_a_server_that_does_not_take_our_sender_is_as_good_as_away(failing):
    write()
    failing(SMTPSenderRefused(530, b"5.7.0 Sign in first", "desk@localhost"))
    outbox.deliver()
    waiting = OutgoingMail.objects.get()
    assert (waiting.tries, waiting.error) == (0, "Away: SMTPSenderRefused 530 5.7.0")


@pytest.mark.parametrize(
    ("code", "words", "is_over"),
    [
        (550, b"5.1.1 No such mailbox", True),
        (550, b"No such mailbox", True),
        (553, b"5.1.3 Not an address", True),
        (550, b"5.2.1 Closed", True),
        (550, b"5.7.1 We don't know your server", False),
        (550, b"5.1.8 Your domain does not exist", False),
        (552, b"5.2.2 Full", False),
        (554, b"Not now", False),
        (450, b"4.1.1 Maybe later", False),
    ],
)
def test_an_address_nobody_has_is_given_up_at_once(failing, monkeypatch, code, words, is_over):
    told = []
    monkeypatch.setattr(bounces, "refused", told.append)
    write()
    failing(SMTPRecipientsRefused({ANN: (code, words)}))
    outbox.deliver()
    assert bool(OutgoingMail.objects.get().given_up_at) == is_over
    assert told == ([ANN] if is_over else [])


def test_refused_addresses_hold_up_nobody_else(failing):
    for _ in range(outbox.FAILURES_AT_ONCE + 1):
        write()
    failing(SMTPRecipientsRefused({ANN: (550, b"5.1.1 No such mailbox")}))
    outbox.deliver()
    assert not OutgoingMail.objects.waiting().exists()


def test_a_mail_whose_sender_died_is_sent_after_a_while(monkeypatch, later):
    write()
    with monkeypatch.context() as dying:
        dying.setattr(EmailBackend, "send_messages", lambda *_: exit())
        with pytest.raises(SystemExit):
            outbox.deliver()
    assert outbox.deliver() == 0
    later(minutes=15)
    assert outbox.deliver() == 1


def test_a_mail_at_which_everybody_dies_is_given_up():
    write()
    OutgoingMail.objects.update(tries=len(outbox.PAUSES) + 1)
    outbox.deliver()
    assert OutgoingMail.objects.filter(error="Lost", given_up_at__isnull=False).exists()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("fate", "days", "left"),
    [("sent_at", 29, 1), ("sent_at", 31, 0), ("given_up_at", 89, 1), ("given_up_at", 91, 0)],
)
def test_mails_are_forgotten_in_time(fate, days, left):
    then = timezone.now() - timedelta(days=days)
    write()
    OutgoingMail.objects.update(**{fate: then, "written_at": then})
    outbox.forget_mails()
    assert OutgoingMail.objects.count() == left


@pytest.mark.parametrize(("days", "is_known"), [(6, True), (8, False)])
def test_what_a_sent_mail_said_is_forgotten_after_a_week(later, days, is_known):
    write(**{"X-Portal-Priority": "1", "List-Unsubscribe": "<https://news.example/end/x>"})
    outbox.deliver()
    later(days=days)
    outbox.forget_mails()
    sent = OutgoingMail.objects.get()
    assert [bool(sent.text), bool(sent.html), bool(sent.headers)] == [is_known] * 3


def test_a_link_into_an_account_is_forgotten_once_it_is_sent():
    write(body="https://news.example/accounts/password/x")
    outbox.deliver()
    assert "https" in mail.outbox[0].body
    sent = OutgoingMail.objects.get()
    assert (sent.text, sent.html) == ("", "")


def test_a_tick_delivers():
    write()
    assert "deliver: 1" in run_tick()
    assert run_tick() == ""


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_deliverers_send_each_mail_once_and_wait_for_nobody():
    people = [f"reader{number}@example.com" for number in range(12)]
    OutgoingMail.objects.bulk_create(OutgoingMail(to=each, subject="News") for each in people)

    def work(_number):
        try:
            return outbox.deliver()
        finally:
            connection.close()

    with transaction.atomic():
        OutgoingMail.objects.select_for_update().get(to=people[0])
        with ThreadPoolExecutor(3) as pool:
            assert sum(pool.map(work, range(3), timeout=20)) == 11
    assert outbox.deliver() == 1
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(people)
    assert mail.outbox[-1].to == [people[0]]
