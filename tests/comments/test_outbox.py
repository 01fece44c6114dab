"""Mails wait in the database until they are sent: once each, and not for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from comments import outbox
from comments.models import OutgoingMail
from tests.comments.test_retention import run_tick
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

LINK = {"link": "https://news.example/x", "days": 7}


def write(to="ann@example.com", **fields):
    return outbox.write("private_link", to, **LINK | fields)


def pass_time(**span):
    """Instead of waiting: all that is due later comes so much nearer."""
    for letter in OutgoingMail.objects.all():
        OutgoingMail.objects.filter(pk=letter.pk).update(due_at=letter.due_at - timedelta(**span))


@pytest.fixture
def server_away(monkeypatch):
    def fail(backend, messages):
        raise SMTPServerDisconnected("ann@example.com")

    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    return monkeypatch


def test_a_mail_waits_until_it_is_delivered_and_goes_once():
    letter = write()
    assert mail.outbox == []
    assert [outbox.deliver(), outbox.deliver()] == [1, 0]
    letter.refresh_from_db()
    assert letter.sent_at
    [sent] = mail.outbox
    assert sent.to == ["ann@example.com"]
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "https://news.example/x" in sent.body
    assert sent.message().get_content_type() == "text/plain"


def test_what_is_rolled_back_sends_no_mail():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert outbox.deliver() == 0


@pytest.mark.parametrize(
    "to", ["", "nobody", "a@example.com, b@example.com", "a@example.com\nBcc: b@example.com"]
)
def test_what_is_not_one_address_gets_no_mail(to):
    assert write(to) is None
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("name", ["Late\r\nBcc: b@example.com", "Late\u2028Bcc: b@example.com"])
def test_a_subject_is_one_line(settings, name):
    settings.SITE_NAME = name
    write()
    outbox.deliver()
    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert len(message["Subject"].splitlines()) == 1


def test_a_mail_is_in_the_language_of_its_reader(settings):
    settings.LANGUAGE_CODE = "en"
    bodies = [write(language=language).body for language in ("ru", "xx", "")]
    assert "Ссылка" in bodies[0]
    assert "The link works" in bodies[1]
    assert bodies[1] == bodies[2]


def test_a_server_that_is_away_is_asked_again_later(server_away, caplog):
    letter = write()
    for tries, pause in enumerate([*outbox.PAUSES, timedelta()], start=1):
        before = timezone.now()
        assert outbox.deliver() == 0
        letter.refresh_from_db()
        assert letter.tries == tries
        assert abs(letter.due_at - before - pause) < timedelta(seconds=5)
        assert outbox.deliver() == 0  # not before its time
        pass_time(hours=12)
    assert list(OutgoingMail.objects.filter(outbox.given_up())) == [letter]
    assert letter.error == "SMTPServerDisconnected"
    assert "ann@example.com" not in caplog.text


def test_a_mail_that_failed_goes_out_once_the_server_is_back(server_away):
    write()
    outbox.deliver()
    server_away.undo()
    pass_time(minutes=1)
    assert outbox.deliver() == 1
    assert OutgoingMail.objects.get().error == ""
    assert len(mail.outbox) == 1


def test_a_server_that_is_away_is_not_asked_for_each_of_many_mails(server_away):
    for _ in range(outbox.FAILURES_AT_ONCE + 2):
        write()
    outbox.deliver()
    assert OutgoingMail.objects.filter(tries=0).count() == 2


def test_a_mail_whose_sender_died_is_sent_later_under_the_same_name(monkeypatch):
    letter = write()
    with monkeypatch.context() as dying:
        dying.setattr(EmailBackend, "send_messages", lambda *_: exit())
        with pytest.raises(SystemExit):
            outbox.deliver()
    assert outbox.deliver() == 0
    pass_time(minutes=15)
    assert outbox.deliver() == 1
    assert f".{letter.pk}@" in mail.outbox[0].extra_headers["Message-ID"]


def test_a_mail_about_an_erased_comment_is_not_sent():
    comment = make_comment()
    write(comment=comment)
    comment.erase()
    assert outbox.deliver() == 0
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
@pytest.mark.parametrize("fate", [{"sent_at": 1}, {"tries": 6, "due_at": 1}])
def test_mails_are_forgotten_after_thirty_days(fate, days, left):
    moment = timezone.now() - timedelta(days=days)
    write()
    facts = {name: moment if value == 1 else value for name, value in fate.items()}
    OutgoingMail.objects.update(**facts)
    outbox.forget_mails()
    assert OutgoingMail.objects.count() == left


def test_a_tick_delivers():
    write()
    assert "deliver: 1" in run_tick()
    assert run_tick() == ""


def test_a_mail_goes_when_the_request_ends(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write()
    assert mail.outbox == []
    client.get("/healthz")
    assert len(mail.outbox) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_deliverers_send_each_mail_once_and_wait_for_nobody():
    for number in range(12):
        write(f"reader{number}@example.com")

    def work(_number):
        try:
            return outbox.deliver()
        finally:
            connection.close()

    with transaction.atomic():
        first = OutgoingMail.objects.order_by("due_at").select_for_update()[0]
        with ThreadPoolExecutor(3) as pool:
            assert sum(pool.map(work, range(3), timeout=20)) == 11
    assert outbox.deliver() == 1
    assert mail.outbox[-1].to == [first.to]
    assert len({each.to[0] for each in mail.outbox}) == 12
