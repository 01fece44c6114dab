"""Parts of a discussion: what staff said, what this reader wrote, what is new, what is about a
phrase of the article."""

from dataclasses import dataclass
from datetime import UTC, datetime

from comments.models import Comment

# A filter looks at this many comments, the newest, so that its price has a bound.
MATCHES_MAX = 1000
# In one thread it shows this many; the others are behind "more replies".
MATCHES_SHOWN = 20
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
NEWEST_FIRST = {
    "staff": ("-tree_id", "-lft"),
    "mine": ("-created_at", "-id"),
    "since": ("-shown_at", "-id"),
    "inline": ("-created_at", "-id"),
}


@dataclass(frozen=True)
class Filter:
    """Which comments a reader asked for: name, and the reader's key, the moment or the question
    it goes by."""

    name: str
    value: object = None

    def comments(self, article_id):
        """The newest of them, as a query that an index answers."""
        found = Comment.objects.visible().filter(article_id=article_id, **self._conditions)
        return found.order_by(*NEWEST_FIRST[self.name])[:MATCHES_MAX]

    def comments_in(self, root, article_id):
        """Those of one thread."""
        matches = self.comments(article_id).values("pk")
        found = Comment.objects.filter(pk__in=matches, tree_id=root.tree_id)
        return found.order_by("-lft")[:MATCHES_SHOWN]

    @property
    def is_of_first_comments(self):
        """An answer to a question begins a thread: nothing below it can match."""
        return self.name == "inline"

    def accepts(self, row):
        if not row.is_visible:
            return False
        if self.name == "since":
            return row.shown_at is not None and row.shown_at > self.value
        if self.name == "inline":
            return row.prompt_id is not None and self.value in (None, row.prompt_id)
        return row.is_official if self.name == "staff" else row.reader == self.value

    @property
    def _conditions(self):
        by_name = {
            "staff": {"is_official": True},
            "mine": {"reader": self.value},
            "since": {"shown_at__gt": self.value},
            "inline": {"prompt": self.value} if self.value else {"prompt__isnull": False},
        }
        return by_name[self.name]


def filter_for(*, show="", since=None, prompt=None, reader_key=None):
    """The filter that was asked for; None for everything, and for what makes no sense."""
    if show == "staff":
        return Filter("staff")
    if show == "mine" and reader_key:
        return Filter("mine", reader_key)
    if show == "inline":
        return Filter("inline", prompt)
    if since and EARLIEST <= since < LATEST:
        return Filter("since", since)
    return None
