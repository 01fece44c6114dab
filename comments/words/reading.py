"""The words of a text as the eye reads them, each with its place in the text.

A text is first turned into its kinds, one sign per character, so that every pattern here tells seven
signs apart instead of all of Unicode. A pattern begins only at the edge of a run: no text makes it
read a character again and again.
"""

import re
import unicodedata
from bisect import bisect_left
from typing import NamedTuple

from comments.folding import Characters, bare_letters_of, letters_of
from comments.text import INVISIBLE

# Kinds: w letter, d digit, s sign that looks like a letter, ! one that may as well end a sentence,
# h what nobody sees within a word, space, and . for every other sign.
EXCLAMATIONS = {"!", "|"}
TATWEEL = "\u0640"
# Arabic letters that are written for each other.
SPELLINGS = str.maketrans("ىیکةہ", "ييكهه")
# A look in small letters is what the word says, in plain Latin; one in capitals is what another
# word passes for, with one letter for i and l, because 1, ! and | pass for both.
IN_DISGUISE = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHLJKLMNOPQRSTUVWXYZ")
ROW_MIN = 3
WORD = re.compile("[wd]+")
# A word of an entry: signs at its edges belong to it, but those that may end a sentence.
WRITTEN = re.compile("(?:s[s!]*)?[wd](?:[wds!]*[wds])?")
SIGNS_ALONE = re.compile("s(?:[s!]*s)?")
# Signs for letters: gl!mb0, $.
SIGNED = re.compile("(?<![wds!])[wd]*+[s!][wds!]*+")
# One word torn apart by signs, without a space: gl**im**bo.
TORN = re.compile(r"(?<![wds!])!*+[wds][wds!]*+\.[^ ]*[wds]")
# A row of single letters, with gaps of any kind or all of one kind: g l i m b o.
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
    return [*reading.plain_words(), *dict.fromkeys(reading.other_words())]


def written_words(entry):
    """The words of an entry, signs read as letters; signs alone only where there is nothing else."""
    reading = _Reading(entry)
    if words := list(reading.words(WRITTEN)):
        return words
    alone = list(reading.words(SIGNS_ALONE))
    return alone if len(alone) == 1 else []


def disguised(look):
    """How the same word looks in other letters or signs."""
    return look.translate(IN_DISGUISE)


def same_text_key(text):
    """One form of all texts that a reader would call the same."""
    said = "".join(word.look for word in _Reading(text).plain_words())
    return disguised(said) or "".join(text.split())


def _kind_of(character):
    category = unicodedata.category(character)
    if character.isspace():
        return " "
    if category[0] in "MC" or character in INVISIBLE or character == TATWEEL:
        return "h"
    if not letters_of(character):
        return "."
    if unicodedata.normalize("NFKC", character) in EXCLAMATIONS:
        return "!"
    if character.isalnum():
        return "d" if category in ("Nd", "No") else "w"
    return "s"


def _own_letters_of(character):
    """What it says in plain letters; digits and signs that pass for letters stay what they are."""
    kind = KINDS[ord(character)]
    return bare_letters_of(character) if kind == "w" else "" if kind in ". " else character


def _seeming_letters_of(character):
    """What it passes for."""
    return disguised(letters_of(character).translate(SPELLINGS))


KINDS = Characters(_kind_of)
OWN_LETTERS = Characters(_own_letters_of)
SEEMING_LETTERS = Characters(_seeming_letters_of)


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
        self.spans = [match.span() for match in WORD.finditer(kinds)]
        self.looks = Looks()

    def plain_words(self):
        text, places, looks = self.text, self.places, self.looks
        for place, (start, end) in enumerate(self.spans):
            yield Word(looks[text[start:end]], places[start], places[end], place, place + 1)

    def words(self, pattern):
        for start, end in (match.span() for match in pattern.finditer(self.kinds)):
            yield self._word(self.text[start:end], start, end)

    def other_words(self):
        for start, end in self._runs():
            yield self._word(self.text[start:end], start, end)
        for start, end in self._rows():
            letters = zip(self.text[start:end], self.kinds[start:end], strict=True)
            piece = "".join(letter for letter, kind in letters if kind in "wd")
            if len(piece) >= ROW_MIN:
                yield self._word(piece, start, end)

    def _runs(self):
        """Where signs are letters of a word, or tear it apart."""
        for pattern in (SIGNED, TORN):
            for match in pattern.finditer(self.kinds):
                run = match[0].strip("!")
                if "s" in run or "!" in run or "." in run:
                    start = match.start() + match[0].index(run)
                    yield start, start + len(run)

    def _rows(self):
        """Where single letters stand in a row; the first may be a word by itself, "a" or "I"."""
        rows = {match.span() for match in SPACED.finditer(self.kinds)}
        rows |= {match.span() for match in EVENLY_SPACED.finditer(self.kinds)}
        for start, end in sorted(rows):
            yield start, end
            yield WORD.search(self.kinds, start + 1).start(), end

    def _word(self, piece, start, end):
        look = self.looks[piece]
        first, after = bisect_left(self.spans, (start,)), bisect_left(self.spans, (end,))
        return Word(look, self.places[start], self.places[end], first, after)


class Looks(dict):
    """What each piece of a text looks like: found out once, however often it stands there."""

    def __missing__(self, piece):
        self[piece] = _look(piece, piece.translate(KINDS))
        return self[piece]


def _look(piece, kinds):
    """A number stays one: 455 is no word, 4ss is."""
    if "d" in kinds and "w" not in kinds:
        return unicodedata.normalize("NFKC", "".join(filter(str.isalnum, piece)))
    own = piece.translate(OWN_LETTERS)
    return own if own.isascii() and own.isalpha() else piece.translate(SEEMING_LETTERS)
