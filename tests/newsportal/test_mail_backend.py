"""Whoever sends a mail writes a row: in the same transaction, for one person, in two parts."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import override

from newsportal import outbox
from newsportal.models import OutgoingMail
from tests.factories import make_comment
from tests.mails import ANN, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_mail")]


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
