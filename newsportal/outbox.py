"""Sends the mails that mail_backend.py stored: soon, each by itself, and once.

Whoever delivers takes a mail for a while first, so no two send it. Should they die, it is taken
again later, under the same Message-ID.
"""

import logging
import re
from contextlib import suppress
from datetime import timedelta
from email.utils import format_datetime
from smtplib import (
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from comments import bounces, mailing
from newsportal.models import OutgoingMail

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720)]
TAKEN_FOR = timedelta(minutes=15)
# While the server takes nothing at all, no mail uses up its tries; after so long nobody needs it,
# and the links in it have ended.
AWAY_PAUSE = timedelta(minutes=5)
AWAY_AT_MOST = timedelta(days=3)
# Such a server is not asked again and again in one run.
FAILURES_AT_ONCE = 3
TEXT_KEPT = timedelta(days=7)
SENT_KEPT = timedelta(days=30)
GIVEN_UP_KEPT = timedelta(days=90)
WORDLESS = {"text": "", "html": "", "headers": {}}
# What servers say when there is no such mailbox: finer codes, and codes that come without one.
FINER = re.compile(r"\d\.\d{1,3}\.\d{1,3}\b")
NOBODY_THERE = re.compile(r"5\.1\.([0-6]|10)|5\.2\.1")
NOBODY_THERE_IN_SHORT = {550, 551, 553}

logger = logging.getLogger(__name__)


class Away(Exception):
    """The server takes nothing from us now, whatever the mail."""


class Lost(Exception):
    """Whoever tried it died, again and again."""


def deliver():
    """Send what is due, one after the other over one connection; how many were sent."""
    line = get_connection(settings.MAIL_TRANSPORT)
    sent = failures = 0
    while failures < FAILURES_AT_ONCE and (mail := _take()):
        if error := _try(mail, line):
            _close(line)
            _put_off(mail, error)
            is_there = isinstance(error, SMTPRecipientsRefused | SMTPDataError)
            failures = 0 if is_there else failures + 1
        else:
            _mark(mail, sent_at=timezone.now(), error="", **_silence(mail))
            sent, failures = sent + 1, 0
    _close(line)
    return sent


def forget_mails():
    """Delete what was sent, or given up, long ago, and what it said before; how many are gone."""
    now, mails = timezone.now(), OutgoingMail.objects
    over = Q(sent_at__lt=now - SENT_KEPT) | Q(given_up_at__lt=now - GIVEN_UP_KEPT)
    number = mails.filter(over, written_at__lt=now - SENT_KEPT).delete()[1]
    told = mails.filter(sent_at__lt=now - TEXT_KEPT).exclude(text="")
    told.update(**WORDLESS)
    return number.get(OutgoingMail._meta.label, 0)


@transaction.atomic
def _take():
    """The most awaited of what is due, nobody else's for a while."""
    now = timezone.now()
    is_free = Q(taken_until=None) | Q(taken_until__lte=now)
    due = OutgoingMail.objects.waiting().filter(is_free, due_at__lte=now)
    first = due.exclude(mailing.tells_of_hidden()).order_by("priority", "due_at", "pk")
    mail = first.select_for_update(skip_locked=True, no_key=True).first()
    if mail:
        mail.tries, mail.taken_until = mail.tries + 1, now + TAKEN_FOR
        mail.save(update_fields=["tries", "taken_until"])
    return mail


def _try(mail, line):
    """Hand it over; what went wrong, if anything did."""
    if mail.tries > len(PAUSES) + 1:
        return Lost()
    try:
        line.open()
    except Exception as error:
        return Away(type(error).__name__)
    try:
        line.send_messages([_message(mail)])
    except SMTPSenderRefused as error:
        return Away(_named(error))
    except Exception as error:
        return error


def _message(mail):
    """The same whenever it is tried: name and date too."""
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "Message-ID": f"<{mail.written_at:%Y%m%d%H%M%S}.{mail.pk}@{host}>",
        "Date": format_datetime(mail.written_at),
    }
    sender = mail.sender or settings.DEFAULT_FROM_EMAIL
    return EmailMultiAlternatives(
        mail.subject,
        mail.text,
        sender,
        [mail.to],
        headers=headers | mail.headers,
        alternatives=[(mail.html, "text/html")] if mail.html else [],
    )


def _put_off(mail, error):
    """Wait, longer each time, or give it up."""
    now, name = timezone.now(), _named(error)
    logger.warning("mail %s not sent (try %s): %s", mail.pk, mail.tries, name)
    if isinstance(error, Away):
        is_over, pause = now - mail.written_at > AWAY_AT_MOST, AWAY_PAUSE
        mail.tries -= 1
    else:
        is_over = mail.tries > len(PAUSES) or _is_for_good(error)
        pause = PAUSES[min(mail.tries, len(PAUSES)) - 1]
    fate = {"given_up_at": now} if is_over else {"due_at": now + pause}
    _mark(mail, tries=mail.tries, error=name, **fate)
    if _is_for_good(error):
        bounces.refused(mail.to)


def _mark(mail, **facts):
    OutgoingMail.objects.filter(pk=mail.pk).update(taken_until=None, **facts)


def _silence(mail):
    """What somebody waited for may be a way into an account: it is kept by nobody but them."""
    return WORDLESS if mail.priority == OutgoingMail.Priority.AWAITED else {}


def _is_for_good(error):
    """True when there is no such mailbox. What a server says of us, or of now, may change."""
    code, finer = _answer(error)
    if finer:
        return bool(NOBODY_THERE.fullmatch(finer))
    return isinstance(error, SMTPRecipientsRefused) and code in NOBODY_THERE_IN_SHORT


def _named(error):
    """The kind of an error and its codes: its words may hold an address."""
    if isinstance(error, Away):
        return f"Away: {error}"[:100]
    code, finer = _answer(error)
    return " ".join(filter(None, [type(error).__name__, str(code or ""), finer]))[:100]


def _answer(error):
    """The code and the finer one (RFC 3463) that an SMTP server gave; 0 and "" without."""
    code, words = 0, b""
    if isinstance(error, SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (code, words))
    elif isinstance(error, SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    finer = FINER.match(said)
    return code, finer[0] if finer else ""


def _close(line):
    with suppress(OSError):
        line.close()
