"""One sending, however often it arrives: the first one's comment is the answer to all."""

import time
from datetime import timedelta

from django.db import connection
from django.db.models.functions import Coalesce
from django.utils import timezone

from comments.models import Comment
from comments.readers import address_of, keyed_hash

REPEAT_SECONDS = 600


def first_sent(submission):
    """The comment that this very sending, or the same words here minutes ago, already made."""
    comments = Comment.objects.using(connection.alias)
    first = comments.filter(submission__in=submission.keys).first() or _said_before(submission)
    if first:
        first.is_repeat = True
    return first


def submission_keys(submission):
    """One key for one sending, however often it arrives; and the one it may have had a while ago.

    The page's own key says so when a script filled it in. Without one, the same person sending the
    same text to the same place within ten minutes is a repeat; a guest is told by address and
    e-mail, because their cookie comes only with the first answer.
    """
    said = f"{submission.place}:{submission.text}"
    if submission.said["submission"]:
        return [keyed_hash(f"s:{submission.said['submission']}:{said}")]
    reader, email = submission.reader, submission.email
    who = reader.key if reader.user else f"{address_of(submission.request)}:{email}"
    now = int(time.time()) // REPEAT_SECONDS
    return [keyed_hash(f"s:{who}:{bucket}:{said}") for bucket in (now, now - 1)]


def _said_before(submission):
    """The same words in the same place by the same person, minutes ago.

    A page loaded again, because the answer was lost, sends the draft it kept with another key.
    """
    since = timezone.now() - timedelta(seconds=REPEAT_SECONDS)
    known = Comment.objects.using(connection.alias).order_by()
    known = known.annotate(answered=Coalesce("reply_to", "parent")).filter(
        reader=submission.reader.key,
        created_at__gt=since,
        article=submission.article,
        email=submission.email,
        answered=submission.parent and submission.parent.pk,
        prompt__quote=submission.prompt and submission.prompt.quote,
        text=submission.text,
    )
    return known.first()
