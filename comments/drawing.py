"""Comments and the form for strangers as HTML, drawn anew only when something they show changes.

To the templates goes nothing but what the drawing is kept under, so a kept one can't be wrong: a
vote, an edit, another language or another hour is another key.
"""

from collections import namedtuple
from functools import lru_cache, wraps
from itertools import islice, pairwise
from operator import attrgetter
from threading import Lock
from uuid import uuid4

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from comments.faces import face_of
from comments.forms import invited_form
from comments.pipeline.traps import loaded_this_hour
from comments.readers import Reader
from comments.times import ago

KEPT_FORMS, KEPT_ROWS = 1000, 5000
# Between two comments of a drawing, where no text can have put it.
CUT = f"<!--{uuid4().hex}-->"

OF_ROW = (
    *("id", "author_id", "is_official", "is_by_supporter", "name", "body_html", "status"),
    *("created_at", "shown_at", "edited_at", "edit_minutes"),
    *("up", "down", "score", "own_vote", "vote_waits", "is_own"),
    *("replies", "total", "hidden_replies", "heat"),
    *("answered_id", "answered_name", "shown_depth", "opens"),
    *("is_visible", "is_root", "is_flattened", "is_new", "is_featured", "is_ignored", "goes_on"),
    "is_closed",
    "correction_id",
    *("prompt_id", "quote", "is_quote_lost"),
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
    "is_moderator",
    # Whether the phrases that comments are about stand on the same page.
    "has_phrases",
)
# All that a page shows of one comment. `ends` has an entry per list that ends after it; the last
# of a thread's is the thread's Root.
Shown = namedtuple("Shown", (*OF_ROW, "age", "is_by_author", "is_answered_here", "ends"))
Root = namedtuple("Root", ("id", "hidden_replies"))
Commented = namedtuple("Commented", ("pk", "get_absolute_url"))
Scene = namedtuple("Scene", ("language", "zone", "votes_apart", *OF_PAGE))
_of_row = attrgetter(*OF_ROW)


def shown_of(rows, *, authors, on_page):
    """Rows in reading order as tuples of all that is shown of them."""
    return [
        Shown(
            *_of_row(row),
            ago(row.created_at),
            row.author_id in authors,
            row.answered_id in on_page,
            ends,
        )
        for row, ends in _with_ends(rows)
    ]


def _with_ends(rows):
    root = None
    for row, following in pairwise([*rows, None]):
        root = row if row.is_root else root
        ends = [None] * row.closes
        if root and ends and (following is None or following.is_root):
            ends[-1] = Root(root.id, root.hidden_replies)
        yield row, tuple(ends)


def drawn(rows, *, chosen_id=None, **of_page):
    """Comments as HTML; those that look as before are taken as they were."""
    scene = Scene(
        get_language(),
        timezone.get_current_timezone_name(),
        settings.COMMENTS_VOTES_APART,
        # All but the chosen one look the same whichever it is.
        chosen_id=None,
        **of_page,
    )
    chosen_scene = scene._replace(chosen_id=chosen_id)
    keys = [(row, chosen_scene if row.id == chosen_id else scene) for row in rows]
    found = [None] * len(keys) if settings.DEBUG else drawings.find(keys)
    new = [key for key, html in zip(keys, found, strict=True) if html is None]
    if new:
        made = _draw(new, scene)
        drawings.keep(zip(new, made, strict=True))
        made = iter(made)
        found = [next(made) if html is None else html for html in found]
    return mark_safe("\n".join(found))  # noqa: S308 - a template made each of them


def _draw(keys, scene):
    faces = [face_of(row, its_scene) for row, its_scene in keys]
    context = {"rows": faces, "cut": mark_safe(CUT), **scene._asdict()}  # noqa: S308
    *comments, _rest = render_to_string("comments/_rows.html", context).split(CUT)
    return [html.strip() for html in comments]


class Drawings:
    """What was drawn of comments; the ones that nobody asked for longest are forgotten first."""

    def __init__(self):
        self.kept, self.lock = {}, Lock()

    def find(self, keys):
        """The HTML of each, None of those that are not here."""
        with self.lock:
            return [self._used(key) for key in keys]

    def _used(self, key):
        html = self.kept.pop(key, None)
        if html is not None:
            self.kept[key] = html
        return html

    def keep(self, drawn):
        with self.lock:
            self.kept.update(drawn)
            for key in list(islice(self.kept, max(0, len(self.kept) - KEPT_ROWS))):
                del self.kept[key]

    def forget(self):
        with self.lock:
            self.kept.clear()


drawings = Drawings()


def composer_for_strangers(article, total=1):
    """The empty form, the same for every reader we know nothing of."""
    commented = Commented(article.pk, article.get_absolute_url())
    known = get_language(), settings.COMMENT_MAX_LENGTH, loaded_this_hour()
    return _composer(commented, not total, *known)


def kept(draw):
    """Remember what was drawn, but not while templates are being written."""
    remembering = lru_cache(maxsize=KEPT_FORMS)(draw)

    @wraps(draw)
    def drawing(*facts):
        return draw(*facts) if settings.DEBUG else remembering(*facts)

    drawing.forget = remembering.cache_clear
    return drawing


@kept
def _composer(commented, is_first, _language, _limit, loaded):
    stranger = Reader()
    form = invited_form(stranger, not is_first, loaded=loaded)
    facts = {"article": commented, "reader": stranger, "form": form}
    return render_to_string("comments/_composer.html", facts)
