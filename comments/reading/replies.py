"""The replies of a page: whole threads, the beginnings of very long ones, ways to what was asked."""

from functools import cache
from itertools import islice

from django.db.models import BigIntegerField, Q

from articles.compiled import Compiled, Given
from comments import cursors
from comments.models import Comment
from comments.reading.filters import MATCHES_SHOWN
from comments.reading.paths import on_ways_to
from comments.reading.threads import listed, listed_rows
from comments.rows import Row, below, in_reading_order, name_answered, with_ways_to

REPLIES_SHOWN = 5
# Below a comment that was asked for.
ANSWERS_SHOWN = 3
FEATURED_SHOWN = 5
# Longer threads, and those that come when a page has read this much, show direct replies only.
WHOLE_THREAD_MAX = 200
WHOLE_PAGE_MAX = 1000
# Threads of a page, as one compiled query asks for them.
TREES_AT_ONCE, NO_TREE = 20, -1
# Among so many replies with the most votes the best are looked for.
BEST_AMONG = 500


def read_replies(asked, roots, page):
    """{tree: its rows in reading order}, and the featured comments when it is their page."""
    has_more = not (asked.only and asked.only.is_of_first_comments)
    whole, long = _by_length(root for root in roots if root.replies and has_more)
    starts = [start for root in long for start in _starts(asked, root, page.chosen_tree)]
    is_with_featured = asked.is_beginning and page.has_featured
    if is_with_featured:
        starts.append(_featured(asked.article_id))
    threads = {root.tree_id: [root] for root in roots}
    found = _read(whole, starts)
    for row in found:
        if row.parent_id and row.tree_id in threads:
            threads[row.tree_id].append(row)
    for tree_id, thread in threads.items():
        threads[tree_id] = in_reading_order(thread, asked.sort, root=thread[0])
    return threads, _newest_featured(found) if is_with_featured else []


def shown_of(thread, asked):
    """A thread as a page shows it; the first comment says how many replies are left out."""
    root = thread[0]
    shown = with_ways_to(thread, _wanted(thread, asked))
    name_answered(shown, {row.id: row for row in thread})
    for row in shown:
        row.is_closed = root.is_closed
    root.first_of_thread = True
    root.hidden_replies = max(0, root.total - sum(row.is_visible for row in shown[1:]))
    return shown


def _wanted(thread, asked):
    """The keys of what is shown of a thread, but for the ways there."""
    if asked.only:
        matches = islice(filter(asked.only.accepts, thread), MATCHES_SHOWN)
        return {_marked(row, asked.only).id for row in matches}
    wanted = {row.id for row in thread[: 1 + REPLIES_SHOWN]}
    if any(row.id == asked.comment_id for row in thread):
        answers = below(thread, asked.comment_id)[:ANSWERS_SHOWN]
        wanted.update([asked.comment_id], (row.id for row in answers))
    return wanted


def _marked(row, only):
    row.is_new = only.name == "since"
    return row


def _by_length(roots):
    whole, long, spent = [], [], 0
    for root in roots:
        fits = root.total <= WHOLE_THREAD_MAX and spent + root.total <= WHOLE_PAGE_MAX
        (whole if fits else long).append(root)
        spent += root.total if fits else REPLIES_SHOWN
    return whole, long


def _read(whole, starts):
    if not starts and len(whole) <= TREES_AT_ONCE:
        return _read_whole([root.tree_id for root in whole])
    wanted = Q()
    if whole:
        trees = [root.tree_id for root in whole]
        wanted |= Q(tree_id__in=trees, parent__isnull=False)
    if starts:
        wanted |= Q(on_ways_to(starts))
    return list(map(Row, listed_rows().filter(wanted))) if wanted else []


def _read_whole(trees):
    """All replies of a page's threads; most pages need no more."""
    if not trees:
        return []
    trees += [NO_TREE] * (TREES_AT_ONCE - len(trees))
    given = {f"tree_{number}": tree_id for number, tree_id in enumerate(trees)}
    return list(map(Row, _whole_threads()(**given)))


@cache
def _whole_threads():
    trees = [Given(f"tree_{number}", BigIntegerField()) for number in range(TREES_AT_ONCE)]
    return Compiled(listed_rows().filter(tree_id__in=trees, parent__isnull=False))


def _starts(asked, root, chosen_tree):
    """Queries of what a very long thread shows."""
    if asked.only:
        return [asked.only.comments_in(root, asked.article_id)]
    starts = [_beginning(root, asked.sort)]
    if root.tree_id == chosen_tree:
        thread = listed().filter(tree_id=root.tree_id)
        answers = _sorted_replies(thread.filter(parent_id=asked.comment_id), asked.sort)
        starts += [thread.filter(pk=asked.comment_id), answers[:ANSWERS_SHOWN]]
    return starts


def _beginning(root, sort):
    thread = listed().filter(tree_id=root.tree_id)
    if sort == "oldest":
        found = thread.filter(lft__gt=1).order_by("lft")
    elif sort == "newest":
        found = thread.filter(level=1).order_by("-lft")
    else:
        found = _sorted_replies(listed().filter(parent_id=root.id), sort)
    return found[:REPLIES_SHOWN]


def _sorted_replies(replies, sort):
    """Direct replies of one comment. There is no index by "best": a good one has votes, too."""
    if sort == "best":
        voted = cursors.in_order(replies, "votes").values("pk")[:BEST_AMONG]
        replies = listed().filter(pk__in=voted)
    return cursors.in_order(replies, sort)


def _featured(article_id):
    featured = Comment.objects.visible().filter(article_id=article_id, featured_at__isnull=False)
    return featured.order_by("-featured_at", "-id")[:FEATURED_SHOWN]


def _newest_featured(rows):
    featured = [row for row in rows if row.is_featured]
    return sorted(featured, key=lambda row: (row.featured_at, row.id), reverse=True)[
        :FEATURED_SHOWN
    ]
