"""Parts of one thread: from its first comment on, or below any of its comments."""

from django.db.models import Q

from comments import cursors
from comments.models import Comment
from comments.reading.readers import mark_own
from comments.reading.threads import ThreadPage, known_sort, listed, listed_rows
from comments.rows import Place, Row, below, in_reading_order, lay_out, name_answered, with_ways_to
from comments.tree import FANOUT, WIDTH, ancestor_lfts

REPLIES_PER_PAGE = 50
# Above a comment, of those it answers.
ABOVE_SHOWN = 10
# Answers to the deepest comments stand beside them, below an ancestor that has room: this high.
ROOM_LEVEL = 3


def read_thread(root_id, *, sort="oldest", after=None, size=REPLIES_PER_PAGE, voter=None):
    """A thread from its first comment on or, after a cursor, the rest of it.

    Statements: the places of the whole thread as bare numbers, and the comments of the page.
    """
    trees = listed().filter(pk=root_id).values("tree_id")
    places = _places(listed().filter(tree_id__in=trees), sort)
    if not places:
        raise Comment.DoesNotExist(root_id)
    page = _page_of(places, after, size, root_id=places[0].id)
    mark_own(page.rows, voter)
    return page


def read_branch(chosen, *, sort="oldest", after=None, size=REPLIES_PER_PAGE, voter=None):
    """What leads to a comment, the comment, and all that stands below it, by pages.

    It begins a tree of its own, so that deep talk has room again. Statements: as for a thread.
    """
    places = _places(_around(chosen), sort)
    if all(place.id != chosen.pk for place in places):
        raise Comment.DoesNotExist(chosen.pk)
    lead = with_ways_to(places, {chosen.pk})[-1 - ABOVE_SHOWN :]
    answers = below(places, chosen.pk)
    depth = lead[-1].depth
    for place in answers:
        place.depth -= depth
    for place in lead:
        place.depth = 0
    page = _page_of(answers, after, size, root_id=places[0].id, lead=lead)
    mark_own(page.rows, voter)
    return page


def _around(chosen):
    """Its ancestors, and wherever answers to it and to its answers may stand."""
    starts = [*ancestor_lfts(chosen.lft, chosen.level), chosen.lft]
    level = min(chosen.level, ROOM_LEVEL)
    if chosen.slots >= FANOUT[level]:  # more answers stand beside it
        level = 0
    first, last = starts[level], starts[level] + WIDTH[level] - 1
    near = Q(lft__gte=first, lft__lte=last) | Q(lft__in=starts[:level])
    return listed().filter(near, tree_id=chosen.tree_id)


def _places(comments, sort):
    places = [Place(values) for values in comments.values_list(*Place.COLUMNS)]
    return in_reading_order(places, known_sort(sort))


def _page_of(places, after, size, *, root_id, lead=()):
    """The comments of a page, the first one after those that lead there."""
    start = _position(places, after)
    shown = places[start : start + size]
    rows = _read_places([*lead, *shown] if start == 0 else shown, root_id)
    page = ThreadPage(lay_out(rows))
    if start + size < len(places):
        page.next_cursor = f"{shown[-1].id}_{start + size}"
    return page


def _position(places, after):
    """Where a thread goes on: after the comment the cursor names, or about there if it is gone."""
    numbers = cursors.numbers_in(after)
    if len(numbers) != 2:
        return 0
    ids = [place.id for place in places]
    known = ids.index(numbers[0]) + 1 if numbers[0] in ids else numbers[1]
    return known if 0 <= known < len(places) else 0


def _read_places(places, root_id):
    """The comments that stand there; in the same statement the names of those they answer, and
    whether their thread is closed."""
    ids = [place.id for place in places]
    answered = {place.reply_to_id or place.parent_id for place in places} - {None}
    found = map(Row, listed_rows().filter(pk__in=answered.union(ids, {root_id})))
    known = {row.id: row for row in found}
    is_closed = root_id in known and known[root_id].is_closed
    for place in places:
        if row := known.get(place.id):
            row.depth, row.first_of_thread, row.is_closed = place.depth, row.is_root, is_closed
    return name_answered([known[pk] for pk in ids if pk in known], known)
