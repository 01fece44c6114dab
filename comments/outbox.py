"""Mails are stored with what they tell of, and sent once that is committed: soon, and once.

Whoever delivers takes a mail for a while first, so no two send it. Should they die, it is taken
again later, under the same Message-ID.
"""

import logging
from datetime import timedelta
from threading import local
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from comments import mail
from comments.models import OutgoingMail

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720)]
TAKEN_FOR = timedelta(minutes=15)
# A server that is away is not asked again and again in one run.
FAILURES_AT_ONCE = 3
KEPT = timedelta(days=30)
SUBJECT_LENGTH = OutgoingMail._meta.get_field("subject").max_length

logger = logging.getLogger(__name__)
_here = local()


def write(template, to, *, comment=None, language="", **context):
    """Store a mail, in the transaction of what it tells; None when `to` is not one address."""
    try:
        validate_email(to)
    except ValidationError:
        return None
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        subject, body = mail.written(template, comment=comment, **context)
    facts = {"to": to, "subject": subject[:SUBJECT_LENGTH], "body": body, "comment": comment}
    written = OutgoingMail.objects.using(connection.alias).create(**facts)
    transaction.on_commit(_remember)
    return written


def deliver():
    """Send what is due, one after the other; how many were sent."""
    sent = failed = 0
    while failed < FAILURES_AT_ONCE and (letter := _take()):
        if _send(letter):
            sent += 1
        else:
            failed += 1
    return sent


def deliver_soon(**kwargs):
    """At the end of a request in which mails were written, when its answer is with the reader."""
    if not getattr(_here, "has_written", False):
        return
    _here.has_written = False
    try:
        deliver()
    except DatabaseError as error:  # the next tick sends them
        logger.warning("mails not delivered: %s", type(error).__name__)


def forget_mails():
    """Delete what was sent, or given up, long ago; how many there were."""
    limit = timezone.now() - KEPT
    over = Q(sent_at__lt=limit) | Q(given_up(), due_at__lt=limit)
    return OutgoingMail.objects.filter(over).delete()[0]


def given_up():
    """Mails that could not be sent and will not be tried again."""
    return Q(sent_at=None, tries__gt=len(PAUSES))


def _remember():
    _here.has_written = True


@transaction.atomic
def _take():
    """The mail that is due longest, nobody else's for a while."""
    now = timezone.now()
    letters = OutgoingMail.objects.using(connection.alias)
    due = letters.filter(sent_at=None, due_at__lte=now, tries__lte=len(PAUSES))
    letter = due.select_for_update(skip_locked=True, no_key=True).order_by("due_at", "pk").first()
    if letter:
        letter.tries += 1
        letter.due_at = now + TAKEN_FOR
        letter.save(update_fields=["tries", "due_at"])
    return letter


def _send(letter):
    """Try once; what fails waits, longer each time, and is given up in the end."""
    host = urlsplit(settings.SITE_URL).hostname
    name = {"Message-ID": f"<{letter.written_at:%Y%m%d%H%M%S}.{letter.pk}@{host}>"}
    message = mail.message(letter.to, letter.subject, letter.body, **name)
    try:
        message.send()
    except Exception as error:  # in words alone: an address may stand in it
        _fail(letter, type(error).__name__)
        return False
    OutgoingMail.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), error="")
    return True


def _fail(letter, error):
    pauses = [*PAUSES, timedelta()]
    due = timezone.now() + pauses[letter.tries - 1]
    OutgoingMail.objects.filter(pk=letter.pk).update(due_at=due, error=error[:100])
    logger.warning("mail %s not sent (try %s): %s", letter.pk, letter.tries, error)
