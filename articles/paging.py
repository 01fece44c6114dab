"""One page of a long list of articles, addressed by the last article of the page before.

`?before=<microseconds>-<key>` costs the same on page 1,000 as on page 1, and does not shift when
something new is published in the meantime.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import Http404

PAGE_SIZE = 13
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Maps may be older than 1970.
CURSOR = re.compile(r"(-?[0-9]{1,17})-([0-9]{1,18})", re.ASCII)


@dataclass
class Page:
    articles: list
    older: str = ""  # the cursor of the next page, empty on the last


def page_of(articles, cursor=""):
    """The newest of a queryset, or those after the cursor. An address we never made is no page."""
    if cursor:
        articles = articles.older_than(*place_of(cursor))
    found = list(articles.newest()[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    last = shown[-1:] if len(found) > PAGE_SIZE else []
    return Page(shown, "".join(cursor_of(article.published_at, article.pk) for article in last))


def cursor_of(at, pk):
    """The place in a list that is ordered by time and key, for an address."""
    return f"{(at - EPOCH) // timedelta(microseconds=1)}-{pk}"


def place_of(cursor):
    """The time and key that a cursor names; 404 for what is none."""
    match = CURSOR.fullmatch(cursor)
    if match is None:
        raise Http404
    microseconds, pk = map(int, match.groups())
    try:
        return EPOCH + timedelta(microseconds=microseconds), pk
    except OverflowError:
        raise Http404 from None
