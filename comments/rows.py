"""Comments as the pages show them: light rows, put into reading order."""

from collections import defaultdict
from datetime import timedelta
from itertools import dropwhile, takewhile
from math import ceil

from django.conf import settings
from django.utils import timezone

from comments.models import Comment

SHOWN_DEPTH = 5
COLUMNS = (
    "id",
    "tree_id",
    "lft",
    "rght",
    "parent_id",
    "reply_to_id",
    "author_id",
    "is_official",
    "is_by_supporter",
    "reader",
    "name",
    "body_html",
    "status",
    "created_at",
    "shown_at",
    "edited_at",
    "featured_at",
    "up",
    "down",
    "score",
    "best",
    "replies",
    "total",
    "heat",
    "closed_at",
    "prompt_id",
)
# Sort keys of siblings, and whether they run downwards.
SIBLINGS = {
    "oldest": (lambda row: (row.created_at, row.id), False),
    "newest": (lambda row: (row.created_at, row.id), True),
    "votes": (lambda row: (row.score, row.created_at, row.id), True),
    "best": (lambda row: (row.best, row.score, row.created_at, row.id), True),
}


class Row:
    """One comment on a page; a tombstone (listed, not visible) carries neither text nor name."""

    __slots__ = (
        *COLUMNS,
        "depth",
        "opens",
        "closes",
        "hidden_replies",
        "own_vote",
        "vote_waits",
        "is_own",
        "answered_id",
        "answered_name",
        "first_of_thread",
        "is_new",
        "is_ignored",
        "is_flattened",
        "goes_on",
        "is_closed",
        "correction_id",
        "quote",
        "is_quote_lost",
    )

    def __init__(self, values):
        for name, value in zip(self.__slots__, values, strict=False):
            setattr(self, name, value)
        self.depth = self.closes = self.hidden_replies = self.own_vote = 0
        self.opens = self.is_own = self.first_of_thread = self.is_new = self.is_ignored = False
        self.vote_waits = self.is_flattened = self.goes_on = False
        self.is_closed = self.closed_at is not None
        self.correction_id, self.quote, self.is_quote_lost = None, "", False
        self.answered_id, self.answered_name = self.reply_to_id or self.parent_id, ""
        if not self.is_visible:
            self._become_tombstone()

    def _become_tombstone(self):
        self.name = self.body_html = ""
        self.author_id = self.reader = self.edited_at = self.featured_at = self.prompt_id = None
        self.is_official = self.is_by_supporter = False
        self.up = self.down = self.score = self.best = 0

    @property
    def is_visible(self):
        return self.status == Comment.Status.VISIBLE

    @property
    def is_featured(self):
        return self.featured_at is not None

    @property
    def is_root(self):
        return self.parent_id is None

    @property
    def edit_minutes(self):
        """How many more minutes its writer may edit it; 0 for everybody else."""
        return minutes_to_edit(self.created_at) if self.is_own and self.is_visible else 0

    @property
    def shown_depth(self):
        """How far it is indented."""
        return min(self.depth, SHOWN_DEPTH)


def row_of(comment):
    """The row of one comment, such as one just posted."""
    return Row([getattr(comment, column) for column in COLUMNS])


def minutes_to_edit(created_at):
    """Minutes, begun ones counted, that are left for editing a comment of that time."""
    left = created_at + timedelta(minutes=settings.COMMENT_EDIT_MINUTES) - timezone.now()
    return max(0, ceil(left.total_seconds() / 60))


class Place:
    """Where a comment of a long thread stands: enough to find its page."""

    COLUMNS = ("id", "tree_id", "parent_id", "reply_to_id", "created_at", "score", "best", "status")
    __slots__ = (*COLUMNS, "depth")

    def __init__(self, values):
        for name, value in zip(self.__slots__, (*values, 0), strict=True):
            setattr(self, name, value)
        if self.status != Comment.Status.VISIBLE:  # stands where the tombstone does
            self.score = self.best = 0


def in_reading_order(rows, sort, *, root=None):
    """Depth first: every comment, then its replies, siblings in the order of the sort.

    A reply that was too deep for its parent stands below whom it answered all the same. Rows
    whose parent is not among them stand below the root or begin a tree of their own.
    """
    key, is_reversed = SIBLINGS[sort]
    known = {row.id: row for row in rows}
    below = defaultdict(list)
    for row in sorted(rows, key=key, reverse=is_reversed):
        below[None if row is root else _shown_parent(row, known, root)].append(row)
    ordered, waiting = [], below[None][::-1]
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        for reply in reversed(below[row.id]):
            reply.depth = row.depth + 1
            waiting.append(reply)
    return ordered


def _shown_parent(row, known, root):
    answered = known.get(row.reply_to_id)
    if answered and answered.tree_id == row.tree_id:
        return answered.id
    if row.parent_id in known:
        return row.parent_id
    return root.id if root else None


def with_ways_to(ordered, wanted):
    """Of rows in reading order: those that are wanted, and what leads to each of them."""
    found, sought = [], 0
    for row in reversed(ordered):
        if row.id in wanted or row.depth < sought:
            found.append(row)
            sought = row.depth
    return found[::-1]


def below(ordered, chosen_id):
    """Of rows in reading order: all that stands below a comment."""
    rows = dropwhile(lambda row: row.id != chosen_id, ordered)
    depth = next(rows).depth
    return list(takewhile(lambda row: row.depth > depth, rows))


def lay_out(rows):
    """Say of each row whether its replies open below it, and how many such lists end after it.

    The lists follow `shown_depth` and are balanced also where a page begins in mid-thread.
    """
    unfinished = []
    for row, following in zip(rows, [*rows[1:], None], strict=False):  # no rows, no turn
        next_depth = following.shown_depth if following else -1
        row.opens = next_depth > row.shown_depth
        row.is_flattened = row.answered_id != (unfinished[-1].id if unfinished else None)
        if row.opens:
            unfinished.append(row)
        while unfinished and unfinished[-1].shown_depth >= next_depth:
            unfinished.pop()
            row.closes += 1
    return mark_going_on(rows)


def mark_going_on(rows):
    """Find where talk goes on deeper than it is shown: there a page of its own reads better."""
    answered = {row.answered_id for row in rows if row.depth > SHOWN_DEPTH}
    for row in rows:
        has_answers = row.replies > 0 or row.id in answered
        is_cut = row.depth > SHOWN_DEPTH and row.id not in answered
        row.goes_on = has_answers and (is_cut or row.depth == SHOWN_DEPTH)
    return rows


def name_answered(rows, known):
    """Fill in whom each reply answers, as far as they are known."""
    for row in rows:
        if answered := known.get(row.answered_id):
            row.answered_name = answered.name
    return rows
