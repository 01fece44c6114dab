"""Whether others have commented since a page was made."""

import hashlib
import re

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import quote_etag, urlencode
from django.views.decorators.http import require_safe

from comments.news import NEWEST, newest_of
from comments.readers import reader_of
from comments.reading import SORTS

MOMENT = re.compile(r"[0-9]{1,19}")
SHARED = "public, max-age=0, s-maxage=10"
PRIVATE = "private, no-store"


@require_safe
def news(request, article_pk):
    """The link to what appeared after `since`; 204 when nothing did, or nothing can be told."""
    newest = newest_of(article_pk)
    if newest is None:
        raise Http404

    since = request.GET.get("since", "")
    fresh = _since(newest.shown, since, reader_of(request)) if MOMENT.fullmatch(since) else 0
    response = _link(request, newest, since, fresh) if fresh else HttpResponse(status=204)
    response.headers["Cache-Control"] = SHARED if request.is_shared else PRIVATE
    return response


def _since(shown, since, reader):
    """How many comments of others appeared after that moment."""
    later = [writer for at, writer in shown if at > int(since)]
    return len(later) - (later.count(reader.key) if reader.is_known else 0)


def _link(request, newest, since, fresh):
    sort = request.GET.get("sort")
    query = urlencode(({"sort": sort} if sort in SORTS else {}) | {"since": since})
    response = render(
        request,
        "comments/_news.html",
        {
            "address": f"{newest.address}?{query}",
            "number": fresh,
            "shown": f"{NEWEST - 1}+" if fresh >= NEWEST else fresh,
            "latest": newest.shown[0][0],
        },
    )
    response.headers["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    return response
