"""Pages that belong to no app: the reader's choices, icon, health."""

from django.conf import settings
from django.db import connection
from django.http import (
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from newsportal.forms import LanguageForm, ThemeForm

COOKIE_AGE_SECONDS = 365 * 24 * 3600


@require_safe
def favicon(request):
    """Where browsers look on pages that name no icon: feeds, plain answers."""
    return HttpResponsePermanentRedirect(static("img/favicon.svg"))


favicon.is_shared = True


@require_POST
def choose_theme(request):
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()

    return _remember(request, "theme", form.cleaned_data["theme"])


@require_POST
def choose_language(request):
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()

    return _remember(request, settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"])


def _remember(request, cookie, value):
    """Keep a choice for a year, and go back to the page where it was made."""
    response = HttpResponseRedirect(page_before(request))
    response.set_cookie(
        cookie,
        value,
        max_age=COOKIE_AGE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def page_before(request):
    """The page of ours that the browser came from, else the front page."""
    page = request.META.get("HTTP_REFERER", "")
    is_ours = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return page if is_ours else "/"


def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request):
    """The process answers and its database does too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
