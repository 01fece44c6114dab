"""Finds a phrase in a text, or nothing: rather lost than in a wrong place.

A phrase lies within one block (a paragraph, a heading, an item, a cell). Where its quote stands
once, it is there. Where it stands more often, it is where all that was before it still is before
it, or all that was after it still after it, if that is true of one place alone. Nothing is guessed
(a TextQuoteSelector of the W3C, matched exactly).
"""

from typing import NamedTuple

from articles.plain_text import EDGE, PlainText, is_part, normal

CONTEXT_LENGTH = 32
# Scripts before this one part words by spaces.
THAI = "\u0e00"


class Phrase(NamedTuple):
    """A quote with what stood before and after it, in the normal form of plain_text.py.

    Without the two it is looked for in whole words.
    """

    quote: str
    prefix: str = ""
    suffix: str = ""


class Span(NamedTuple):
    """Where a phrase stands in the HTML."""

    start: int
    end: int


def plain(body):
    """What readers can select of the text, a line for each block."""
    return PlainText(body).text.strip(EDGE)


def find(body, phrase):
    """Where the phrase certainly stands in the HTML, or None."""
    return Phrases(body).find(phrase)


def phrase_at(body, start, end):
    """What stands there in the HTML, as a phrase with its surroundings."""
    return Phrases(body).phrase_at(start, end)


class Phrases:
    """One text, read once, to look for many phrases in it."""

    def __init__(self, body):
        self.plain = PlainText(body)
        self.text = self.plain.text

    def find(self, phrase):
        place = self._place(phrase)
        return place and Span(*self.plain.span(*place))

    def kept(self, phrase):
        """The phrase with what surrounds it now, or None."""
        place = self._place(phrase)
        return place and self._phrase(*place)

    def anchored(self, phrase):
        """The same for somebody who means a place: where both sides say so, one may be true twice.

        None as well where it could not be found again.
        """
        exact = [place for place in self._places(phrase) if all(self._sides(phrase, *place))]
        meant = self._phrase(*exact[0]) if len(exact) == 1 else self.kept(phrase)
        return meant and self.kept(meant)

    def phrase_at(self, start, end):
        return self._phrase(*self.plain.characters_at(start, end))

    def everywhere(self, quote):
        """Each place where the quote stands in whole words, as a phrase with its surroundings."""
        return [self._phrase(*place) for place in self._places(Phrase(normal(quote)))]

    def _place(self, phrase):
        found = self._places(phrase)
        if len(found) > 1:
            found = [place for place in found if any(self._sides(phrase, *place))]
        return found[0] if len(found) == 1 else None

    def _places(self, phrase):
        found, at = [], -1
        if phrase.quote and EDGE not in phrase.quote:
            while (at := self.text.find(phrase.quote, at + 1)) >= 0:
                if self._is_cut_alike(phrase, at, at + len(phrase.quote)):
                    found.append((at, at + len(phrase.quote)))
        return found

    def _is_cut_alike(self, phrase, first, after):
        """False in the midst of a word, unless the phrase stood in the midst of one."""
        text = self.text
        if is_part(text[first]) or is_part(text[after]):
            return False
        begins = _is_within_word(text[first - 1], text[first])
        ends = _is_within_word(text[after - 1], text[after])
        quote = phrase.quote
        return begins == _is_within_word(phrase.prefix[-1:], quote[0]) and (
            ends == _is_within_word(quote[-1], phrase.suffix[:1])
        )

    def _sides(self, phrase, first, after):
        """For each known side of the phrase, whether it is there."""
        if phrase.prefix:
            yield self.text.endswith(phrase.prefix, 0, first)
        if phrase.suffix:
            yield self.text.startswith(phrase.suffix, after)

    def _phrase(self, first, after):
        before = self.text[max(0, first - CONTEXT_LENGTH) : first]
        return Phrase(self.text[first:after], before, self.text[after : after + CONTEXT_LENGTH])


def _is_within_word(one, other):
    return one.isalnum() and other.isalnum() and max(one, other) < THAI
