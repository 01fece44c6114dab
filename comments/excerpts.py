"""The beginning of a comment as plain text."""

import re
from html import unescape

from django.utils.text import Truncator

CHARACTERS = 200
TAG = re.compile("<[^>]*>")
# The innermost of them; what stands in a spoiler must not be read elsewhere.
SPOILER = re.compile(r"<details(?:(?!<details).)*?</details>", re.DOTALL)


def excerpt(body_html, characters=CHARACTERS):
    """The first words of a comment, without what its writer hid."""
    is_hiding = True
    while is_hiding:
        body_html, is_hiding = SPOILER.subn(" … ", body_html)
    plain = unescape(TAG.sub("", body_html))
    return Truncator(" ".join(plain.split())).chars(characters)
