"""Slow mode of a discussion, and threads that are cooling down."""

from django.utils.translation import ngettext

from comments.cooling import MINUTE, wait_for
from comments.pipeline.rates import wait_message
from comments.pipeline.verdicts import REFUSE, Verdict


def pace(submission):
    if submission.is_edit:
        return None
    seconds, why = wait_for(submission)
    if not seconds:
        return None
    return Verdict(REFUSE, message=f"{why} {_wait(seconds)}", retry_after=seconds)


def _wait(seconds):
    if seconds <= MINUTE:
        return wait_message(seconds)
    minutes = -(-seconds // MINUTE)
    sentence = ngettext(
        "Wait %(number)s minute, then send it again. Your text is kept.",
        "Wait %(number)s minutes, then send it again. Your text is kept.",
        minutes,
    )
    return sentence % {"number": minutes}
