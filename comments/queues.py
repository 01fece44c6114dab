"""The moderators' five queues: which comments are in each, in what order, and how many."""

from dataclasses import dataclass

from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from comments import cursors
from comments.models import Comment
from comments.times import microseconds, moment_of

Status = Comment.Status
PER_PAGE = 20
COUNTED_MAX = 2_000
# A filter looks at so many comments of the queue at a time, and says so when there are more.
SIFTED_MAX = 10_000


@dataclass(frozen=True)
class Queue:
    """Comments that meet a condition, by a moment; an index in models/comments.py is made for each."""

    name: str
    label: str
    condition: Q
    moment: str
    is_newest_first: bool = False

    @property
    def waits(self):
        """True where comments wait for somebody to decide."""
        return self.moment == "queued_at"

    @property
    def comments(self):
        return Comment.objects.filter(self.condition)

    def in_order(self, comments, *, backwards=False):
        sign = "-" if self.is_newest_first != backwards else ""
        return comments.order_by(f"{sign}{self.moment}", f"{sign}id")

    def past(self, comments, place, *, backwards=False):
        """What follows a place, or goes before it; everything when there is none."""
        if place is None:
            return comments
        sign = "<" if self.is_newest_first != backwards else ">"
        columns, values = [F(self.moment), F("id")], map(Value, place)
        return comments.filter(cursors.RowComparison(columns, sign, values))

    def places(self, comments):
        return comments.values_list(self.moment, "id")

    def place_of(self, comment):
        return getattr(comment, self.moment), comment.pk


HELD = Q(status=Status.PENDING, open_reports=0)
SHOWN = Q(status=Status.VISIBLE, open_reports=0)
QUEUES = {
    queue.name: queue
    for queue in (
        Queue(
            "reported",
            _("Reported"),
            Q(status__in=[Status.PENDING, Status.VISIBLE], open_reports__gt=0),
            "queued_at",
        ),
        Queue("pending", _("Pending"), HELD, "queued_at"),
        Queue("unmoderated", _("Unmoderated"), SHOWN & Q(decided_at=None), "created_at"),
        Queue("approved", _("Approved"), SHOWN & Q(decided_at__isnull=False), "decided_at", True),
        Queue(
            "rejected",
            _("Rejected"),
            Q(status__in=[Status.SPAM, Status.REMOVED]),
            "decided_at",
            True,
        ),
    )
}


def counts():
    """{name of queue: comments in it}, exact up to COUNTED_MAX; one more stands for all above.

    Counted in their order, so that the database reads that much of the index and nothing else.
    """
    return {
        name: queue.in_order(queue.comments)[: COUNTED_MAX + 1].count()
        for name, queue in QUEUES.items()
    }


@dataclass
class Page:
    """Comments of a queue, and the cursors of what goes before and after them, "" for nothing."""

    comments: list
    before: str = ""
    after: str = ""
    # True when a filter did not get to the end of the queue: `after` goes on from there.
    is_cut: bool = False


def read_page(queue, sieve, *, after="", before=""):
    """A page after or before a cursor; the first when it is none of ours or nothing is there."""
    if place := place_in(before):
        shown, rest, _is_cut = _read(queue, sieve, place, backwards=True)
        if shown and rest:
            first, last = (cursor_of(queue.place_of(shown[at])) for at in (-1, 0))
            return Page(shown[::-1], first, last)
    place = place_in(after)
    shown, rest, is_cut = _read(queue, sieve, place)
    is_later = place and shown
    first = cursor_of(queue.place_of(shown[0])) if is_later else ""
    return Page(shown, first, cursor_of(rest) if rest else "", is_cut)


def _read(queue, sieve, place, *, backwards=False):
    """Comments past a place, the place past which there may be more, and whether a filter stopped there."""
    comments = queue.past(queue.comments, place, backwards=backwards)
    end = _end_of_sifting(queue.in_order(comments, backwards=backwards), queue) if sieve else []
    if end:
        comments = queue.past(comments, end[1], backwards=not backwards)
    comments = sieve.through(comments) if sieve else comments
    found = list(queue.in_order(comments, backwards=backwards)[: PER_PAGE + 1])
    if len(found) > PER_PAGE:
        return found[:PER_PAGE], queue.place_of(found[PER_PAGE - 1]), False
    return found, end[0] if end else None, bool(end)


def _end_of_sifting(ordered, queue):
    """The places of the last comment that a filter looks at and of the next; none when it sees all."""
    places = list(queue.places(ordered)[SIFTED_MAX - 1 : SIFTED_MAX + 1])
    return places if len(places) > 1 else []


def cursor_of(place):
    moment, pk = place
    return f"{microseconds(moment)}_{pk}"


def place_in(cursor):
    """The place a cursor names; None for garbage."""
    numbers = cursors.numbers_in(cursor)
    if len(numbers) != 2:
        return None
    moment = moment_of(numbers[0])
    return (moment, numbers[1]) if moment else None
