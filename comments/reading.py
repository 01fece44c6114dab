"""Pages of a discussion, in a number of statements that does not depend on its size."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.db import connection
from django.db.models import Count, Q, Subquery
from django.utils import timezone

from articles.models import Article
from comments import cursors
from comments.models import Comment, Discussion, Vote
from comments.rows import (
    COLUMNS,
    Place,
    Row,
    branch_of,
    in_reading_order,
    lay_out,
    name_answered,
)
from comments.tree import MAX_LEVEL, ancestor_lfts

SORTS = ("oldest", "newest", "votes")
THREADS_PER_PAGE = 20
REPLIES_SHOWN = 5
REPLIES_PER_PAGE = 50
# Longer threads, and those that come when a page has read this much, show direct replies only.
WHOLE_THREAD_MAX = 200
WHOLE_PAGE_MAX = 1000
BRANCH_MAX = 200


@dataclass
class ThreadPage:
    """Rows in reading order, and the cursor of the next page ("" when this is the last)."""

    rows: list
    next_cursor: str = ""
    total: int = 0
    is_open: bool = True


def read_page(article_id, *, sort="oldest", after=None, size=THREADS_PER_PAGE, voter=None):
    """A page of threads, each with its first few replies. `voter` marks that reader's votes.

    Two statements; one more when a thread is very long, and one for the votes.
    """
    sort = _known(sort)
    roots, page = _read_roots(article_id, sort, after, size)
    threads = _with_replies(roots, sort)
    for root in roots:
        page.rows += _cut(threads[root.tree_id])
    lay_out(page.rows)
    _mark_own(page.rows, voter)
    return page


def read_thread(root_id, *, sort="oldest", after=None, size=REPLIES_PER_PAGE, voter=None):
    """A thread from its first comment on or, after a cursor, the rest of it.

    Statements: the places of the whole thread as bare numbers, and the comments of the page.
    """
    sort = _known(sort)
    thread = _listed().filter(tree_id__in=_listed().filter(pk=root_id).values("tree_id"))
    places = in_reading_order([Place(p) for p in thread.values_list(*Place.COLUMNS)], sort)
    if not places:
        raise Comment.DoesNotExist(root_id)
    start = _position(places, after)
    rows = _read_places(places[start : start + size])
    page = ThreadPage(rows, total=sum(row.is_visible for row in rows))
    if start + size < len(places):
        page.next_cursor = f"{rows[-1].id}_{start + size}"
    _mark_own(lay_out(rows), voter)
    return page


def read_branch(comment_id, *, sort="oldest", voter=None):
    """A comment with all that leads to it and what answers it, for a page of its own."""
    chosen = _listed().get(pk=comment_id)
    rows = _read_around(chosen.parent if _has_answers_beside(chosen) else chosen)
    if all(row.id != chosen.pk for row in rows):
        rows = _read_around(chosen)
    rows = branch_of(in_reading_order(rows, _known(sort)), chosen.pk)
    name_answered(rows, {row.id: row for row in rows})
    _mark_own(lay_out(rows), voter)
    return ThreadPage(rows, total=sum(row.is_visible for row in rows))


def locate(comment, *, sort="oldest"):
    """The cursor of a page of threads that begins with this comment's thread."""
    return cursors.cursor_before(comment.get_root(), _known(sort))


def counts_for(article_ids):
    """{article id: visible comments} for those that have a discussion."""
    found = Discussion.objects.filter(article__in=list(article_ids))
    return dict(found.values_list("article_id", "visible"))


def most_discussed(limit=5, since=None):
    """[(article id, comments)] of published articles, by the comments of the last week."""
    since = since or timezone.now() - timedelta(days=7)
    recent = Comment.objects.visible().filter(created_at__gte=since)
    recent = recent.filter(article__in=Article.objects.published())
    counted = recent.order_by().values("article_id").annotate(comments=Count("pk"))
    ranked = counted.order_by("-comments", "-article_id")
    return list(ranked.values_list("article_id", "comments")[:limit])


def _known(sort):
    return sort if sort in SORTS else SORTS[0]


def _listed():
    return Comment.objects.listed().order_by()


@cache
def _rows():
    """The query of listed comments as rows: built once, it takes longer than some of the asking."""
    return _listed().values_list(*COLUMNS)


