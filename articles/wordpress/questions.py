"""Questions about a phrase, which a plugin (wpDiscuz) keeps as tags in the text around the phrase."""

import re
from html import unescape
from typing import NamedTuple

from articles.phrases import Phrase, Phrases
from articles.plain_text import EDGE, normal
from articles.wordpress.text import plain_text

TAG = "wpdiscuz-feedback"
# No XML can hold these two: they stay where the phrase is while its text is converted.
OPENED, CLOSED = "\ufffe", "\uffff"
MARK = re.compile(f"{OPENED}([0-9]+){OPENED}|{CLOSED}")
MARKS_ALONE = re.compile(f"<p>((?:{OPENED}[0-9]+{OPENED}|{CLOSED})+)</p>")
LONGEST_PHRASE = 400


class Question(NamedTuple):
    """`phrase` is None where the text does not show it as the running words of one block."""

    key: str
    question: str
    words: str
    phrase: Phrase | None


class Questions:
    """The questions of one text."""

    def __init__(self):
        self.asked = []

    def tag(self, attributes, inner):
        """The phrase between marks in place of its tags."""
        question = plain_text(unescape(attributes.get("question", "")))
        self.asked.append((attributes.get("id", ""), question, normal(plain_text(inner))))
        return f"{OPENED}{len(self.asked) - 1}{OPENED}{inner}{CLOSED}"

    def found_in(self, html):
        """The HTML without marks, and each question with its place in it."""
        html, places = _unmarked(MARKS_ALONE.sub(r"\1", html))
        phrases = Phrases(html) if places else None
        return html, [
            Question(*asked, _phrase(phrases, *places[number]) if number in places else None)
            for number, asked in enumerate(self.asked)
        ]


def _unmarked(html):
    """The HTML without marks, and {number: (start, end)} of what stood between them."""
    kept, places, length, last, opened = [], {}, 0, 0, None
    for mark in MARK.finditer(html):
        kept.append(html[last : mark.start()])
        length, last = length + len(kept[-1]), mark.end()
        if mark[1]:
            opened = int(mark[1]), length
        elif opened:
            places[opened[0]] = opened[1], length
            opened = None
    return "".join(kept) + html[last:], places


def _phrase(phrases, start, end):
    """The words there, of the first block alone and whole words while they are too many."""
    first, after = phrases.plain.characters_at(start, end)
    words = phrases.text[first:after]
    first += len(words) - len(words.lstrip())
    words = words.strip().partition(EDGE)[0].rstrip()
    if len(words) > LONGEST_PHRASE:
        words = words[: LONGEST_PHRASE + 1].rpartition(" ")[0]
    if not words:
        return None
    return phrases.phrase_at(*phrases.plain.span(first, first + len(words)))
