"""The page about giving, and how a reader gets rid of the appeals on all others."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from donations import budget, giving, switches
from donations.forms.giving import GiveForm
from donations.goal import goal_for
from donations.models import Campaign, LedgerEntry, Way

DAY_SECONDS = 24 * 3600


@require_safe
def support(request):
    """The month's goal, the form, what the money pays for, the ways to give, and who gave lately."""
    goal = goal_for(request)
    ways = Way.objects.filter(is_active=True)
    gifts = LedgerEntry.objects.of_active_campaign().select_related("payment")
    context = {
        "goal": goal,
        "form": _form(goal, ways),
        "closed": switches.closed(),
        "ways": ways,
        "budget": budget.of_active_campaign(),
        "supporters": gifts.latest_gifts(timezone.now()),
    }
    return render(request, "donations/support.html", context)


support.is_shared = True


def _form(goal, ways):
    """The empty form; none while there is nothing to give for or nobody to take it."""
    gateways = giving.gateways(ways)
    if not (goal and gateways):
        return None
    return GiveForm(campaign=Campaign(currency=goal.figures.currency), gateways=gateways)


@require_POST
def hide(request):
    """Hide the appeals from this reader for a month."""
    response = HttpResponse() if request.htmx else HttpResponseRedirect(_way_back(request))
    return hide_appeals(response)


def hide_appeals(response):
    """Remember not to ask for a while: somebody said so, or has just gone to give."""
    response.set_cookie(
        "strip",
        "hidden",
        max_age=settings.STRIP_HIDDEN_DAYS * DAY_SECONDS,
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
