"""Marks phrases in a text: a span around each, and what belongs to it after it.

A phrase may begin in one inline tag and end in another, and two may overlap: each stretch of
letters gets its own spans, so that tags never cross. Taking the spans out gives back the text.
"""

import re
from typing import NamedTuple

from articles.phrases import Phrase, Phrases
from articles.plain_text import INLINE, TAG

TAGS_AND_LETTERS = re.compile(f"{TAG}|[^<]++|<")


class Mark(NamedTuple):
    """A phrase to be marked under a number; `after` is safe HTML that follows it."""

    number: int
    phrase: Phrase
    after: str = ""


def marked(body, marks):
    """The body with each phrase that has its place marked; the others leave no trace."""
    phrases = Phrases(body) if marks else None
    placed = [(span, mark) for mark in marks if (span := phrases.find(mark.phrase))]
    return _Marking(body, placed).html() if placed else body


class _Marking:
    """One pass over a text, from mark to mark."""

    def __init__(self, body, placed):
        self.body = body
        self.turns = sorted({at for span, _mark in placed for at in span}, reverse=True)
        self.beginning, self.ending = {}, {}
        for span, mark in placed:
            self.beginning.setdefault(span.start, []).append(mark)
            self.ending.setdefault(span.end, []).append(mark)
        self.open, self.named, self.waiting, self.is_link = [], set(), [], False

    def html(self):
        parts = []
        for token in TAGS_AND_LETTERS.finditer(self.body):
            parts.extend(self._tag(token) if token["name"] else self._letters(*token.span()))
        self._turn(len(self.body))
        return "".join([*parts, *self.waiting])

    def _tag(self, token):
        """What follows a phrase waits until inline tags end: a button may not stand in a link."""
        self._turn(token.start())
        is_leaving = token["end"] and token["name"] in INLINE
        left = [] if is_leaving else self._left()
        if token["name"] == "a":
            self.is_link = not token["end"]
        return [*left, token[0]]

    def _letters(self, start, end):
        while start < end:
            self._turn(start)
            until = min(end, self.turns[-1]) if self.turns else end
            yield from self._left()
            yield self._wrapped(self.body[start:until])
            start = until

    def _turn(self, at):
        """Close and open the marks that end and begin before or at a place."""
        while self.turns and self.turns[-1] <= at:
            turn = self.turns.pop()
            for mark in self.ending.get(turn, []):
                self.open.remove(mark)
                self.waiting.append(mark.after)
            self.open.extend(self.beginning.get(turn, []))

    def _left(self):
        left, self.waiting = ([], self.waiting) if self.is_link else (self.waiting, [])
        return left

    def _wrapped(self, letters):
        for mark in reversed(self.open):
            key = "data-ask" if mark.number in self.named else "id"
            self.named.add(mark.number)
            value = mark.number if key == "data-ask" else f"ask-{mark.number}"
            letters = f'<span class="ask" {key}="{value}">{letters}</span>'
        return letters
