"""Comments and the form for strangers as HTML, drawn anew only when something they show changes.

To the templates goes nothing but what the drawing is kept under, so a kept one can't be wrong: a
vote, an edit, another language or another hour is another key.
"""

from collections import namedtuple
from functools import lru_cache, wraps
from itertools import pairwise
from operator import attrgetter

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from comments.faces import face_of
from comments.forms import invited_form
from comments.readers import Reader
from comments.reading import REPLIES_SHOWN
from comments.times import ago

KEPT = 1000
# Longer ones stand on pages of their own; the memory is for what articles show.
KEPT_ROWS = 1 + REPLIES_SHOWN

OF_ROW = (
    *("id", "author_id", "is_official", "name", "body_html", "status"),
    *("created_at", "shown_at", "edited_at", "edit_minutes"),
    *("up", "down", "score", "own_vote", "vote_waits", "is_own"),
    *("replies", "total", "hidden_replies"),
    *("answered_id", "answered_name", "shown_depth", "opens"),
    *("is_visible", "is_root", "is_flattened", "is_new", "is_featured", "is_ignored", "goes_on"),
)
OF_PAGE = (
    "sort",
    "is_open",
    "article_path",
    "comments_path",
    "is_fresh",
    "has_parent",
    "chosen_id",
    "refusal",
)
# All that a page shows of one comment. `ends` has an entry per list that ends after it; the last
# of a thread's is the thread's Root.
Shown = namedtuple("Shown", (*OF_ROW, "age", "is_by_author", "is_answered_here", "ends"))
Root = namedtuple("Root", ("id", "hidden_replies"))
Commented = namedtuple("Commented", ("pk", "get_absolute_url"))
Scene = namedtuple("Scene", ("language", "zone", "votes_apart", *OF_PAGE))
_of_row = attrgetter(*OF_ROW)


def threads_of(rows, *, authors, on_page):
    """Rows in reading order as tuples of what is shown of them, one for each thread."""
    threads = []
    for row, ends in _with_ends(rows):
        if row.is_root or not threads:
            threads.append([])
        facts = (ago(row.created_at), row.author_id in authors, row.answered_id in on_page, ends)
        threads[-1].append(Shown(*_of_row(row), *facts))
    return [tuple(thread) for thread in threads]


def _with_ends(rows):
    root = None
    for row, following in pairwise([*rows, None]):
        root = row if row.is_root else root
        ends = [None] * row.closes
        if root and ends and (following is None or following.is_root):
            ends[-1] = Root(root.id, root.hidden_replies)
        yield row, tuple(ends)


def drawn(thread, *, article_path="", chosen_id=None, **of_page):
    """The comments of a thread as HTML."""
    scene = Scene(
        get_language(),
        timezone.get_current_timezone_name(),
        settings.COMMENTS_VOTES_APART,
        article_path=article_path,
        # Threads without the chosen comment look the same whichever it is.
        chosen_id=chosen_id if any(row.id == chosen_id for row in thread) else None,
        **of_page,
    )
    return (_drawn if len(thread) <= KEPT_ROWS else _drawn.anew)(thread, scene)


def composer_for_strangers(article, total=1):
    """The empty form, the same for every reader we know nothing of."""
    commented = Commented(article.pk, article.get_absolute_url())
    return _composer(commented, not total, get_language(), settings.COMMENT_MAX_LENGTH)


def _kept(draw):
    """Remember what was drawn, but not while templates are being written."""
    remembering = lru_cache(maxsize=KEPT)(draw)

    @wraps(draw)
    def drawing(*facts):
        return draw(*facts) if settings.DEBUG else remembering(*facts)

    drawing.anew, drawing.forget = draw, remembering.cache_clear
    return drawing


@_kept
def _drawn(thread, scene):
    rows = [face_of(row, scene) for row in thread]
    return render_to_string("comments/_rows.html", {"rows": rows, **scene._asdict()})


@_kept
def _composer(commented, is_first, _language, _limit):
    stranger = Reader()
    facts = {"article": commented, "reader": stranger, "form": invited_form(stranger, not is_first)}
    return render_to_string("comments/_composer.html", facts)
