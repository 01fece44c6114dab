"""Discussions and threads that go slowly (cooling.py)."""

from comments import cooling
from comments.pipeline.rates import wait_message
from comments.pipeline.verdicts import REFUSE, Verdict


def pace(submission):
    if submission.is_edit:
        return None
    seconds, why = cooling.wait_for(submission)
    if not seconds:
        return None
    return Verdict(REFUSE, message=f"{why} {wait_message(seconds)}", retry_after=seconds)
