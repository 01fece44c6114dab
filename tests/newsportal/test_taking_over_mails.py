"""Mails of the two former outboxes are sent after the change, under the names they had."""

from datetime import UTC, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest

from newsportal.models import OutgoingMail

moving = import_module("newsportal.migrations.0008_take_over_mails")
THEN = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def moved(**fields):
    """A row of the donations' former outbox, as it stands in the one of the site."""
    known = {"pk": 7, "to": "ann@example.com", "subject": "News", "body": "Text", "error": ""}
    known |= {"written_at": THEN, "due_at": THEN, "sent_at": None, "tries": 0}
    former = SimpleNamespace(**known | {"donor_id": 3, "key": "told"} | fields)
    name = "{:%Y%m%d%H%M%S}.donation-{}@{}"
    return OutgoingMail(**moving._facts(former, name), **moving._about(former))


def test_a_mail_keeps_its_name_and_what_it_is_about(settings):
    settings.SITE_URL = "https://news.example"
    mail = moved()
    assert mail.headers["Message-ID"] == "<20261120093000.donation-7@news.example>"
    assert (mail.to, mail.text, mail.donor_id, mail.key) == ("ann@example.com", "Text", 3, "told")


@pytest.mark.parametrize(
    ("tries", "sent_at", "is_over"), [(5, None, 0), (6, None, 1), (6, THEN, 0)]
)
def test_what_was_given_up_is_not_tried_again(tries, sent_at, is_over):
    assert bool(moved(tries=tries, sent_at=sent_at).given_up_at) == bool(is_over)
