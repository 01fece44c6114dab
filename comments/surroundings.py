"""What stands around a comment, and what it said before, for moderators."""

from comments.differences import differences
from comments.models import Comment

REPLIES_SHOWN = 5
TEXTS_SHOWN = 10


def around(comment):
    """The comments above it, from the first of the thread on, and the next replies to it."""
    above = Comment.objects.filter(pk__in=_above(comment)).order_by("level")
    replies = Comment.objects.filter(parent=comment.pk).exclude(status=Comment.Status.ERASED)
    next_ones = replies.order_by("created_at", "pk")[:REPLIES_SHOWN]
    return {"above": list(above), "replies": list(next_ones)}


def _above(comment):
    """Its ancestors and, where that was too deep to be one, whom it answers."""
    ancestors = comment.get_ancestors().order_by().values_list("pk", flat=True)
    return {*ancestors, comment.reply_to_id} - {None}


def earlier_texts(comment):
    """(when it was replaced, whether readers know of it, pieces of both texts), newest first."""
    texts, newer = [], comment.text
    for revision in comment.revisions.all()[:TEXTS_SHOWN]:
        pieces = differences(revision.text, newer)
        texts.append((revision.replaced_at, revision.is_public, pieces))
        newer = revision.text
    return texts
