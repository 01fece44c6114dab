"""Says what is wrong with the stored discussions: trees, counters, votes.

Reads plain rows over any DB-API connection and recounts in Python, so that it shares no code with
what it checks.
"""

from collections import Counter, defaultdict
from itertools import groupby
from operator import attrgetter
from types import SimpleNamespace

VISIBLE, ERASED = 1, 4
COUNTED = 0
WIDTHS = [4904455316286078978, 74836049137666, 36541039618, 71369218, 278786, 2178, 34, 2]
COLUMNS = [
    "id",
    "parent_id",
    "tree_id",
    "lft",
    "rght",
    "level",
    "slots",
    "article_id",
    "status",
    "listed",
    "replies",
    "total",
    "up",
    "down",
    "score",
    "shown_at",
    "text",
    "body_html",
    "name",
    "email",
    "reader",
    "author_id",
]
# What is left of a comment that its author deleted: nothing of these.
PERSONAL = ["text", "body_html", "name", "email", "reader", "author_id"]


def problems(connection):
    """{what is wrong: how often}; empty when all is well."""
    comments = _comments(connection)
    votes = _rows(connection, "comment_id voter value standing", "comments_vote")
    discussions = _rows(connection, "article_id visible", "comments_discussion")
    found = Counter()
    for _, tree in groupby(comments, key=attrgetter("tree_id")):
        found += _tree_problems(list(tree))
    found += _counter_problems(comments)
    found += _text_problems(comments, _rows(connection, "comment_id", "comments_revision"))
    found += _vote_problems(comments, votes)
    return dict(found + _discussion_problems(comments, discussions))


def _rows(connection, columns, table, order="1"):
    names = columns.split() if isinstance(columns, str) else columns
    cursor = connection.cursor()
    cursor.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY {order}")
    rows = cursor.fetchall()
    cursor.close()
    return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in rows]


def _comments(connection):
    return _rows(connection, COLUMNS, "comments_comment", "tree_id, lft, rght DESC, id")


def _tree_problems(tree):
    """Intervals nest, and nest as the parents say."""
    found, around = Counter(), []
    found["roots"] = abs(sum(row.parent_id is None for row in tree) - 1)
    for row in tree:
        while around and around[-1].rght < row.lft:
            around.pop()
        found["parent"] += row.parent_id != (around[-1].id if around else None)
        found["level"] += row.level != len(around)
        found["overlap"] += bool(around) and row.rght >= around[-1].rght
        found["endpoint"] += bool(around) and row.lft == around[-1].lft
        found["width"] += row.rght - row.lft + 1 != WIDTHS[row.level]
        found["article"] += row.article_id != tree[0].article_id
        around.append(row)
    return +found


def _counter_problems(comments):
    found, below, in_tree = Counter(), defaultdict(list), Counter()
    for row in comments:
        below[row.parent_id].append(row)
        in_tree[row.tree_id] += row.parent_id is not None and row.status == VISIBLE
    for row in comments:
        replies = sum(bool(reply.listed) for reply in below[row.id])
        found["replies"] += row.replies != replies
        found["listed"] += bool(row.listed) != (row.status == VISIBLE or replies > 0)
        found["total"] += row.total != (in_tree[row.tree_id] if row.parent_id is None else 0)
        found["slots"] += row.slots < len(below[row.id])
    return +found


def _text_problems(comments, revisions):
    """What is seen has a time of its own; what was erased is gone with all that it said before."""
    found, erased = Counter(), set()
    for row in comments:
        found["shown"] += row.status == VISIBLE and row.shown_at is None
        if row.status == ERASED:
            erased.add(row.id)
            found["erased"] += any(getattr(row, column) for column in PERSONAL)
    found["erased texts"] = sum(revision.comment_id in erased for revision in revisions)
    return +found


def _vote_problems(comments, votes):
    counted = [vote for vote in votes if vote.standing == COUNTED]
    up = Counter(vote.comment_id for vote in counted if vote.value == 1)
    down = Counter(vote.comment_id for vote in counted if vote.value == -1)
    found = Counter()
    for row in comments:
        found["up"] += row.up != up[row.id]
        found["down"] += row.down != down[row.id]
        found["score"] += row.score != row.up - row.down
    found["lost votes"] = len({v.comment_id for v in votes} - {row.id for row in comments})
    found["double votes"] = len(votes) - len({(v.comment_id, v.voter) for v in votes})
    return +found


def _discussion_problems(comments, discussions):
    visible = Counter(row.article_id for row in comments if row.status == VISIBLE)
    stored = {row.article_id: row.visible for row in discussions}
    found = Counter()
    for article in visible.keys() | stored.keys():
        found["visible"] += stored.get(article, 0) != visible[article]
    return +found
