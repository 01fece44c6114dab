"""What readers see of the campaign, and what they can do about it without paying by card."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from donations import clock
from donations.account import month_account
from donations.goal import FIGURES_SECONDS, Goal, current_goal, goal_for, read_figures
from donations.models import LedgerEntry, Way
from donations.money import whole_units
from donations.stamp import STAMP

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


@require_safe
def month(request, year, number):
    """A month's account: what came in and went back, by method. Months to come have none."""
    now = timezone.now()
    start, end = clock.month(int(year), int(number), timezone.get_default_timezone())
    request.depends_on(STAMP)
    figures = read_figures(start, end, now)
    if figures is None or start > now:
        raise Http404
    has_earlier = LedgerEntry.objects.of_active_campaign().filter(booked_at__lt=start).exists()
    context = {
        "goal": Goal(figures, now),
        "account": month_account(start, end),
        "month_before": clock.month_before(start) if has_earlier else None,
        "month_after": end if end <= now else None,
    }
    return render(request, "donations/month.html", context)


month.is_shared = True


@require_safe
@cache_control(public=True, max_age=FIGURES_SECONDS)
def goal_json(request):
    """The tracker for other programs, in whole units; all null while there is no goal."""
    fields = ("goal", "raised", "currency", "days_left", "updated_at")
    goal = current_goal(timezone.now())
    if goal is None or not goal.is_set:
        return JsonResponse(dict.fromkeys(fields))
    figures = goal.figures
    amounts = whole_units(figures.goal_cents), whole_units(figures.raised_cents)
    facts = (*amounts, figures.currency, goal.days_left, figures.read_at)
    return JsonResponse(dict(zip(fields, facts, strict=True)))


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
