"""Discussions and threads that go slowly: so much time between two comments of a person.

Slow mode is what staff set for a discussion. A thread with open reports cools down by itself: each
makes the time between two replies of a person a minute longer, until moderators have looked.
"""

from datetime import timedelta
from math import ceil

from django.db import connection
from django.utils.translation import ngettext

from comments import traces
from comments.models import Comment
from comments.readers import reader_of

COOLING_MINUTES = 2
MINUTE = 60


def wait_for(submission):
    """Seconds until this person may post here again, and the sentence that says why; 0 for now."""
    if slow := submission.rules.slow_seconds:
        here = Comment.objects.filter(article=submission.article)
        if seconds := _seconds_left(submission, here, slow):
            return seconds, slow_sentence(slow)
    root = submission.root
    if root and root.heat > 0:
        thread = Comment.objects.filter(tree_id=root.tree_id, level__gt=0)
        if seconds := _seconds_left(submission, thread, cooling_minutes(root.heat) * MINUTE):
            return seconds, cooling_sentence(root.heat)
    return 0, ""


def cooling_minutes(heat):
    """The time between two replies of a person in a thread with so many open reports."""
    return COOLING_MINUTES + heat


def slow_sentence(seconds):
    if seconds % MINUTE:
        sentence = ngettext(
            "Slow mode: one comment per person every %(n)s second.",
            "Slow mode: one comment per person every %(n)s seconds.",
            seconds,
        )
        return sentence % {"n": seconds}
    minutes = seconds // MINUTE
    sentence = ngettext(
        "Slow mode: one comment per person every %(n)s minute.",
        "Slow mode: one comment per person every %(n)s minutes.",
        minutes,
    )
    return sentence % {"n": minutes}


def cooling_sentence(heat):
    minutes = cooling_minutes(heat)
    sentence = ngettext(
        "This thread is cooling down: %(n)s minute between your replies.",
        "This thread is cooling down: %(n)s minutes between your replies.",
        minutes,
    )
    return sentence % {"n": minutes}


def _seconds_left(submission, comments, pause):
    since = submission.moment - timedelta(seconds=pause)
    theirs = comments.using(connection.alias).filter(**_theirs(submission, since))
    newest = theirs.filter(created_at__gt=since).order_by("-created_at")
    last = newest.values_list("created_at", flat=True).first()
    return ceil((last - since).total_seconds()) if last else 0


def _theirs(submission, since):
    """By account or cookie; who comes without one, by the address: cookies are soon thrown away."""
    if key := reader_of(submission.request).key:
        return {"reader": key}
    near = traces.origins_of(submission.request)
    return {
        "trace__network__in": [each.network for each in near],
        "trace__address__in": [each.address for each in near],
        "trace__made_at__gt": since,
    }
