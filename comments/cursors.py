"""Pages by key: a cursor holds the sort values of the last row, so no page depends on its depth."""

import re
from collections import defaultdict
from datetime import UTC, datetime
from itertools import chain

from django.db.models import BigIntegerField, BooleanField, DateTimeField, F, Func, Subquery, Value
from django.db.models.functions import Coalesce

from articles.compiled import Given
from comments.times import microseconds, moment_of

BIGGEST = 2**63 - 1
NUMBERS = re.compile(r"-?[0-9]{1,19}(_-?[0-9]{1,19}){0,3}")
# All columns of a sort run in one direction, as row values and the indexes do.
KEYS = {
    "oldest": ("created_at", "id"),
    "newest": ("created_at", "id"),
    "votes": ("score", "created_at", "id"),
    "best": ("best", "score", "created_at", "id"),
}
# The cursor of a compiled query, which is asked with `values_in` of the real one.
GIVEN = object()
FIELDS = defaultdict(BigIntegerField, created_at=DateTimeField())
# Before all that is stored.
LEAST = {"created_at": datetime(2, 1, 1, tzinfo=UTC), "id": 0}
MOST = {
    "best": 2**31 - 1,
    "score": 2**31 - 1,
    "created_at": datetime(9998, 1, 1, tzinfo=UTC),
    "id": BIGGEST,
}


class RowComparison(Func):
    """(a, b) < (x, y) as the database's own row value: a range of the index.

    Django's TupleLessThan becomes a chain of ORs on SQLite, which reads all earlier pages.
    """

    output_field = BooleanField()

    def __init__(self, columns, sign, values):
        super().__init__(*columns, *values)
        self.sign = sign

    def as_sql(self, compiler, connection):
        compiled = [compiler.compile(each) for each in self.source_expressions]
        sqls, params = zip(*compiled, strict=True)
        middle = len(sqls) // 2
        left, right = ", ".join(sqls[:middle]), ", ".join(sqls[middle:])
        return f"({left}) {self.sign} ({right})", list(chain.from_iterable(params))


def in_order(comments, sort):
    """First-level comments in the order of the sort."""
    prefix = "" if sort == "oldest" else "-"
    return comments.order_by(*(f"{prefix}{column}" for column in KEYS[sort]))


def past(comments, sort, cursor):
    """What follows a cursor; everything when it is none of ours."""
    known = values_in(cursor, sort)
    if cursor is GIVEN:
        values = [Given(each, FIELDS[each]) for each in KEYS[sort]]
    elif known:
        values = [Value(known[each], FIELDS[each]) for each in KEYS[sort]]
    else:
        return comments
    sign = ">" if sort == "oldest" else "<"
    return comments.filter(RowComparison(map(F, KEYS[sort]), sign, values))


def ending_with(comments, sort, root, size):
    """From `size` - 1 places before the one comment of a query on: the page it ends.

    Everything when not so many stand before it, or when there is no such comment.
    """
    ends, onwards, back = (LEAST, ">=", "<=") if sort == "oldest" else (MOST, "<=", ">=")
    found = [Subquery(root.values(column)[:1]) for column in KEYS[sort]]
    before = comments.filter(RowComparison(map(F, KEYS[sort]), back, found))
    first = before.reverse()[size - 1 : size]
    start = [_value_of(first, column, ends[column]) for column in KEYS[sort]]
    return comments.filter(RowComparison(map(F, KEYS[sort]), onwards, start))


def cursor_after(row, sort):
    """The cursor of the page that begins after a row."""
    values = [_as_number(getattr(row, column)) for column in KEYS[sort]]
    return "_".join(map(str, values))


def numbers_in(cursor):
    """The numbers of a cursor that fit the database; nothing for garbage."""
    if cursor is GIVEN or not NUMBERS.fullmatch(cursor or ""):
        return []
    numbers = [int(number) for number in cursor.split("_")]
    return numbers if all(abs(number) <= BIGGEST for number in numbers) else []


def values_in(cursor, sort):
    """{column: value} of a cursor of this sort; None for garbage."""
    numbers = numbers_in(cursor)
    if len(numbers) != len(KEYS[sort]):
        return None
    values = dict(zip(KEYS[sort], numbers, strict=True))
    values["created_at"] = moment_of(values["created_at"])
    return values if values["created_at"] else None


def _as_number(value):
    return microseconds(value) if isinstance(value, datetime) else value


def _value_of(query, column, otherwise):
    found = Subquery(query.values(column))
    return Coalesce(found, Value(otherwise, output_field=found.output_field))
