"""What of a discussion a reader chose to see: the query of its address, and back."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.http import urlencode

from comments.readers import reader_of
from comments.reading import SORTS, Filter, filter_for
from comments.times import microseconds, moment_of

NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Choice:
    """Sort, part and place; what made no sense is left out."""

    sort: str
    after: str = ""
    comment_id: int | None = None
    only: Filter | None = None

    def query(self, **changes):
        """The query of the first page of this choice, with some changes."""
        known = {"sort": self.sort, **self._part, **changes}
        return "?" + urlencode({name: value for name, value in known.items() if value})

    @property
    def is_beginning(self):
        return not (self.after or self.comment_id or self.only)

    @property
    def part(self):
        """The name of the part of the discussion that is asked for."""
        return self.only.name if self.only else ""

    @property
    def prompt_id(self):
        """The one question whose answers are asked for."""
        return self.only.value if self.part == "inline" else None

    @property
    def _part(self):
        if self.part == "since":
            return {"since": microseconds(self.only.value)}
        return {"show": self.part, "prompt": self.prompt_id}


def choice_of(request):
    """What this request asks for."""
    since = _number(request.GET.get("since"))
    return Choice(
        sort=asked_sort(request),
        after=request.GET.get("after", ""),
        comment_id=_number(request.GET.get("comment")),
        only=filter_for(
            show=request.GET.get("show"),
            since=None if since is None else moment_of(since),
            prompt=_number(request.GET.get("prompt")),
            reader_key=reader_of(request).key,
        ),
    )


def asked_sort(request):
    """The order a reader asked for, or the site's."""
    sort = request.GET.get("sort", "")
    if sort in SORTS:
        return sort
    return settings.COMMENTS_SORT if settings.COMMENTS_SORT in SORTS else SORTS[0]


def _number(text):
    return int(text) if NUMBER.fullmatch(text or "") else None
