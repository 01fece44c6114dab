"""Mails about comments: to one address, in its owner's language, with what they are about."""

import pytest
from django.core import mail as sent
from django.utils.translation import override

from comments import mail
from newsportal.models import OutgoingMail
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

LINK = {"link": "https://news.example/x", "days": 7}


def write(to="ann@example.com", **fields):
    return mail.write("private_link", to, **LINK | fields)


@pytest.mark.parametrize(
    "to", ["", "nobody", "a@example.com, b@example.com", "a@example.com\nBcc: b@example.com"]
)
def test_what_is_not_one_address_gets_no_mail(to):
    assert write(to) is None
    assert sent.outbox == []


@pytest.mark.parametrize("name", ["Late\r\nBcc: b@example.com", "Late\u2028Bcc: b@example.com"])
def test_a_subject_is_one_line(settings, name):
    settings.SITE_NAME = name
    message = write().message()
    assert message["Bcc"] is None
    assert len(message["Subject"].splitlines()) == 1


def test_a_mail_is_in_the_language_of_its_reader(settings):
    settings.LANGUAGE_CODE = "en"
    with override("ar"):
        bodies = [write(language=language).body for language in ("ru", "xx", "")]
    assert "Ссылка" in bodies[0]
    assert "The link works" in bodies[1]
    assert bodies[1] == bodies[2]


@pytest.mark.usefixtures("stored_mail")
def test_a_mail_is_stored_with_what_it_is_about():
    comment = make_comment()
    headers = {"List-Id": "<article-7.news.example>"}
    about = {"comment": comment, "key": "told:7", "priority": mail.DIGEST, "headers": headers}
    stored = OutgoingMail.objects.get(pk=write(**about).outgoing_id)
    assert (stored.comment, stored.key, stored.priority) == (comment, "told:7", mail.DIGEST)
    assert stored.headers["List-Id"] == "<article-7.news.example>"
    assert "https://news.example/x" in stored.html


def test_the_priorities_are_those_of_the_outbox():
    assert OutgoingMail.Priority.values == [mail.AWAITED, mail.NEWS, mail.DIGEST]
