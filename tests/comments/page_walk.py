"""Walks through a discussion as a reader does, and says independently in which order it should be."""

from collections import defaultdict

from comments.models import Comment
from comments.reading import read_page, read_thread

KEYS = {
    "oldest": lambda c: (c.created_at, c.pk),
    "newest": lambda c: (c.created_at, c.pk),
    "votes": lambda c: (c.score, c.created_at, c.pk),
    "best": lambda c: (c.best, c.score, c.created_at, c.pk),
}


def walk(article_id, sort, size):
    """All rows that somebody meets who opens every page and the rest of every thread."""
    rows, after = [], None
    while True:
        page = read_page(article_id, sort=sort, after=after, size=size)
        for begun in _threads(page.rows):
            rows += _rest_of(begun, sort, size)
        if not page.next_cursor:
            return rows
        after = page.next_cursor


def expected(article_id, sort):
    """[(comment, depth)] of what is listed, each below what it answers, by naive recursion."""
    listed = list(Comment.objects.filter(article=article_id, listed=True).order_by())
    known = {comment.pk: comment for comment in listed}
    below = defaultdict(list)
    for comment in sorted(listed, key=KEYS[sort], reverse=sort != "oldest"):
        below[_stands_below(comment, known)].append(comment)
    return list(_down(None, below, 0))


def _threads(rows):
    threads = []
    for row in rows:
        if row.first_of_thread:
            threads.append([])
        threads[-1].append(row)
    return threads


def _rest_of(begun, sort, size):
    """The whole thread: as the page begins it if that is all, else read to its end."""
    root = begun[0]
    left_out = root.total - sum(row.is_visible for row in begun[1:])
    assert root.hidden_replies == left_out, "the link promises what is left out"
    if not left_out:
        return begun
    rows, after = [], None
    while True:
        page = read_thread(root.id, sort=sort, after=after, size=size)
        rows += page.rows
        if not page.next_cursor:
            return rows
        after = page.next_cursor


def _stands_below(comment, known):
    answered = known.get(comment.reply_to_id)
    if answered and answered.tree_id == comment.tree_id:
        return answered.pk
    return comment.parent_id


def _down(parent_pk, below, depth):
    for comment in below[parent_pk]:
        yield comment, depth
        yield from _down(comment.pk, below, depth + 1)
