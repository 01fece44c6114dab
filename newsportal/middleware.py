"""What happens to every request before a view sees it."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponseBadRequest
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

SAME_ORIGIN = "same-origin"
QUERY_MAX_LENGTH = 2000
MEGABYTE = 1024 * 1024


class SafeRequestMiddleware:
    """Refuses what no reader's browser sends: NUL characters, other hosts, endless requests."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _has_nul(request) or len(request.META.get("QUERY_STRING", "")) > QUERY_MAX_LENGTH:
            return HttpResponseBadRequest("This address can't be read.", content_type="text/plain")
        request.get_host()  # raises for a name that is not ours, before a shared copy answers
        if _body_length(request) > _body_limit(request):
            raise RequestDataTooBig
        return self.get_response(request)


def _has_nul(request):
    """PostgreSQL takes none. In a cookie it comes as \\000 within quotes; forms refuse it themselves."""
    in_address = "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "")
    return in_address or any("\0" in value for value in request.COOKIES.values())


def _body_length(request):
    """What the request says; of a body that doesn't say, Django reads nothing."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def _body_limit(request):
    """Django limits forms but not the files in them, which it writes to the disk as they come.

    In the newsroom twice the limit of a map gets through, so that its form can say what is wrong.
    """
    if request.path_info.startswith("/admin/"):
        return 2 * settings.MAP_UPLOAD_MAX_MEGABYTES * MEGABYTE
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class SiteLocaleMiddleware(LocaleMiddleware):
    """The language a reader chose, else the site's; never guessed, so that pages can be shared.

    Django's own middleware reads Accept-Language and answers `Vary: Accept-Language`, which would
    split every cached page a hundred ways.
    """

    def process_request(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request, response):
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class SameOriginMiddleware(CsrfViewMiddleware):
    """Takes the browser's word that a form was ours; stands before Django's own CSRF middleware.

    A page that every reader shares can't carry a token. Browsers name the origin of a form in the
    `Origin` header, which no other site can forge; when it is ours (and Sec-Fetch-Site does not
    contradict), the request is as good as one with a token. Without that proof Django's middleware
    asks for the token as ever. Source: OWASP CSRF cheat sheet, "Verifying origin with standard
    headers".
    """

    def process_request(self, request):
        """Tokens and their cookie stay with Django's middleware."""

    def process_view(self, request, callback, callback_args, callback_kwargs):
        if self._comes_from_our_page(request):
            return self._accept(request)
        return None

    def process_response(self, request, response):
        return response

    def _comes_from_our_page(self, request):
        if "HTTP_ORIGIN" not in request.META or not self._origin_verified(request):
            return False
        return request.META.get("HTTP_SEC_FETCH_SITE", SAME_ORIGIN) == SAME_ORIGIN
