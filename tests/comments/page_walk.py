"""Walks through a discussion as a reader does, and says independently in which order it should be."""

from collections import defaultdict
from itertools import dropwhile, takewhile
from operator import attrgetter

from comments.models import Comment
from comments.reading import filter_for, read_branch, read_page, read_thread
from comments.reading.replies import FEATURED_SHOWN

KEYS = {
    "oldest": ("created_at", "pk"),
    "newest": ("created_at", "pk"),
    "votes": ("score", "created_at", "pk"),
    "best": ("best", "score", "created_at", "pk"),
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
    for comment in listed:
        if comment.parent_id and not comment.is_visible:  # a tombstone's votes are not told
            comment.score = comment.best = 0
    for comment in sorted(listed, key=attrgetter(*KEYS[sort]), reverse=sort != "oldest"):
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
    assert root.is_root
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


def shows_everything_once(article_id, sort, size, known):
    """Every listed comment is met once, in order, and says what it should."""
    shown, order = walk(article_id, sort, size), expected(article_id, sort)
    assert [row.id for row in shown] == [comment.pk for comment, _ in order]
    assert [row.depth for row in shown] == [depth for _, depth in order]
    for row in shown:
        said = known[row.id]
        assert row.is_visible == said.is_visible
        assert row.body_html == (f'<p dir="auto">{said.text}</p>' if row.is_visible else "")
    featured = {row.id for row in read_page(article_id, sort=sort).featured}
    wanted = {c.pk for c, _ in order if known[c.pk].is_featured and known[c.pk].is_visible}
    assert featured == wanted or len(featured) == FEATURED_SHOWN


def is_found_by_its_address(comment, sort):
    """The page that begins with its thread has it once; its own page, all that answers it."""
    page = read_page(comment.article_id, sort=sort, comment_id=comment.pk)
    shown = [row.id for row in page.rows]
    order = [(each.pk, depth) for each, depth in expected(comment.article_id, sort)]
    assert shown.count(comment.pk) == comment.listed
    assert page.chosen_id == (comment.pk if comment.listed else None)
    assert shown == [pk for pk, _ in order if pk in set(shown)]
    if comment.listed:
        depths = dict(order)
        below = list(dropwhile(lambda each: each[0] != comment.pk, order))[1:]
        below = list(takewhile(lambda each: each[1] > depths[comment.pk], below))
        assert _branch(comment, sort) == [pk for pk, _ in below]


def _branch(comment, sort):
    found, after = [], None
    while True:
        page = read_branch(comment, sort=sort, after=after, size=3)
        found += [row.id for row in page.rows]
        if not page.next_cursor:
            return found[found.index(comment.pk) + 1 :]
        after = page.next_cursor


def filter_shows_all_of_staff(article_id, sort):
    """Each official comment once, and nothing but the ways there."""
    shown, after, staff = [], None, filter_for(show="staff")
    while True:
        page = read_page(article_id, sort=sort, after=after, size=2, only=staff)
        shown += page.rows
        if not page.next_cursor:
            break
        after = page.next_cursor
    official = Comment.objects.visible().filter(article=article_id, is_official=True)
    found = [row.id for row in shown if row.is_official]
    assert sorted(found) == sorted(official.values_list("pk", flat=True))
    assert len({row.id for row in shown}) == len(shown)
