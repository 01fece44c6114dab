"""What readers see when something can't be done; registered in urls.py."""

import sys

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from newsportal.views import page_before

RETRY_AFTER_SECONDS = 60
KEPT_TEXT_MAX_LENGTH = 10_000


def bad_request(request, exception=None):
    return _standalone("400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    """We can't tell that a form came from our own page: show what was typed, to be kept."""
    return _standalone("403_csrf.html", status=403, **_what_was_sent(request))


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def too_many_requests(request, exception=None):
    """Somebody is quicker than a limit allows: say when to try again, keep what was typed."""
    return _later("429.html", status=429, **_what_was_sent(request))


def server_error(request):
    """A fault of ours; when the database can't be reached, one that is expected to pass."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _later("503.html", status=503)
    return _standalone("500.html", status=500)


def _later(template, **known):
    response = _standalone(template, **known)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _standalone(template, *, status, **known):
    """A page that asks no database, session or context processor, so that it always shows."""
    page = render_to_string(template, {"SITE_NAME": settings.SITE_NAME} | known)
    return HttpResponse(page, status=status)


def _what_was_sent(request):
    """The text of a form that was not taken, and the page of ours it was on."""
    try:
        text = request.POST.get("text", "")[:KEPT_TEXT_MAX_LENGTH]
    except (BadRequest, RequestDataTooBig, SuspiciousOperation):
        text = ""
    return {"kept_text": text, "page_before": page_before(request)}
