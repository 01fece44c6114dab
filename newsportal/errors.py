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
    return HttpResponse(_standalone("400.html"), status=400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    """We can't tell that a form came from our own page: show what was typed, to be kept."""
    return render(request, "403_csrf.html", _what_was_sent(request), status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def too_many_requests(request, exception=None):
    """Somebody is quicker than a limit allows: say when to try again, keep what was typed."""
    response = render(request, "429.html", _what_was_sent(request), status=429)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def server_error(request):
    """A fault of ours; when the database can't be reached, one that is expected to pass."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(_standalone("500.html"), status=500)
    response = HttpResponse(_standalone("503.html"), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _standalone(template):
    """A page that needs no database, session or context processor."""
    return render_to_string(template, {"SITE_NAME": settings.SITE_NAME})


def _what_was_sent(request):
    """The text of a form that was not taken, and the page of ours it was on."""
    try:
        text = request.POST.get("text", "")[:KEPT_TEXT_MAX_LENGTH]
    except (BadRequest, RequestDataTooBig, SuspiciousOperation):
        text = ""
    return {"kept_text": text, "page_before": page_before(request)}
