"""Joins what two editors made of one article: a field, or a block of its text, at a time."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from articles.contents import FIELDS

# A tag as the sanitizer writes it: every value quoted, no quote inside a value.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)(?: [a-z-]+="[^"]*")*>')
WITHOUT_END = {"br", "hr", "img", "wbr"}
# Comparing grows with the square of what differs; more than this is left to the editor.
COMPARED_BLOCKS = 1000


@dataclass(frozen=True)
class Merge:
    """`content` holds mine wherever both sides changed the same (`conflicts`).

    `taken` names what came from them without a question.
    """

    content: dict
    conflicts: tuple
    taken: tuple


def merge(base, theirs, mine):
    """Three contents (articles/contents.py, each in its normal form) to one, as a Merge."""
    content, conflicts = {}, []
    for name in FIELDS:
        joined = _joined(name, base[name], theirs[name], mine[name])
        if joined is None:
            conflicts.append(name)
        content[name] = mine[name] if joined is None else joined[0]
    taken = [name for name in FIELDS if content[name] != mine[name]]
    return Merge(content, tuple(conflicts), tuple(taken))


def _joined(name, base, theirs, mine):
    """A tuple with the one value that follows from the three, or None when both sides changed it."""
    form = _without_blanks if name == "body" else lambda value: value
    if form(theirs) in (form(base), form(mine)):
        return (mine,)
    if form(mine) == form(base):
        return (theirs,)
    if name == "topics":
        return (_join_sets(base, theirs, mine),)
    return _join_texts(base, theirs, mine) if name == "body" else None


def _without_blanks(html):
    """The blocks that say something: the text editor drops the space between them."""
    return [block for block in blocks(html) if block.strip()]


def _join_sets(base, theirs, mine):
    """What either side added, without what either side took out."""
    base, theirs, mine = set(base), set(theirs), set(mine)
    return sorted((theirs & mine) | ((theirs ^ mine) - base))


def _join_texts(base, theirs, mine):
    """Both sides' changes of different blocks; None when they touch."""
    base, theirs, mine = map(_without_blanks, (base, theirs, mine))
    ours, others = changes(base, mine), changes(base, theirs)
    if ours is None or others is None:
        return None
    both = sorted({*ours, *others})
    if any(end >= start for (_, end, _), (start, _, _) in zip(both, both[1:], strict=False)):
        return None
    for start, end, new in reversed(both):
        base[start:end] = new
    return ("".join(base),)


def blocks(html):
    """A text as its outermost elements: paragraphs, headings, figures, lists. Joined they are it."""
    found, depth, begin = [], 0, 0
    for tag in TAG.finditer(html):
        is_end, name = tag.groups()
        if name in WITHOUT_END and depth:
            continue
        if depth == 0 and tag.start() > begin:
            found.append(html[begin : tag.start()])
            begin = tag.start()
        if name not in WITHOUT_END:
            depth = max(0, depth + (-1 if is_end else 1))
        if depth == 0:
            found.append(html[begin : tag.end()])
            begin = tag.end()
    return [*found, html[begin:]] if html[begin:] else found


def changes(old, new):
    """[(from, to, what stands there now)] in places of `old`; None when it would take too long."""
    same = _same_at_start(old, new)
    same_at_end = _same_at_start(old[same:][::-1], new[same:][::-1])
    old, new = old[same : len(old) - same_at_end], new[same : len(new) - same_at_end]
    if max(len(old), len(new)) > COMPARED_BLOCKS:
        return None
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        (start + same, end + same, tuple(new[first:last]))
        for kind, start, end, first, last in steps
        if kind != "equal"
    ]


def _same_at_start(one, other):
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (left, right) in pairs if left != right), min(len(one), len(other)))
