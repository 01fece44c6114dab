"""Mails wait in the database until they are sent: once each, and not for ever."""

import pytest
from django.core import mail

from comments.mail import write
from newsportal import outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_mail")]


def test_a_mail_waits_until_it_is_delivered_and_goes_once():
    assert write("private_link", "ann@example.com", link="https://news.example/x", days=7)
    assert mail.outbox == []
    assert [outbox.deliver(), outbox.deliver()] == [1, 0]
    assert "https://news.example/x" in mail.outbox[0].body