def _read_roots(article_id, sort, after, size):
    """The first comments of the page's threads, with what the discussion says of itself."""
    discussion = Discussion.objects.filter(article_id=article_id)
    about = {f"its_{name}": Subquery(discussion.values(name)) for name in ("visible", "is_open")}
    roots = _rows().filter(article_id=article_id, parent=None).annotate(**about)
    roots = cursors.past(cursors.in_order(roots, sort), sort, after)
    found = list(roots[: size + 1])
    state = found[0][-2:] if found else discussion.values_list("visible", "is_open").first()
    page = ThreadPage([], "", *(state or (0, True)))
    rows = [Row(values[:-2]) for values in found]
    if len(rows) > size:
        page.next_cursor = cursors.cursor_after(rows[size - 1], sort)
    return rows[:size], page


def _with_replies(roots, sort):
    """{tree: its rows in reading order}: whole threads, and the beginnings of very long ones."""
    whole, long = _by_length(root for root in roots if root.replies)
    wanted = Q(tree_id__in=[root.tree_id for root in whole])
    if long:
        wanted |= Q(pk__in=_first_replies(long, sort))
    threads = {root.tree_id: [root] for root in roots}
    if whole or long:
        for row in map(Row, _rows().filter(wanted, parent__isnull=False)):
            threads[row.tree_id].append(row)
    return {tree_id: in_reading_order(rows, sort) for tree_id, rows in threads.items()}


def _by_length(roots):
    whole, long, spent = [], [], 0
    for root in roots:
        fits = root.total <= WHOLE_THREAD_MAX and spent + root.total <= WHOLE_PAGE_MAX
        (whole if fits else long).append(root)
        spent += root.total if fits else REPLIES_SHOWN
    return whole, long


def _first_replies(roots, sort):
    """The keys of the replies that very long threads begin with, in one statement."""
    compiled = [_beginning(root, sort).query.sql_with_params() for root in roots]
    # No part of it comes from a request: Django compiled every query.
    parts = [f"SELECT * FROM ({sql}) AS beginning" for sql, _ in compiled]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(parts), [each for _, params in compiled for each in params]
        )
        return [pk for (pk,) in cursor.fetchall()]


def _beginning(root, sort):
    thread = _listed().filter(tree_id=root.tree_id)
    if sort == "oldest":
        found = thread.filter(lft__gt=1).order_by("lft")
    elif sort == "newest":
        found = thread.filter(level=1).order_by("-lft")
    else:
        found = cursors.in_order(_listed().filter(parent_id=root.id), sort)
    return found.values("pk")[:REPLIES_SHOWN]


def _cut(thread):
    """A thread as a page begins it; the first comment says how many replies are left out."""
    root, shown = thread[0], thread[: 1 + REPLIES_SHOWN]
    name_answered(shown, {row.id: row for row in thread})
    root.first_of_thread = True
    root.hidden_replies = max(0, root.total - sum(row.is_visible for row in shown[1:]))
    return shown


def _position(places, after):
    """Where a thread goes on: after the comment the cursor names, or about there if it is gone."""
    numbers = cursors.numbers_in(after)
    if len(numbers) != 2:
        return 0
    ids = [place.id for place in places]
    known = ids.index(numbers[0]) + 1 if numbers[0] in ids else numbers[1]
    return known if 0 <= known < len(places) else 0


def _read_places(places):
    """The comments that stand there, and the names of those they answer, in one statement."""
    ids = [place.id for place in places]
    answered = {place.reply_to_id or place.parent_id for place in places} - {None}
    found = map(Row, _rows().filter(pk__in=answered.union(ids)))
    known = {row.id: row for row in found}
    for place in places:
        if row := known.get(place.id):
            row.depth, row.first_of_thread = place.depth, row.is_root
    return name_answered([known[pk] for pk in ids if pk in known], known)


def _has_answers_beside(comment):
    """Too deep for replies, or such a reply: what belongs together stands side by side."""
    return comment.level and (comment.reply_to_id or comment.level == MAX_LEVEL)


def _read_around(base):
    """What leads to a comment, and as much below it as a page takes."""
    above = Q(lft__in=ancestor_lfts(base.lft, base.level))
    below = Q(lft__gte=base.lft, lft__lte=base.rght)
    thread = _rows().filter(above | below, tree_id=base.tree_id).order_by("lft")
    return list(map(Row, thread[:BRANCH_MAX]))


def _mark_own(rows, voter):
    """What this reader wrote, and how they voted."""
    if voter is None:
        return
    votes = Vote.objects.filter(voter=voter, comment_id__in=[row.id for row in rows])
    own = {pk: vote for pk, *vote in votes.values_list("comment_id", "value", "standing")}
    for row in rows:
        row.own_vote, standing = own.get(row.id, (0, None))
        row.vote_waits = standing == Vote.Standing.HELD and row.own_vote != 0
        row.is_own = row.reader == voter
