"""The page about giving, and how a reader gets rid of the appeals on all others."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from donations.goal import goal_for
from donations.models import LedgerEntry, Way

STRIP_HIDDEN_SECONDS = 7 * 24 * 3600


@require_safe
def support(request):
    """The month's goal, the ways to give, and who gave lately."""
    context = {
        "goal": goal_for(request),
        "ways": Way.objects.filter(is_active=True),
        "supporters": LedgerEntry.objects.of_active_campaign().latest_gifts(timezone.now()),
    }
    return render(request, "donations/support.html", context)


support.is_shared = True


@require_POST
def hide(request):
    """Hide the strip from this reader for a week."""
    response = HttpResponse() if request.htmx else HttpResponseRedirect(_way_back(request))
    response.set_cookie(
        "strip",
        "hidden",
        max_age=STRIP_HIDDEN_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _way_back(request):
    """The page of ours that the reader came from, else the front page."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if is_ours else "/"
