"""What only programs do: fill in what nobody sees, send a form that was never shown, or at once."""

import time

from django.conf import settings
from django.core import signing

from comments.pipeline.verdicts import HOLD, Verdict
from comments.reasons import Reason

HOUR = 3600
OLDEST_SECONDS = 14 * 24 * HOUR
_signer = signing.Signer(salt="comments.loaded")


def trap(submission):
    if submission.said.get("website"):
        return Verdict(HOLD, Reason.SPAM, {"trap": "field"})
    if submission.is_edit or submission.reader.user or not settings.COMMENT_MIN_SECONDS:
        return None
    problem = problem_of(submission.said.get("loaded", ""))
    return Verdict(HOLD, Reason.SPAM, {"trap": problem}) if problem else None


def loaded_now():
    """When a form was shown, signed: for forms that one reader gets."""
    return _signer.sign(str(int(time.time())))


def loaded_this_hour():
    """The same for the form that all strangers get: it changes once an hour."""
    return _signer.sign(str(int(time.time()) // HOUR * HOUR))


def problem_of(loaded):
    """What is wrong with the time a form says it was shown: one word, none when all is well."""
    if not loaded:
        return "missing"
    try:
        age = time.time() - int(_signer.unsign(loaded))
    except (signing.BadSignature, ValueError):
        return "forged"
    if age > OLDEST_SECONDS:
        return "old"
    return "quick" if age < settings.COMMENT_MIN_SECONDS else ""
