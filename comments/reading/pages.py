"""Pages of threads: which threads, in which order."""

from dataclasses import dataclass
from functools import cache

from django.db.models import BigIntegerField, Exists, Subquery

from articles.compiled import Compiled, Given
from articles.models import Article
from comments import cursors
from comments.models import Comment, Discussion, InlinePrompt
from comments.reading.filters import Filter
from comments.reading.paths import among
from comments.reading.readers import mark_own
from comments.reading.replies import read_replies, shown_of
from comments.reading.threads import ThreadPage, known_sort, listed, listed_rows
from comments.rows import Row, lay_out
from comments.rules import Said, sayings

THREADS_PER_PAGE = 20
# A cursor that is none of ours.
NOWHERE = "-"


@dataclass(frozen=True)
class Asked:
    """Which page of which discussion a reader asked for."""

    article_id: int
    sort: str
    after: str | None = None
    size: int = THREADS_PER_PAGE
    # Threads with such comments alone.
    only: Filter | None = None
    # The page that shows this comment: the first one or, further down, the one its thread ends.
    comment_id: int | None = None

    @property
    def is_beginning(self):
        """The first page of the whole discussion."""
        return not (self.after or self.only or self.comment_id)


def read_page(article_id, *, sort="oldest", voter=None, **asked):
    """A page of threads, each with its first few replies. `voter` marks that reader's votes.

    Two statements; one more for the votes. Also: after, size, only, comment_id (see Asked).
    """
    asked = Asked(article_id, known_sort(sort), **asked)
    page, roots = _read_roots(asked)
    threads, page.featured = read_replies(asked, roots, page)
    for root in roots:
        page.rows += shown_of(threads[root.tree_id], asked)
    if any(row.id == asked.comment_id for row in page.rows):
        page.chosen_id = asked.comment_id
    lay_out(page.rows)
    mark_own(page.rows, voter)
    return page


def _read_roots(asked):
    """The page, still empty, and the first comments of its threads."""
    names, found = _rows_of(asked)
    facts = found[0][-len(names) :] if found else _facts_alone(asked)
    page = _page_with(dict(zip(names, facts, strict=True)))
    roots = [Row(values) for values in found]
    if len(roots) > asked.size:
        page.next_cursor = cursors.cursor_after(roots[asked.size - 1], asked.sort)
    page.has_earlier = bool(roots) and page.first_id not in (None, roots[0].id)
    return page, roots[: asked.size]


def _rows_of(asked):
    """Names of what stands at the end of each row, and the rows."""
    if asked.only:
        names, query = _query(asked)
        return names, list(query)
    cursor = cursors.values_in(asked.after, asked.sort)
    after = asked.after and (cursors.GIVEN if cursor else NOWHERE)
    names, query = _compiled(asked.sort, after, asked.size, bool(asked.comment_id))
    return names, query(article=asked.article_id, comment=asked.comment_id, **cursor or {})


@cache
def _compiled(sort, after, size, has_comment):
    """The query of all such pages, made once."""
    comment_id = Given("comment", BigIntegerField()) if has_comment else None
    article_id = Given("article", BigIntegerField())
    names, query = _query(Asked(article_id, sort, after, size, comment_id=comment_id))
    return names, Compiled(query)


def _query(asked):
    roots = _roots(asked)
    about = _about(asked, roots)
    rows = _from_where_asked(roots, asked).annotate(**about)
    return tuple(about), rows[: asked.size + 1]


def _roots(asked):
    """The first comments of all threads of the discussion, or of those with certain comments."""
    roots = listed_rows().filter(article_id=asked.article_id, parent=None)
    if asked.only:
        trees = asked.only.comments(asked.article_id).values("tree_id")
        roots = roots.filter(among("tree_id", trees), lft=1)
    return cursors.in_order(roots, asked.sort)


def _page_with(facts):
    known = {name.removeprefix("its_"): fact for name, fact in facts.items() if fact is not None}
    said = Said(*(known.pop(name, None) for name in Said._fields))
    return ThreadPage(said=said, **known)


def _from_where_asked(roots, asked):
    if asked.after or not asked.comment_id:
        return cursors.past(roots, asked.sort, asked.after)
    root = listed().filter(tree_id__in=_chosen(asked).values("tree_id"), lft=1)
    return cursors.ending_with(roots, asked.sort, root, asked.size)


def _chosen(asked):
    return listed().filter(pk=asked.comment_id, article_id=asked.article_id)


def _about(asked, roots):
    """What the discussion says of itself, beside each row: the database finds it once."""
    discussion = Discussion.objects.filter(article_id=asked.article_id)
    visible = Comment.objects.visible().filter(article_id=asked.article_id).order_by()
    newest = visible.order_by("-shown_at", "-id")
    about = {
        "its_total": Subquery(discussion.values("visible")),
        "its_latest": Subquery(newest.values("shown_at")[:1]),
        "its_has_official": Exists(visible.filter(is_official=True)),
    }
    about |= {f"its_{name}": column for name, column in sayings(asked.article_id).items()}
    about["its_has_prompts"] = Exists(InlinePrompt.objects.filter(article_id=asked.article_id))
    if asked.is_beginning:
        about["its_has_featured"] = Exists(visible.filter(featured_at__isnull=False))
    else:
        about["its_first_id"] = Subquery(roots.values("id")[:1])
    if asked.comment_id:
        about["its_chosen_tree"] = Subquery(_chosen(asked).values("tree_id"))
    return about


def _facts_alone(asked):
    """The same of a discussion that has no threads here; no article, no facts."""
    about = _about(asked, _roots(asked))
    article = Article.objects.filter(pk=asked.article_id).order_by()
    return article.annotate(**about).values_list(*about).first() or [None] * len(about)
