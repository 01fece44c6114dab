"""The e-mail backend of the site: stores each mail in the transaction that writes it."""

import unicodedata
from threading import local

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string

from newsportal.models import OutgoingMail
from newsportal.tasks import wake_delivery

KEY, PRIORITY = "X-Portal-Key", "X-Portal-Priority"
COMMENT, DONOR = "X-Portal-Comment", "X-Portal-Donor"
OURS = {KEY, PRIORITY, COMMENT, DONOR}
# All that the site sends is written by a program.
AUTOMATIC = {"Auto-Submitted": "auto-generated"}
SUBJECT_LENGTH = OutgoingMail._meta.get_field("subject").max_length
NO_TEXT = {"Cc", "Cs", "Zl", "Zp"}

_here = local()


class OutboxBackend(BaseEmailBackend):
    """outbox.py sends what is stored here, once that is committed.

    The headers in OURS become columns of the row; its key is left on the message.
    """

    def send_messages(self, messages):
        return sum(bool(self._store(message)) for message in messages)

    def _store(self, message):
        """One mail to each of the recipients: nobody learns who the others are."""
        people = [each for each in dict.fromkeys(message.recipients()) if _is_address(each)]
        facts = _facts(message) if people else {}
        key = one_line(message.extra_headers.get(KEY, ""))
        for number, address in enumerate(people):
            stored = _row(f"{key}:{number}" if key and number else key, facts | {"to": address})
            message.outgoing_id = stored.pk
        if people:
            _here.has_stored = True
            transaction.on_commit(_wake_once, robust=True)
        return people


def one_line(value):
    """What may stand in a header: no line breaks, no control characters."""
    seen = (" " if unicodedata.category(sign) in NO_TEXT else sign for sign in str(value))
    return " ".join("".join(seen).split())


def _row(key, facts):
    """Written twice under one key it is the mail that was written first."""
    if not key:
        return OutgoingMail.objects.create(**facts)
    return OutgoingMail.objects.get_or_create(key=key, defaults=facts)[0]


def _facts(message):
    if message.attachments:
        raise ValueError("The outbox keeps no attachments: link to the file.")
    headers = message.extra_headers
    kept = {name: one_line(value) for name, value in headers.items() if name not in OURS}
    text, subject = message.body.replace("\0", ""), one_line(message.subject)[:SUBJECT_LENGTH]
    is_ours = message.from_email == settings.DEFAULT_FROM_EMAIL
    return {
        "sender": "" if is_ours else one_line(message.from_email),
        "subject": subject,
        "text": text,
        "html": _html(message).replace("\0", "") or _drawn(subject, text),
        "headers": AUTOMATIC | kept,
        "priority": int(headers.get(PRIORITY, OutgoingMail.Priority.AWAITED)),
        "comment_id": headers.get(COMMENT),
        "donor_id": headers.get(DONOR),
    }


def _html(message):
    parts = [part for part in getattr(message, "alternatives", []) if part[1] == "text/html"]
    return parts[0][0] if parts else ""


def _drawn(subject, text):
    """A plain text in the site's layout; its footer stands there already."""
    known = {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}
    known |= {"subject": subject, "text": text.partition("\n-- \n")[0].strip()}
    return render_to_string("email/plain.html", known)


def _is_address(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _wake_once():
    """However many mails a transaction writes, its commit wakes who sends them once."""
    if getattr(_here, "has_stored", False):
        _here.has_stored = False
        wake_delivery()
