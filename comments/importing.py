"""Brings in whole discussions: numbered in Python, inserted in bulk, counted once."""

from uuid import UUID, uuid5

from django.db import connection, transaction

from comments import counters, stamps
from comments.models import Comment
from comments.text import clean_text, render
from comments.tree import FANOUT, MAX_LEVEL, WIDTH, next_tree_ids, reply_lft

SUBMISSIONS = UUID("7f0d9d1c-6a53-4d0e-8f43-6d2f7a1f5b1e")
BATCH_ROWS = 500
NEXT_IDS = {
    "postgresql": "SELECT nextval(pg_get_serial_sequence('comments_comment', 'id')) "
    "FROM generate_series(1, %s)",
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
    "SELECT i + (SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence "
    "WHERE name = 'comments_comment') FROM n",
}


@transaction.atomic
def import_thread(article, rows):
    """Add an article's comments from elsewhere, once: {key: primary key} of all of them.

    Rows are dicts with key, parent_key, name, text, created_at and, if known, email, status and
    author. They may come in any order; a parent that is missing makes a comment a first-level one.
    """
    rows = {row["key"]: row for row in rows}
    found = already_here(article, rows)
    fresh, answers = _split(_parents_first(rows), rows, found)
    placed = _place(article, fresh, rows)
    _insert(article, list(placed.values()))
    found |= {key: comment.pk for key, comment in placed.items()}
    for key in answers:
        found[key] = _answer(article, rows[key], key, found[rows[key]["parent_key"]])
    return found


def submission_of(article, key):
    """The same comment of the same article always has this submission key."""
    return uuid5(SUBMISSIONS, f"{article.pk}/{key}")


def already_here(article, keys):
    """{key: primary key} of those that an earlier import brought in, by their unique key."""
    names = {submission_of(article, key): key for key in keys}
    submissions, found = list(names), {}
    comments = Comment.objects.using(connection.alias).order_by()
    for start in range(0, len(submissions), BATCH_ROWS):
        known = comments.filter(submission__in=submissions[start : start + BATCH_ROWS])
        found |= {names[submission]: pk for submission, pk in known.values_list("submission", "pk")}
    return found


def _parents_first(rows):
    """Keys in the order of time, but none before its parent; a circle is cut where it is met."""
    ordered, waiting = {}, set()
    for key in sorted(rows, key=lambda key: (rows[key]["created_at"], str(key))):
        path = []
        while key in rows and key not in ordered and key not in waiting:
            path.append(key)
            waiting.add(key)
            key = rows[key].get("parent_key")
        ordered |= dict.fromkeys(reversed(path))
    return list(ordered)


def _split(keys, rows, found):
    """New comments of new threads, and those that answer a comment already here."""
    fresh, answers, older = [], [], set(found)
    for key in keys:
        if key in found:
            continue
        is_answer = rows[key].get("parent_key") in older
        (answers if is_answer else fresh).append(key)
        older |= {key} if is_answer else set()
    return fresh, answers


def _compose(article, row, key):
    text = clean_text(row["text"])
    status = row.get("status", Comment.Status.VISIBLE)
    return Comment(
        article=article,
        submission=submission_of(article, key),
        name=row["name"][:50],
        email=row.get("email") or "",
        author=row.get("author"),
        is_official=row.get("is_official", False),
        status=status,
        created_at=row["created_at"],
        shown_at=row["created_at"] if status == Comment.Status.VISIBLE else None,
        text=text,
        body_html=render(text),
    )


def _place(article, keys, rows):
    """{key: comment} with primary keys, slots and counters, ready to be inserted."""
    if not keys:
        return {}
    placed, threads = {}, iter(next_tree_ids(len(keys)))
    for pk, key in zip(_next_ids(len(keys)), keys, strict=True):
        comment = _compose(article, rows[key], key)
        comment.pk = pk
        _stand_below(comment, placed.get(rows[key].get("parent_key")), threads)
        placed[key] = comment
    _count(placed.values())
    return placed


def _stand_below(comment, answered, threads):
    """Take the next slot below whom it answers, or below the nearest ancestor with room."""
    host = answered
    while host and (host.level == MAX_LEVEL or host.slots == FANOUT[host.level]):
        host = host.parent
    if host:
        comment.parent, comment.tree_id, comment.level = host, host.tree_id, host.level + 1
        comment.lft = reply_lft(host.lft, host.level, host.slots)
        host.slots += 1
    else:
        comment.tree_id, comment.level, comment.lft = next(threads), 0, 1
    comment.rght = comment.lft + WIDTH[comment.level] - 1
    if host is not answered:
        comment.reply_to = answered
        comment.continues_id = None if host else _root_of(answered).pk


def _root_of(comment):
    while comment.parent:
        comment = comment.parent
    return comment


def _count(comments):
    """Fill in the counters, replies before what they answer."""
    for comment in reversed(comments):
        comment.listed = comment.is_visible or comment.replies > 0
        if comment.parent:
            comment.parent.replies += comment.listed
            _root_of(comment).total += comment.is_visible


def _insert(article, comments):
    if not comments:
        return
    rows = Comment._base_manager.using(connection.alias)
    rows.bulk_create(comments, batch_size=BATCH_ROWS)
    counters.count_in_discussion(article.pk, sum(comment.is_visible for comment in comments))
    stamps.discussion_changed(article.pk)


def _answer(article, row, key, parent_pk):
    """A comment that answers one which came with an earlier import."""
    comment = _compose(article, row, key)
    comment.parent = Comment.objects.using(connection.alias).get(pk=parent_pk)
    comment.save(force_insert=True)
    return comment.pk


def _next_ids(number):
    with connection.cursor() as cursor:
        cursor.execute(NEXT_IDS[connection.vendor], [number])
        return [pk for (pk,) in cursor.fetchall()]
