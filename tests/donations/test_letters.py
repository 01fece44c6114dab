"""Letters wait in the database until they are sent: once each, to one address, not for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from donations import letters
from donations.models import Letter
from tests.factories import make_user

pytestmark = pytest.mark.django_db

LINK = {"link": "https://news.example/x", "minutes": 30}


def write(to="oda@example.com", **fields):
    return letters.write("manage", to, **LINK | fields)


def pass_time(**span):
    """Instead of waiting: all that is due later comes so much nearer."""
    for letter in Letter.objects.all():
        Letter.objects.filter(pk=letter.pk).update(due_at=letter.due_at - timedelta(**span))


@pytest.fixture
def server_away(monkeypatch):
    def fail(backend, messages):
        raise SMTPServerDisconnected("oda@example.com")

    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    return monkeypatch


def test_a_letter_waits_until_it_is_delivered_and_goes_once():
    letter = write()
    assert mail.outbox == []
    assert [letters.deliver_letters(), letters.deliver_letters()] == [1, 0]
    letter.refresh_from_db()
    assert letter.sent_at
    [sent] = mail.outbox
    assert sent.to == ["oda@example.com"]
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_letter_is_gone_with_the_transaction_it_belongs_to():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_the_same_key_is_one_letter():
    assert write(key="a").pk == write(key="a").pk
    write(key="b")
    assert Letter.objects.count() == 2


@pytest.mark.parametrize("to", ["", "oda", "oda@example.com\nBcc: x@example.com", "a@b.c, d@e.f"])
def test_only_one_address_gets_a_letter(to):
    assert write(to) is None
    assert not Letter.objects.exists()


def test_no_text_gets_into_the_headers(settings):
    settings.SITE_NAME = "The Datum\r\nBcc: x@example.com\u2028y"
    write()
    letters.deliver_letters()
    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert len(message["Subject"].splitlines()) == 1


def test_a_letter_is_in_the_language_of_its_donor(settings):
    settings.LANGUAGE_CODE = "en"
    bodies = [write(language=language).body for language in ("xx", "", "en")]
    assert len(set(bodies)) == 1
    assert "The link works" in bodies[0]


def test_a_server_that_is_away_is_asked_again_later_and_then_no_more(server_away, caplog):
    letter = write()
    for tries, pause in enumerate([*letters.PAUSES, timedelta()], start=1):
        before = timezone.now()
        assert letters.deliver_letters() == 0
        letter.refresh_from_db()
        assert letter.tries == tries
        assert abs(letter.due_at - before - pause) < timedelta(seconds=5)
        pass_time(hours=12)
    assert list(Letter.objects.filter(letters.given_up())) == [letter]
    assert letter.error == "SMTPServerDisconnected"
    assert "oda@example.com" not in caplog.text


def test_a_server_that_is_away_is_not_asked_for_each_of_many_letters(server_away):
    for _ in range(letters.FAILURES_AT_ONCE + 2):
        write()
    letters.deliver_letters()
    assert Letter.objects.filter(tries=0).count() == 2


def test_a_letter_whose_sender_died_is_sent_later_under_the_same_name(monkeypatch):
    letter = write()
    with monkeypatch.context() as dying:
        dying.setattr(EmailBackend, "send_messages", lambda *_: exit())
        with pytest.raises(SystemExit):
            letters.deliver_letters()
    assert letters.deliver_letters() == 0
    pass_time(minutes=15)
    assert letters.deliver_letters() == 1
    assert f".donation-{letter.pk}@" in mail.outbox[0].extra_headers["Message-ID"]


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
@pytest.mark.parametrize("fate", [{"sent_at": 1}, {"tries": 6, "due_at": 1}])
def test_letters_are_forgotten_after_thirty_days(fate, days, left):
    moment = timezone.now() - timedelta(days=days)
    write()
    Letter.objects.update(**{name: moment if value == 1 else value for name, value in fate.items()})
    letters.forget_letters()
    assert Letter.objects.count() == left


def test_a_letter_goes_when_the_request_ends(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write()
    assert mail.outbox == []
    client.get("/healthz")
    assert len(mail.outbox) == 1


def test_those_who_look_after_providers_get_a_letter_each_and_once(settings):
    treasurer, chief = make_user(group="Treasurer"), make_user(is_superuser=True)
    make_user(group="Editor")
    make_user(group="Treasurer", is_active=False)
    for _ in range(2):
        letters.write_to_staff("manage", key="told", **LINK)
    assert {letter.to for letter in Letter.objects.all()} == {treasurer.email, chief.email}
    assert Letter.objects.count() == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_deliverers_send_each_letter_once_and_wait_for_nobody():
    for number in range(12):
        write(f"reader{number}@example.com")

    def work(_number):
        try:
            return letters.deliver_letters()
        finally:
            connection.close()

    with transaction.atomic():
        first = Letter.objects.order_by("due_at").select_for_update()[0]
        with ThreadPoolExecutor(3) as pool:
            assert sum(pool.map(work, range(3), timeout=20)) == 11
    assert letters.deliver_letters() == 1
    assert mail.outbox[-1].to == [first.to]
    assert len({each.to[0] for each in mail.outbox}) == 12
