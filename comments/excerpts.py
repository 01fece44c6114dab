"""The beginning of a comment as plain text."""

import re
from html import unescape

from django.utils.text import Truncator

CHARACTERS, BEGINNING = 200, 85
TAG = re.compile("<[^>]*>")
HALF_WORD = re.compile(r"[\s,;:]+\S{1,30}…$")
SPOILER_EDGE = re.compile("(<details|</details>)")


def excerpt(body_html, characters=CHARACTERS):
    """The first words of a comment, without what its writer hid."""
    plain = " ".join(unescape(TAG.sub("", _without_spoilers(body_html))).split())
    cut = Truncator(plain).chars(characters)
    # Not in the middle of a word, where words have spaces between them.
    return HALF_WORD.sub("…", cut) if cut != plain else plain


def beginning(body_html):
    """Fewer of them still, for where several comments stand close together."""
    cut = excerpt(body_html, BEGINNING)
    return cut if cut == excerpt(body_html, len(body_html)) else f"{cut.rstrip('…')} […]"


def _without_spoilers(body_html):
    kept, depth = [], 0
    for part in SPOILER_EDGE.split(body_html):
        if part == "<details":
            kept.append("" if depth else " … ")
            depth += 1
        elif part == "</details>":
            depth -= 1
        elif depth < 1:
            kept.append(part)
    return "".join(kept)
