"""How long a comment may be: one rule for the form, which says it beside the field, and the pipeline."""

from django.conf import settings
from django.utils.translation import ngettext

from comments.pipeline.verdicts import REFUSE, Verdict
from comments.text import clean_text, length_of

# A letter the reader sees may be several characters long, but not many.
CHARACTERS_PER_LETTER = 4
# Cleaning drops characters; what has more than this for each letter is not even looked at.
TYPED_PER_LETTER = 10


def length(submission):
    if excess := excess_of(submission.text):
        return Verdict(REFUSE, message=too_long(excess))
    return None


def excess_of(typed):
    """How many characters too long a text is; 0 when it fits."""
    limit = settings.COMMENT_MAX_LENGTH
    if len(typed) > limit * TYPED_PER_LETTER:
        return len(typed) - limit
    text = clean_text(typed)
    return max(0, length_of(text) - limit, len(text) - limit * CHARACTERS_PER_LETTER)


def too_long(excess):
    sentence = ngettext(
        "This is %(count)s character too long.", "This is %(count)s characters too long.", excess
    )
    return sentence % {"count": excess}
