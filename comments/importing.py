"""Brings in whole discussions: numbered in Python, inserted in bulk, counted once."""

from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils import timezone

from comments import stamps
from comments.bulk import Newcomer, plant
from comments.models import Comment
from comments.text import clean_text, render

SUBMISSIONS = UUID("7f0d9d1c-6a53-4d0e-8f43-6d2f7a1f5b1e")
BATCH_ROWS = 500


@transaction.atomic
def import_thread(article, rows):
    """Add an article's comments from elsewhere, once: {key: primary key} of all of them.

    Rows are dicts with key, parent_key, name, text, created_at and, if known, email, status and
    author. They may come in any order; a parent that is missing makes a comment a first-level one.
    """
    rows = {row["key"]: row for row in rows}
    found = already_here(article, rows)
    fresh, answers = _split(_parents_first(rows), rows, found)
    found |= {key: each.id for key, each in _plant(article, fresh, rows).items()}
    for key in answers:
        found[key] = _answer(article, rows[key], key, found[rows[key]["parent_key"]])
    if answers:
        stamps.discussion_changed(article.pk)
    return found


def submission_of(article, key):
    """The same comment of the same article always has this submission key."""
    return uuid5(SUBMISSIONS, f"{article.pk}/{key}")


def already_here(article, keys):
    """{key: primary key} of those that an earlier import brought in, by their unique key."""
    if not Comment.objects.using(connection.alias).filter(article=article).exists():
        return {}
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


def _plant(article, keys, rows):
    """{key: newcomer} of those that start or continue new threads."""
    planted = {}
    for key in keys:
        answered = planted.get(rows[key].get("parent_key"))
        planted[key] = Newcomer(answered=answered, **_facts(article, rows[key], key))
    plant(article.pk, list(planted.values()))
    return planted


def _facts(article, row, key):
    text = clean_text(row["text"])
    author, status = row.get("author"), int(row.get("status", Comment.Status.VISIBLE))
    is_pending = status == Comment.Status.PENDING
    return {
        "article_id": article.pk,
        "submission": submission_of(article, key),
        "name": row["name"][:50],
        "email": row.get("email") or "",
        "author_id": author.pk if author else None,
        "is_official": row.get("is_official", False),
        "status": status,
        "created_at": row["created_at"],
        "shown_at": row["created_at"] if status == Comment.Status.VISIBLE else None,
        # What came with another status than waiting was decided about where it came from.
        "queued_at": row["created_at"] if is_pending else None,
        "decided_at": None if is_pending else timezone.now(),
        "text": text,
        "body_html": render(text),
    }


def _answer(article, row, key, parent_pk):
    """A comment that answers one which came with an earlier import."""
    comment = Comment(**_facts(article, row, key))
    comment.parent = Comment.objects.using(connection.alias).get(pk=parent_pk)
    comment.save(force_insert=True)
    return comment.pk
