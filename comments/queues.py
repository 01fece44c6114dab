"""The moderators' five queues: which comments are in each, in what order, and how many."""

from dataclasses import dataclass

from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from comments import cursors
from comments.models import Comment
from comments.times import microseconds, moment_of

Status = Comment.Status
PER_PAGE = 20
COUNTED_MAX = 10_000


@dataclass(frozen=True)
class Queue:
    """Comments that meet a condition, by a moment; an index in models/comments.py is made for each."""

    name: str
    label: str
    condition: Q
    moment: str
    is_newest_first: bool = False

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
        Queue(
            "approved", _("Approved"), SHOWN & Q(decided_at__isnull=False), "decided_at", True
        ),
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
    """{name of queue: comments in it}, exact up to COUNTED_MAX; one more stands for all above."""
    return {
        name: queue.comments.order_by()[: COUNTED_MAX + 1].count()
        for name, queue in QUEUES.items()
    }


def cursor_of(place):
    moment, pk = place
    return f"{microseconds(moment)}_{pk}"


def place_in(cursor):
    """The place a cursor names; None for garbage."""
    numbers = cursors.numbers_in(cursor)
    if len(numbers) != 2:
        return None
    moment = moment_of(numbers[0])
    return moment and (moment, numbers[1])
