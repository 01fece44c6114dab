"""Mails wait in the database until they are sent: once each, and not for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from comments import bounces
from newsportal import outbox
from newsportal.models import OutgoingMail
from tests.comments.test_retention import run_tick
from tests.factories import make_comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_mail")]

ANN = "ann@example.com"


def write(to=ANN, *, subject="News", body="Something new.\n", **headers):
    message = EmailMessage(subject, body, to=[to], headers=headers)
    message.send()
    return OutgoingMail.objects.get(pk=message.outgoing_id)


@pytest.fixture
def later(monkeypatch):
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


def test_what_is_rolled_back_sends_no_mail():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert outbox.deliver() == 0


def test_a_transaction_wakes_the_delivery_once_and_after_it(
    django_capture_on_commit_callbacks, monkeypatch
):
    woken = []
    monkeypatch.setattr(outbox, "deliver", lambda: woken.append(OutgoingMail.objects.count()))
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(3):
            write(f"reader{number}@example.com")
        assert woken == []
    assert woken == [3]


def test_what_is_committed_leaves_with_nobody_asking(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write()
        assert mail.outbox == []
    assert len(mail.outbox) == 1


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


def test_several_recipients_learn_nothing_of_each_other():
    people = {"to": [ANN], "cc": ["bo@example.com"], "bcc": ["cy@example.com", ANN]}
    EmailMessage("News", "Text", **people, headers={"X-Portal-Key": "told"}).send()
    outbox.deliver()
    assert [sent.recipients() for sent in mail.outbox] == [
        [ANN],
        ["bo@example.com"],
        ["cy@example.com"],
    ]
    assert not any(sent.message()["Cc"] for sent in mail.outbox)


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\u2028", "\x85", "\0"])
def test_no_text_becomes_a_header(settings, sign):
    forged = f"News{sign}Bcc: bo@example.com"
    EmailMessage(forged, "Text", forged, [ANN], headers={"List-Id": forged}).send()
    outbox.deliver()
    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    for name in ("Subject", "List-Id"):
        assert message[name] == "News Bcc: bo@example.com"


@pytest.mark.parametrize(
    "to", ["", "nobody", "a@example.com, b@example.com", f"{ANN}\nBcc: b@c.de"]
)
def test_what_is_not_one_address_gets_no_mail(to):
    assert EmailMessage("News", "Text", to=[to]).send() == 0
    assert not OutgoingMail.objects.exists()


def test_every_mail_has_a_part_for_each_kind_of_reader():
    write(body="See <b>here</b>: https://news.example/x?a=1&b=2\n\n-- \nThe Datum\n")
    outbox.deliver()
    text, html = mail.outbox[0].message().get_payload()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    drawn = html.get_payload(decode=True).decode()
    assert "&lt;b&gt;here&lt;/b&gt;" in drawn
    assert 'href="https://news.example/x?a=1&amp;b=2"' in drawn
    assert "-- " not in drawn


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("ru", "ltr")])
def test_the_page_of_a_mail_is_in_the_language_it_was_written_in(language, direction):
    from django.utils.translation import override

    with override(language):
        html = write().html
    assert f'<html lang="{language}" dir="{direction}">' in html


def test_a_mail_says_that_a_program_wrote_it_and_asks_for_no_answer(settings):
    settings.DEFAULT_FROM_EMAIL = "The desk <desk@news.example>"
    EmailMessage("News", "Text", to=[ANN], reply_to=["bo@example.com"]).send()
    outbox.deliver()
    message = mail.outbox[0].message()
    assert message["From"] == "The desk <desk@news.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Reply-To"] is None
    assert not any(name.startswith("X-Portal") for name in message)


def test_of_two_mails_under_one_key_the_first_is_sent():
    first = write(**{"X-Portal-Key": "told"})
    assert write(subject="Again", **{"X-Portal-Key": "told"}) == first
    assert write(subject="Other", **{"X-Portal-Key": "told:2"}) != first


def test_a_mail_about_an_erased_comment_is_not_sent():
    comment = make_comment()
    write(**{"X-Portal-Comment": str(comment.pk)})
    comment.erase()
    assert outbox.deliver() == 0
    assert not OutgoingMail.objects.exists()


def test_files_are_linked_to_and_never_attached():
    message = EmailMessage("News", "Text", to=[ANN])
    message.attach("map.txt", "valley", "text/plain")
    with pytest.raises(ValueError, match="link to the file"):
        message.send()


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
