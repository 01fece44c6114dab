"""The same words again, elsewhere or later."""

from datetime import timedelta

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from comments import traces
from comments.models import Trace
from comments.pipeline.verdicts import HOLD, Verdict
from comments.reasons import Reason

REMEMBERED = timedelta(hours=24)
# What is shorter than this, such as "I agree", others nearby may say too.
OWN_WORDS_LENGTH = 20


def repeat(submission):
    """By the same person, or from the same network, within a day."""
    said = Trace.objects.using(connection.alias).filter(
        said__in=submission.words_keys, made_at__gt=submission.moment - REMEMBERED
    )
    if submission.is_edit:
        said = said.exclude(comment=submission.comment.pk)
    earlier = said.filter(_near(submission)).values_list("comment", flat=True).first()
    if earlier is None:
        return None
    nudge = _(
        "The same was said from here before. Say it in other words, or a moderator will look at it first."
    )
    return Verdict(HOLD, Reason.REPEAT, {"earlier": earlier}, nudge=nudge)


def _near(submission):
    same = Q(comment__reader=submission.reader.key)
    if submission.reader.user:
        same |= Q(comment__author=submission.reader.user)
    if len(submission.text) >= OWN_WORDS_LENGTH:
        same |= Q(network__in=[near.network for near in traces.origins_of(submission.request)])
    return same
