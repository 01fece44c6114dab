"""The words of a text as the eye reads them, each with its place in the text.

A text is first turned into its kinds, one sign per character, so that every pattern here tells seven
signs apart instead of all of Unicode. A pattern begins only at the edge of a run and never gives back
what it took: no text makes it read a character again and again.
"""

import re
import unicodedata
from bisect import bisect_left
from typing import NamedTuple

from comments.folding import LETTERS, Characters, letters_of
from comments.text import INVISIBLE

# Kinds: w letter, d digit, s sign that looks like a letter, ! one that may as well end a sentence,
# h what nobody sees within a word, space, and . for every other sign.
EXCLAMATIONS = "!|"
TATWEEL = "\u0640"
WORD = re.compile("[wd]+")
# A word of an entry: signs at its edges belong to it, but those that may end a sentence.
WRITTEN = re.compile("[wds](?:[wds!]*[wds])?")
# Signs for letters: gl!mb0, $.
SIGNED = re.compile("(?<![wds!])[wd]*+[s!][wds!]*+")
# One word torn apart by signs, without a space: gl**im**bo.
TORN = re.compile(r"(?<![wds!])!*+[wds][wds!]*+\.[^ ]*[wds]")
# Single letters in a row, with gaps of any kind or all of one kind: g l i m b o.
SPACED = re.compile(r"(?<![wd])[wd](?:[^wd]{1,3}[wd](?![wd])){2,}")
EVENLY_SPACED = re.compile(r"(?<![wd])[wd]([^wd]{1,3})[wd](?![wd])(?:\1[wd](?![wd]))+")


class Word(NamedTuple):
    """What a piece of text looks like, its place, and which of the plain words come from there on."""

    look: str
    start: int
    end: int
    first: int
    after: int


def folded_words(text):
    """The plain words of a text, then what else can be read: signs as letters, torn, spaced words."""
    reading = _Reading(text)
    return [*reading.plain_words(), *reading.other_words()]


def looks_of(entry):
    """What the words of an entry look like, signs read as letters."""
    return _Reading(entry).looks(WRITTEN)


def same_text_key(text):
    """One form of all texts that a reader would call the same."""
    return "".join(_Reading(text).looks(WORD)) or "".join(text.split())


def _kind_of(character):
    category = unicodedata.category(character)
    if character.isspace():
        return " "
    if category[0] in "MC" or character in INVISIBLE or character == TATWEEL:
        return "h"
    if not letters_of(character):
        return "."
    if character in EXCLAMATIONS:
        return "!"
    if character.isalnum():
        return "d" if category in ("Nd", "No") else "w"
    return "s"


def _letters_with_l(character):
    plain = unicodedata.normalize("NFKC", character)
    return "l" if plain in {"1", *EXCLAMATIONS} else letters_of(character)


KINDS = Characters(_kind_of)
# 1, ! and | stand for i or for l.
LETTERS_WITH_L = Characters(_letters_with_l)


class _Reading:
    """A text without what nobody sees, the kinds of its characters, and where its words are."""

    def __init__(self, text):
        kinds = text.translate(KINDS)
        self.places = range(len(text) + 1)
        if "h" in kinds:
            seen = [place for place, kind in enumerate(kinds) if kind != "h"]
            self.places = [*seen, len(text)]
            text, kinds = "".join([text[place] for place in seen]), kinds.replace("h", "")
        self.text, self.kinds = text, kinds
        self.is_doubtful = "d" in kinds or "!" in kinds
        self.spans = [match.span() for match in WORD.finditer(kinds)]

    def looks(self, pattern):
        spans = (match.span() for match in pattern.finditer(self.kinds))
        return [self._looks(self.text[start:end], start, end)[0] for start, end in spans]

    def plain_words(self):
        for place, (start, end) in enumerate(self.spans):
            for look in self._looks(self.text[start:end], start, end):
                yield Word(look, self.places[start], self.places[end], place, place + 1)

    def other_words(self):
        for start, end in self._runs():
            yield from self._words(self.text[start:end], start, end)
        for start, end in self._rows():
            letters = zip(self.text[start:end], self.kinds[start:end], strict=True)
            yield from self._words("".join(x for x, kind in letters if kind in "wd"), start, end)

    def _runs(self):
        """Where signs are letters of a word, or tear it apart."""
        for pattern in (SIGNED, TORN):
            for match in pattern.finditer(self.kinds):
                run = match[0].strip("!")
                if not run.isalpha() or "s" in run:
                    start = match.start() + match[0].index(run)
                    yield start, start + len(run)

    def _rows(self):
        """Where single letters stand in a row; the first may be a word by itself, "a" or "I"."""
        rows = {match.span() for match in SPACED.finditer(self.kinds)}
        rows |= {match.span() for match in EVENLY_SPACED.finditer(self.kinds)}
        for start, end in sorted(rows):
            yield start, end
            yield WORD.search(self.kinds, start + 1).start(), end

    def _words(self, piece, start, end):
        first, after = bisect_left(self.spans, (start,)), bisect_left(self.spans, (end,))
        for look in self._looks(piece, start, end):
            yield Word(look, self.places[start], self.places[end], first, after)

    def _looks(self, piece, start, end):
        """What a piece can be read as. A number stays one: 455 is no word, 4ss is."""
        look = piece.translate(LETTERS)
        if not self.is_doubtful:
            return (look,)
        kinds = self.kinds[start:end]
        if "d" in kinds and "w" not in kinds:
            return (unicodedata.normalize("NFKC", "".join(filter(str.isalnum, piece))),)
        other = piece.translate(LETTERS_WITH_L)
        return (look,) if other == look else (look, other)
