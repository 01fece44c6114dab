"""Finds the entries of a word list in a text: by a trie of words, so ten thousand cost what ten do."""

from typing import NamedTuple

from comments.words.lists import words_of
from comments.words.reading import disguised, folded_words

MATCHES_MAX = 20


class Match(NamedTuple):
    """An entry, and the place in the text where it stands."""

    entry: str
    start: int
    end: int

    def overlaps(self, other):
        return self.start < other.end and other.start < self.end


class Matcher:
    """Entries as `parse_entries` gives them, ready to be looked for in any number of texts."""

    def __init__(self, entries):
        self.root = _Node()
        for entry in entries:
            node = self.root
            for look, is_beginning in words_of(entry):
                node = node.child(look, is_beginning)
            node.entry = node.entry or entry

    def find(self, text):
        """Matches in the order of the text; of those that overlap, the longest."""
        return self.find_among(folded_words(text))

    def find_among(self, words):
        """The same, of a text whose words are known."""
        chosen = []
        for match in sorted(self._all_among(words), key=lambda match: match.start - match.end):
            if not any(map(match.overlaps, chosen)):
                chosen.append(match)
            if len(chosen) == MATCHES_MAX:
                break
        return sorted(chosen, key=lambda match: match.start)

    def _all_among(self, words):
        beginnings = {look: self.root.after(look) for look in {word.look for word in words}}
        followers = None
        for word in words:
            ways = [(node, word) for node in beginnings[word.look]]
            while ways:
                node, last = ways.pop()
                if node.entry:
                    yield Match(node.entry, word.start, last.end)
                if node.goes_on:
                    followers = followers or _followers(words)
                    for follower in followers.get(last.after, ()):
                        ways += [(reached, follower) for reached in node.after(follower.look)]


def _followers(words):
    """The words by the plain word that they begin with."""
    found = {}
    for word in words:
        if word.after > word.first:
            found.setdefault(word.first, []).append(word)
    return found


class _Node:
    """What an entry has come to: the words it may go on with, whole or begun, or its end."""

    __slots__ = ("begun", "entry", "lengths", "whole")

    def __init__(self):
        self.whole, self.begun, self.lengths, self.entry = {}, {}, set(), ""

    def child(self, look, is_beginning):
        known = self.begun if is_beginning else self.whole
        if look not in known:
            known[look] = [_Node()]
            if disguised(look) != look:
                known.setdefault(disguised(look), []).append(known[look][0])
        if is_beginning:
            self.lengths.add(len(look))
        return known[look][0]

    @property
    def goes_on(self):
        return self.whole or self.begun

    def after(self, look):
        """The nodes that this word leads to."""
        reached = list(self.whole.get(look, ()))
        for length in self.lengths:
            if length <= len(look):
                reached += self.begun.get(look[:length], ())
        return reached
