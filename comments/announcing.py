"""From a comment that readers see for the first time to a notice for everybody who follows it.

The transaction that shows it writes one row. A worker goes through the subscribers in batches,
each a transaction that notes how far it came: whoever is killed in between, another goes on.
"""

import logging
from datetime import timedelta

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Article
from comments import noticing
from comments.audience import Audience
from comments.models import Announcement, Comment

SUBSCRIPTIONS_AT_ONCE = 500
COMMENTS_AT_ONCE = 500
TRIES = 10
PAUSE = timedelta(minutes=5)
# A comment that is hidden before all were told: whether it came back is looked at after so long.
HELD_FOR = timedelta(hours=1)
# In a crowd one worker is woken now and then; what it misses by a hair waits for the next minute.
WAKING, WAKING_PAUSE_SECONDS = "announcing-woken", 2

logger = logging.getLogger(__name__)


def announce(comment):
    """In the transaction that first shows it: all who follow it will be told."""
    _rows().create(comment=comment)
    transaction.on_commit(_wake, robust=True)


def announce_due():
    """Go through the subscribers of what was just shown; how many comments all know of now."""
    cache.delete(WAKING)
    due = _rows().filter(due_at__lte=timezone.now(), tries__lt=TRIES).order_by("due_at", "pk")
    return sum(map(fan_out, list(due.values_list("pk", flat=True)[:COMMENTS_AT_ONCE])))


def fan_out(pk):
    """Tell everybody of one comment; False when it could not be finished."""
    try:
        while _tell_some(pk):
            pass
    except Exception:
        logger.exception("comment %s not announced", pk)
        _rows().filter(pk=pk).update(tries=F("tries") + 1, due_at=timezone.now() + PAUSE)
        return False
    return True


@transaction.atomic
def _tell_some(pk):
    """Tell the next ones; True while there are more, False also when somebody else is at it."""
    free = _rows().select_for_update(skip_locked=True, no_key=True)
    announcement = free.filter(pk=pk).first()
    if announcement is None:
        return False
    comment = Comment.objects.using(connection.alias).get(pk=pk)
    if not comment.is_visible or not _is_readable(comment):
        return _wait(announcement, comment)
    audience = Audience(comment)
    following = audience.subscriptions(announcement.after)[:SUBSCRIPTIONS_AT_ONCE]
    found = list(following.values_list("subscriber", "pk"))
    told = {subscriber for subscriber, _pk in found}
    noticing.keep(audience.notices(told if announcement.after else told | audience.addressed()))
    return _go_on(announcement, found)


def _go_on(announcement, found):
    if len(found) < SUBSCRIPTIONS_AT_ONCE:
        announcement.delete()
        return False
    announcement.after = found[-1][1]
    announcement.save(update_fields=["after"])
    return True


def _wait(announcement, comment):
    """Nobody is told of what nobody can see; what waits for a moderator may yet be seen."""
    if comment.status in (comment.Status.PENDING, comment.Status.VISIBLE):
        announcement.due_at = timezone.now() + HELD_FOR
        announcement.save(update_fields=["due_at"])
    else:
        announcement.delete()
    return False


def _is_readable(comment):
    return Article.objects.readable().filter(pk=comment.article_id).exists()


def _wake():
    """Tasks need this module."""
    from comments.tasks import tell_followers

    if cache.add(WAKING, True, WAKING_PAUSE_SECONDS):
        tell_followers.enqueue()


def _rows():
    return Announcement.objects.using(connection.alias)
