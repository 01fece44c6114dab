"""Mails to donors and to staff: stored with what they tell of, and sent once that is committed.

Whoever delivers takes a letter for a while first, so no two send it. Should they die, it is taken
again later, under the same Message-ID.
"""

import logging
from datetime import timedelta
from threading import local
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from donations.models import Letter

STAFF_PERMISSION = "donations.change_provider"
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720)]
TAKEN_FOR = timedelta(minutes=15)
# A server that is away is not asked again and again in one run.
FAILURES_AT_ONCE = 3
KEPT = timedelta(days=30)
SUBJECT_LENGTH = Letter._meta.get_field("subject").max_length

logger = logging.getLogger(__name__)
_here = local()


def write(template, to, *, donor=None, language="", key="", **context):
    """Store a letter, in the transaction of what it tells; None when `to` is not one address.

    The same key again gives the letter that was written first.
    """
    try:
        validate_email(to)
    except ValidationError:
        return None
    if key and (known := Letter.objects.filter(key=key).first()):
        return known
    subject, body = _written(template, language, context | {"donor": donor})
    facts = {"to": to, "donor": donor, "subject": subject[:SUBJECT_LENGTH], "body": body}
    transaction.on_commit(_remember)
    if not key:
        return Letter.objects.create(**facts)
    return Letter.objects.get_or_create(key=key, defaults=facts)[0]


def write_to_staff(template, *, key="", **context):
    """One letter to each of the people who look after the providers."""
    backend = "django.contrib.auth.backends.ModelBackend"
    people = get_user_model().objects.with_perm(STAFF_PERMISSION, backend=backend)
    for person in people.exclude(email="").order_by("pk"):
        own_key = f"{key}:{person.pk}" if key else ""
        write(template, person.email, key=own_key, person=person, **context)


def deliver_letters():
    """Send what is due, one after the other; how many were sent."""
    sent = failed = 0
    while failed < FAILURES_AT_ONCE and (letter := _take()):
        if _send(letter):
            sent += 1
        else:
            failed += 1
    return sent


def deliver_soon(**kwargs):
    """At the end of a request in which letters were written, when its answer is with the donor."""
    if not getattr(_here, "has_written", False):
        return
    _here.has_written = False
    try:
        deliver_letters()
    except DatabaseError as error:  # the next tick sends them
        logger.warning("letters not delivered: %s", type(error).__name__)


def forget_letters():
    """Delete what was sent, or given up, long ago; how many there were."""
    limit = timezone.now() - KEPT
    over = Q(sent_at__lt=limit) | Q(given_up(), due_at__lt=limit)
    return Letter.objects.filter(over).delete()[0]


def given_up():
    """Letters that could not be sent and will not be tried again."""
    return Q(sent_at=None, tries__gt=len(PAUSES))


def _written(template, language, context):
    """Subject and plain text of a template: its first line, on one line, and the rest."""
    context |= {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        text = render_to_string(f"donations/email/{template}.txt", context)
    subject, _line, body = text.partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


def _remember():
    _here.has_written = True


@transaction.atomic
def _take():
    """The letter that is due longest, nobody else's for a while."""
    now = timezone.now()
    due = Letter.objects.filter(sent_at=None, due_at__lte=now, tries__lte=len(PAUSES))
    letter = due.select_for_update(skip_locked=True, no_key=True).order_by("due_at", "pk").first()
    if letter:
        letter.tries += 1
        letter.due_at = now + TAKEN_FOR
        letter.save(update_fields=["tries", "due_at"])
    return letter


def _send(letter):
    """Try once; what fails waits, longer each time, and is given up in the end."""
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<{letter.written_at:%Y%m%d%H%M%S}.donation-{letter.pk}@{host}>",
    }
    message = EmailMessage(letter.subject, letter.body, to=[letter.to], headers=headers)
    try:
        message.send()
    except Exception as error:  # in words alone: an address may stand in it
        _fail(letter, type(error).__name__)
        return False
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), error="")
    return True


def _fail(letter, error):
    pauses = [*PAUSES, timedelta()]
    due = timezone.now() + pauses[letter.tries - 1]
    Letter.objects.filter(pk=letter.pk).update(due_at=due, error=error[:100])
    logger.warning("letter %s not sent (try %s): %s", letter.pk, letter.tries, error)
