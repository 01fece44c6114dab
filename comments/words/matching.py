"""Finds entries of word lists in a text: a trie of words, so ten thousand cost what ten do."""

from typing import NamedTuple

from comments.words.lists import words_of
from comments.words.reading import folded_words

MATCHES_MAX = 20


class Match(NamedTuple):
    """An entry, and the place in the text where it stands."""

    entry: str
    start: int
    end: int


class Matcher:
    """Entries as `parse_entries` gives them, ready to be found in any number of texts."""

    def __init__(self, entries):
        self.root = _Node()
        for entry in entries:
            node = self.root
            for look, is_beginning in words_of(entry):
                node = node.grow(look, is_beginning)
            node.entry = node.entry or entry

    def find(self, text, limit=MATCHES_MAX):
        """At most `limit` matches, longest first chosen, no two in one place, in their order."""
        chosen = []
        for match in sorted(self._all(text), key=lambda match: match.start - match.end):
            if len(chosen) == limit:
                break
            if all(match.end <= one.start or one.end <= match.start for one in chosen):
                chosen.append(match)
        return sorted(chosen, key=lambda match: match.start)

    def _all(self, text):
        words, at = folded_words(text), {}
        for word in words:
            at.setdefault(word.first, []).append(word)
        for word in words:
            ways = [(self.root, word)]
            while ways:
                node, latest = ways.pop()
                for child in node.children(latest.look):
                    if child.entry:
                        yield Match(child.entry, word.start, latest.end)
                    if child.goes_on:
                        ways += [(child, following) for following in at.get(latest.after, ())]


class _Node:
    """The words that may come next, whole ones and beginnings, and the entry that ends here."""

    __slots__ = ("beginnings", "entry", "lengths", "wholes")

    def __init__(self):
        self.wholes, self.beginnings, self.lengths, self.entry = {}, {}, set(), ""

    def grow(self, look, is_beginning):
        if is_beginning:
            self.lengths.add(len(look))
        return (self.beginnings if is_beginning else self.wholes).setdefault(look, _Node())

    @property
    def goes_on(self):
        return self.wholes or self.beginnings

    def children(self, look):
        found = [self.wholes[look]] if look in self.wholes else []
        for length in self.lengths:
            if length <= len(look) and (child := self.beginnings.get(look[:length])):
                found.append(child)
        return found
