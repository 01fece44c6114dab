"""Compares two texts line by line and word by word, in bounded time."""

import re
from bisect import bisect_left
from itertools import pairwise, takewhile

# A mark by itself is a word: a comma that moved does not change what stands before it.
WORDS = re.compile(r"\n|[^\S\n]*(?:[^\s.,;:!?()\[\]«»“”\"„…،؛؟—–/]+|[^\s])")
# Pairs of words that are compared one by one, at a time and in all; beyond, a passage is replaced.
PAIRS_AT_A_TIME = 250_000
PAIRS_IN_ALL = 1_500_000
DEEPEST = 12


def text_diff(old, new):
    """Pieces that make up both plain texts, in order: ("same" | "removed" | "added", words).

    Whole lines are matched first, then the words between them.
    """
    comparison = Comparison()
    old, new = _lines(old), _lines(new)
    pieces, i, j = [], 0, 0
    for next_i, next_j in [*comparison.pairs(old, new), (len(old), len(new))]:
        pieces += comparison.words("".join(old[i:next_i]), "".join(new[j:next_j]))
        pieces += [("same", line) for line in old[next_i : next_i + 1]]
        i, j = next_i + 1, next_j + 1
    return _joined(pieces)


def _lines(text):
    """The lines of a text, each with its end, so that joining them gives it back."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [f"{line}\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]


def _joined(pieces):
    """Neighbours of one kind as one piece; in each change, what was removed comes first."""
    found, waiting = [], {"removed": "", "added": ""}
    for op, words in [*pieces, ("same", "")]:
        if op != "same":
            waiting[op] += words
            continue
        found += [(kind, text) for kind, text in waiting.items() if text]
        if found and found[-1][0] == "same":
            words = found.pop()[1] + words
        waiting = {"removed": "", "added": ""}
        found += [("same", words)] if words else []
    return found


class Comparison:
    """Finds what two lists have in common, and does no more work than PAIRS_IN_ALL allow."""

    def __init__(self):
        self.pairs_left = PAIRS_IN_ALL

    def words(self, old, new):
        """The pieces of two passages."""
        old, new = WORDS.findall(old), WORDS.findall(new)
        keys = [[word.strip(" ") for word in side] for side in (old, new)]
        pieces, i, j = [], 0, 0
        for next_i, next_j in [*self._worth_showing(keys), (len(old), len(new))]:
            pieces += [("removed", "".join(old[i:next_i])), ("added", "".join(new[j:next_j]))]
            pieces += [("same", word) for word in new[next_j : next_j + 1]]
            i, j = next_i + 1, next_j + 1
        return [piece for piece in pieces if piece[1]]

    def _worth_showing(self, keys):
        """Without a short word or a mark that alone is the same amid a change: it only distracts."""
        pairs = self.pairs(*keys)
        ends = [(-1, -1), *pairs, tuple(map(len, keys))]
        for before, pair, after in zip(ends, ends[1:], ends[2:], strict=False):
            is_alone = not _follows(before, pair) and not _follows(pair, after)
            if not (is_alone and len(keys[0][pair[0]]) < 4 and keys[0][pair[0]] != "\n"):
                yield pair

    def pairs(self, old, new, depth=0):
        """Places (i, j) where both lists hold the same, in order."""
        start = _alike(old, new)
        end = _alike(old[start:][::-1], new[start:][::-1])
        middle = old[start : len(old) - end], new[start : len(new) - end]
        found = [(n, n) for n in range(start)]
        found += [(start + i, start + j) for i, j in self._between(*middle, depth)]
        return found + [(len(old) - n, len(new) - n) for n in range(end, 0, -1)]

    def _between(self, old, new, depth):
        """Around what stands once in both lists, else word by word."""
        anchors = _anchors(old, new) if depth < DEEPEST else []
        if not anchors:
            return self._one_by_one(old, new)
        found = []
        for (i, j), (next_i, next_j) in pairwise([(-1, -1), *anchors, (len(old), len(new))]):
            inner = self.pairs(old[i + 1 : next_i], new[j + 1 : next_j], depth + 1)
            found += [(i + 1 + n, j + 1 + m) for n, m in inner]
            found += [(next_i, next_j)] if next_i < len(old) else []
        return found

    def _one_by_one(self, old, new):
        """The longest list of pairs; none when it would cost too much."""
        cost = len(old) * len(new)
        if cost > min(self.pairs_left, PAIRS_AT_A_TIME):
            return []
        self.pairs_left -= cost
        return _longest(old, new)


def _follows(one, other):
    return (one[0] + 1, one[1] + 1) == other


def _alike(one, other):
    """How many items they begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _anchors(old, new):
    """Items that stand once in both lists, as many of them as keep their order."""
    places = [_once(old), _once(new)]
    shared = [(i, places[1][item]) for item, i in places[0].items() if item in places[1]]
    ends, last, before = [], [], {}
    for pair in shared:
        rank = bisect_left(ends, pair[1])
        ends[rank : rank + 1], last[rank : rank + 1] = [pair[1]], [pair]
        before[pair] = last[rank - 1] if rank else None
    chain, pair = [], last[-1] if last else None
    while pair:
        chain.append(pair)
        pair = before[pair]
    return chain[::-1]


def _once(items):
    """{item: its place} of those that come once, in their order."""
    places, seen = {}, set()
    for place, item in enumerate(items):
        if item in seen:
            places.pop(item, None)
        else:
            seen.add(item)
            places[item] = place
    return places


def _longest(old, new):
    """The longest common subsequence, as pairs of places."""
    lengths = [[0] * (len(new) + 1)]
    for item in reversed(old):
        below, row = lengths[-1], [0]
        for m, other in enumerate(reversed(new)):
            row.append(below[m] + 1 if item == other else max(below[m + 1], row[m]))
        lengths.append(row)
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif lengths[len(old) - i - 1][len(new) - j] >= lengths[len(old) - i][len(new) - j - 1]:
            i += 1
        else:
            j += 1
    return found
