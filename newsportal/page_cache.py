"""One page for all anonymous readers: shared headers, a shared copy, and when it is too old.

A view is shared when it carries `is_shared = True`. While it runs, it names what its page depends
on (`request.depends_on("article:7")`) before it asks the database. Whoever changes that thing moves
its stamp after commit: `cache.set("stamp:article:7", <something new>, None)`. A copy is good while
its stamps stand, it is younger than SHARED_PAGE_SECONDS and no scheduled article came out since.

Django's own cache middleware can't ask for stamps, keys on every cookie that a page looked at, and
has nothing to serve while the database is away; this one uses the same cache and ETag functions.
"""

import hashlib
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.connection import ConnectionProxy
from django.utils.http import quote_etag, urlencode
from django_htmx.middleware import HtmxDetails

from articles.coming import came_out
from newsportal.kept_parts import PageParts

SHARED = "public, max-age=0, s-maxage={seconds}"
# To CDNs alone (RFC 9213): a browser that served a stale page after a post would hide the post.
# Half a minute fresh and half a minute stale: removed text is gone within a minute everywhere.
SHARED_BY_CDN = "public, max-age={seconds}, stale-while-revalidate=30"
PRIVATE = "private, no-store"
# Query parameters that change a shared page. All others are ignored by our views.
QUERY_FIELDS = (
    *("after", "area", "before", "comment", "month"),
    *("p", "prompt", "show", "since", "sort", "with"),
)
STALE_SECONDS = 300
RENDER_SECONDS = 10
ARTICLES = "stamp:articles"

pages = ConnectionProxy(caches, "pages")


@dataclass
class SharedCopy:
    """A rendered page, what it was made from, and until when it is fresh (seconds, epoch)."""

    content: bytes
    headers: dict
    fresh_until: float
    stamps: dict = field(default_factory=dict)
    parts: dict = field(default_factory=dict)  # see kept_parts.py
    made_at: float = 0

    @property
    def is_fresh(self):
        return time.time() < self.fresh_until

    @property
    def is_current(self):
        """True while nothing the page depends on has changed."""
        found = cache.get_many(self.stamps)
        return all(found.get(name, "") == stamp for name, stamp in self.stamps.items())

    @property
    def is_overtaken(self):
        """True when something was published by the clock since, in the middle of its time."""
        stamp = self.stamps.get(ARTICLES)
        return stamp is not None and came_out(self.made_at, stamp)

    def response(self):
        return HttpResponse(self.content, headers=self.headers)


class SharedPageMiddleware:
    """Answers anonymous readers from the shared copy, and marks everything else private."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.stamps, request.parts, request.began = {}, None, time.time()
        request.depends_on = lambda name: _note_stamp(request, f"stamp:{name}")
        request.is_shared = request.method in {"GET", "HEAD"} and _is_nobody(request)
        if not request.is_shared:
            return _private(self.get_response(request))
        response = self._shared_response(request)
        return get_conditional_response(request, etag=response.get("ETag"), response=response)

    def process_view(self, request, view, args, kwargs):
        request.view_is_shared = getattr(view, "is_shared", False)

    def _shared_response(self, request):
        key = _key(request)
        copy = pages.get(key)
        if copy is not None and copy.is_overtaken:
            copy = None
        is_current = copy is not None and copy.is_current
        if is_current and (copy.is_fresh or not pages.add(f"{key}:busy", 1, RENDER_SECONDS)):
            return copy.response()
        request.parts = PageParts(request.stamps, copy)
        response = self.get_response(request)
        if is_current and response.status_code >= 500:
            return copy.response()  # better a little old than nothing
        if copy is not None and response.status_code != 200:
            pages.delete_many([key, f"{key}:busy"])  # gone or moved: nobody may get it any more
        return self._keep(request, key, response)

    def _keep(self, request, key, response):
        """Store what may be shared; whatever is not certainly so becomes private."""
        if not getattr(request, "view_is_shared", False) or not _may_share(response):
            return _private(response)
        seconds = settings.SHARED_PAGE_SECONDS
        response.headers["Cache-Control"] = SHARED.format(seconds=seconds)
        response.headers["CDN-Cache-Control"] = SHARED_BY_CDN.format(seconds=seconds)
        patch_vary_headers(response, ["HX-Request"])
        if response.status_code != 200:
            return response
        etag = hashlib.sha256(response.content).hexdigest()[:32]
        response.headers["ETag"] = quote_etag(etag)
        if set(request.GET) <= set(QUERY_FIELDS):
            pages.set(key, _copy_of(request, response, seconds), seconds + STALE_SECONDS)
        pages.delete(f"{key}:busy")
        return response


def _is_nobody(request):
    return not any(name in request.COOKIES for name in settings.PRIVATE_COOKIES)


def _note_stamp(request, name):
    if name not in request.stamps:
        request.stamps[name] = cache.get(name, "")
    if request.parts:
        request.parts.note(name)


def _copy_of(request, response, seconds):
    """The rendered page; no fresher than what it took over from an earlier one."""
    content, parts = response.content, request.parts
    fresh_until = min(time.time() + seconds, parts.fresh_until)
    headers = dict(response.headers)
    found = parts.found_in(content)
    return SharedCopy(content, headers, fresh_until, request.stamps, found, request.began)


def _key(request):
    """The cache key of what an anonymous reader asks for: path, known query, kind of request."""
    query = urlencode([(name, request.GET[name]) for name in QUERY_FIELDS if name in request.GET])
    # What the views themselves will take for htmx: the header alone may hold anything.
    asked = f"{request.path}?{query}|{bool(HtmxDetails(request))}"
    return f"page:{hashlib.sha256(asked.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _may_share(response):
    """No cookie, nothing that looked at one, nothing streamed, nothing that failed."""
    varies_on_cookie = "cookie" in response.get("Vary", "").lower()
    is_plain = not response.streaming and not response.cookies and not varies_on_cookie
    return is_plain and response.status_code in {200, 301, 302, 404, 410}


def _private(response):
    if not response.has_header("Cache-Control"):
        response.headers["Cache-Control"] = PRIVATE
    return response
