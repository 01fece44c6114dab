"""What all pages of a discussion are made of."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef

from comments.models import Comment
from comments.rows import COLUMNS
from comments.rules import Said

SORTS = ("oldest", "newest", "votes", "best")


@dataclass
class ThreadPage:
    """Rows in reading order, and the cursor of the next page ("" when this is the last)."""

    rows: list = field(default_factory=list)
    next_cursor: str = ""
    # Of the whole discussion, whatever part of it this is.
    total: int = 0
    said: Said = Said()
    latest: datetime | None = None
    has_official: bool = False
    # Questions about phrases of the article.
    has_prompts: bool = False
    has_featured: bool = False
    first_id: int | None = None
    # True when there are threads before the first one here.
    has_earlier: bool = False
    # The comment that was asked for, when it is here.
    chosen_id: int | None = None
    chosen_tree: int | None = None
    featured: list = field(default_factory=list)

    @property
    def shown(self):
        """How many comments can be read on it."""
        return sum(row.is_visible for row in self.rows)


def known_sort(sort):
    return sort if sort in SORTS else SORTS[0]


def listed():
    return Comment.objects.listed().order_by()


@cache
def listed_rows():
    """The query of listed comments as rows: built once, it takes longer than some of the asking."""
    # Asked of the few who show it: a join would read the account of each writer.
    supporters = get_user_model().objects.filter(shows_supporter_badge=True)
    badge = Exists(supporters.filter(pk=OuterRef("author_id")))
    return listed().annotate(is_by_supporter=badge).values_list(*COLUMNS)
