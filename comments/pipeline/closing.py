"""Discussions and threads that take no more."""

from django.utils.translation import gettext_lazy as _

from comments.pipeline.verdicts import REFUSE, Verdict

CLOSED = _("This discussion is closed. Your text was not posted.")
THREAD_CLOSED = _("This thread is closed. Your text was not posted.")


def closed(submission):
    """What was written in time may still be mended: an edit passes."""
    if submission.is_edit:
        return None
    if not submission.rules.takes_comments(submission.moment):
        return Verdict(REFUSE, message=CLOSED)
    if submission.root and submission.root.closed_at:
        return Verdict(REFUSE, message=THREAD_CLOSED)
    return None
