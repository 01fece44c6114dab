"""What an edit changed, word by word, for the public history of a comment."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import takewhile

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# More words than this between the first and the last change are shown as replaced as a whole.
COMPARED_MAX = 1000
SHOWN_MAX = 20


@dataclass
class Change:
    """One edit: when the new text came, and pieces of both texts as (kind, words)."""

    changed_at: datetime
    pieces: list


@dataclass
class History:
    """The public edits, newest first, and how many others there were before anybody reacted."""

    changes: list
    unseen: int = 0
    older: int = 0


def history_of(comment):
    """What readers may know of the edits of a visible comment."""
    revisions = list(comment.revisions.all())
    public = [revision for revision in revisions if revision.is_public]
    changes, newer = [], comment.text
    for revision in public[:SHOWN_MAX]:
        pieces = differences(revision.text, newer)
        changes.append(Change(revision.replaced_at, pieces))
        newer = revision.text
    unseen = len(revisions) - len(public)
    return History(changes, unseen=unseen, older=len(public) - len(changes))


def differences(before, after):
    """Pieces that make up both texts, in order: ("same" | "gone" | "new", words)."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    middle = _compare(old[start : len(old) - end], new[start : len(new) - end])
    pieces = [("same", old[:start]), *middle, ("same", old[len(old) - end :])]
    return [(kind, "".join(words)) for kind, words in pieces if words]


def _shared(one, other):
    """How many words they begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _compare(old, new):
    if max(len(old), len(new)) > COMPARED_MAX:
        return [("gone", old), ("new", new)]
    matcher = SequenceMatcher(None, old, new)
    pieces = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(("same", old[i1:i2]))
        else:
            pieces += [("gone", old[i1:i2]), ("new", new[j1:j2])]
    return pieces
