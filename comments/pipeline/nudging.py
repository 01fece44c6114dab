"""Who was told why a comment would wait may send it again: the form then says so, signed."""

from django.core import signing

from comments.readers import keyed_hash

SECONDS = 3600
_signer = signing.TimestampSigner(salt="comments.nudge")


def nudge_token(submission):
    return _signer.sign(_bound(submission))


def was_nudged(submission):
    """True when this very person was told so in this very place, not long ago."""
    try:
        bound = _signer.unsign(submission.said.get("nudged", ""), max_age=SECONDS)
    except (signing.BadSignature, ValueError):
        return False
    return bound == _bound(submission)


def _bound(submission):
    return keyed_hash(f"{submission.who}:{submission.place}").hex
