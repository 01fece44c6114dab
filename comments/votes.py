"""What becomes of votes that were cast (casting.py): reviewed by moderators, withdrawn with a person.

Locks: votes in the order of their keys, then comments in the order of the tree, replies first.
"""

from collections import defaultdict

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from comments import stamps
from comments.models import Comment, Vote

WITHDRAWN_AT_ONCE = 400


@transaction.atomic
def review(comment, voters, standing, *, by, reason):
    """Give votes for a comment another standing, with its trace; how many changed.

    What has that standing already keeps the trace it has.
    """
    votes = _votes().filter(comment=comment, voter__in=list(voters)).exclude(standing=standing)
    votes = list(votes.order_by("voter").select_for_update(no_key=True))
    chosen = _votes().filter(comment=comment, voter__in=[vote.voter for vote in votes])
    chosen.update(standing=standing, reviewer=by, reviewed_at=timezone.now(), reason=reason)
    counted = [vote.value for vote in votes if _counts(vote.standing) != _counts(standing)]
    if any(counted):
        sign = 1 if _counts(standing) else -1
        _add([comment.pk], up=sign * counted.count(1), down=sign * counted.count(-1))
        stamps.discussion_changed(comment.article_id)
    return len(votes)


def withdraw_all(voter):
    """Delete every vote of somebody who leaves, some at a time; how many there were."""
    withdrawn = 0
    while some := _withdraw_some(voter):
        withdrawn += some
    return withdrawn


@transaction.atomic
def _withdraw_some(voter):
    votes = _votes().filter(voter=voter).order_by("comment_id")[:WITHDRAWN_AT_ONCE]
    votes = list(votes.select_for_update())
    by_value = defaultdict(list)
    for vote in votes:
        by_value[vote.value if _counts(vote.standing) else 0].append(vote.comment_id)
    articles = _lock(by_value[1] + by_value[-1])
    _add(by_value[1], up=-1)
    _add(by_value[-1], down=-1)
    _votes().filter(voter=voter, comment__in=[vote.comment_id for vote in votes]).delete()
    for article_id in articles:
        stamps.votes_changed(article_id)
    return len(votes)


def _lock(comments):
    """Lock comments as every writer does, and name their articles."""
    locked = _comments().filter(pk__in=comments).order_by("tree_id", "-lft")
    return set(locked.select_for_update(no_key=True).values_list("article_id", flat=True))


def _add(comments, *, up=0, down=0):
    changed = _comments().filter(pk__in=comments)
    changed.update(up=F("up") + up, down=F("down") + down, score=F("score") + up - down)


def _counts(standing):
    return standing == Vote.Standing.COUNTED


def _votes():
    return Vote.objects.using(connection.alias)


def _comments():
    return Comment._base_manager.using(connection.alias)
