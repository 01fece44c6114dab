"""Many comments at once: numbered and counted in Python, written by COPY where there is one."""

from dataclasses import dataclass, fields
from datetime import datetime
from itertools import islice
from operator import attrgetter
from uuid import UUID

from django.db import connection

from comments import counters, stamps
from comments.models import Comment
from comments.tree import FANOUT, MAX_LEVEL, WIDTH, next_tree_ids, reply_lft

SQLITE_ROWS = 1000
NEXT_IDS = {
    "postgresql": "SELECT nextval(pg_get_serial_sequence('comments_comment', 'id')) "
    "FROM generate_series(1, %s)",
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
    "SELECT i + (SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence "
    "WHERE name = 'comments_comment') FROM n",
}
AS_SQLITE_KEEPS = {
    UUID: attrgetter("hex"),
    datetime: lambda moment: connection.ops.adapt_datetimefield_value(moment),
}


@dataclass(slots=True, eq=False, kw_only=True)
class Newcomer:
    """A comment on its way in: a tenth of a model's weight, with the same attributes."""

    article_id: int
    name: str
    submission: UUID
    text: str
    body_html: str
    created_at: datetime
    shown_at: datetime | None = None
    edited_at: datetime | None = None
    featured_at: datetime | None = None
    queued_at: datetime | None = None
    decided_at: datetime | None = None
    closed_at: datetime | None = None
    open_reports: int = 0
    heat: int = 0
    author_id: int | None = None
    prompt_id: int | None = None
    email: str = ""
    reader: UUID | None = None
    status: int = Comment.Status.VISIBLE.value
    is_official: bool = False
    up: int = 0
    down: int = 0
    score: int = 0
    # Whom it answers; from here on it is told by plant().
    answered: "Newcomer | None" = None
    parent: "Newcomer | None" = None
    id: int | None = None
    parent_id: int | None = None
    reply_to_id: int | None = None
    continues_id: int | None = None
    tree_id: int = 0
    lft: int = 0
    rght: int = 0
    level: int = 0
    slots: int = 0
    replies: int = 0
    total: int = 0
    listed: bool = True

    @property
    def is_visible(self):
        return self.status == Comment.Status.VISIBLE


COLUMNS = tuple(f.name for f in fields(Newcomer) if f.name not in {"answered", "parent"})
_row_of = attrgetter(*COLUMNS)


def plant(article_id, newcomers):
    """Give each its key, place and counters and store them all; the answered come first."""
    if not newcomers:
        return
    _take_places(newcomers)
    _count(newcomers)
    write("comments_comment", COLUMNS, map(_row_of, newcomers))
    counters.count_in_discussion(article_id, sum(each.is_visible for each in newcomers))
    stamps.discussion_changed(article_id)


def write(table, columns, rows):
    """Add rows to a table, as they come, without holding them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            _copy(cursor, f"COPY {table} ({', '.join(columns)}) FROM STDIN", rows)
    else:
        places = ", ".join(["%s"] * len(columns))
        insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608
        with connection.cursor() as cursor:
            _insert(cursor, insert, map(_as_sqlite_keeps, rows))


def _copy(cursor, statement, rows):
    with cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _insert(cursor, statement, rows):
    # Django's wrapper remembers all it was handed until it is done.
    while some := list(islice(rows, SQLITE_ROWS)):
        cursor.executemany(statement, some)


def _as_sqlite_keeps(row):
    return [AS_SQLITE_KEEPS.get(type(value), lambda same: same)(value) for value in row]


def _take_places(newcomers):
    threads = iter(next_tree_ids(len(newcomers)))
    for each, pk in zip(newcomers, _next_ids(len(newcomers)), strict=True):
        each.id = pk
        _stand_below(each, each.answered, threads)


def _next_ids(number):
    with connection.cursor() as cursor:
        cursor.execute(NEXT_IDS[connection.vendor], [number])
        return [pk for (pk,) in cursor.fetchall()]


def _stand_below(each, answered, threads):
    """Take the next slot below whom it answers, or below the nearest ancestor with room."""
    host = answered
    while host and (host.level == MAX_LEVEL or host.slots == FANOUT[host.level]):
        host = host.parent
    if host:
        each.parent, each.parent_id = host, host.id
        each.tree_id, each.level = host.tree_id, host.level + 1
        each.lft = reply_lft(host.lft, host.level, host.slots)
        host.slots += 1
    else:
        each.tree_id, each.level, each.lft = next(threads), 0, 1
    each.rght = each.lft + WIDTH[each.level] - 1
    if host is not answered:
        each.reply_to_id = answered.id
        each.continues_id = None if host else _root_of(answered).id


def _root_of(each):
    while each.parent:
        each = each.parent
    return each


def _count(newcomers):
    """Fill in the counters, replies before what they answer."""
    for each in reversed(newcomers):
        each.listed = each.is_visible or each.replies > 0
        if each.parent:
            each.parent.replies += each.listed
            _root_of(each).total += each.is_visible
