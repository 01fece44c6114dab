"""Discussions and threads that take no more."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from comments.pipeline.verdicts import REFUSE, Verdict

CLOSED = _("This discussion is closed. Your text was not posted.")
THREAD_CLOSED = _("This thread is closed. Your text was not posted.")
PROMPT_CLOSED = _("This question takes no more answers. Your text was not posted.")


def is_in_closed_thread(comment):
    roots = Comment.objects.using(connection.alias).filter(tree_id=comment.tree_id, lft=1)
    return roots.exclude(closed_at=None).exists()


def closed(submission):
    """What was written in time may still be mended: an edit passes."""
    if submission.is_edit:
        return None
    if not submission.rules.takes_comments(submission.moment):
        return Verdict(REFUSE, message=CLOSED)
    if submission.prompt and not submission.prompt.takes_answers:
        return Verdict(REFUSE, message=PROMPT_CLOSED)
    if submission.root and submission.root.closed_at:
        return Verdict(REFUSE, message=THREAD_CLOSED)
    return None
