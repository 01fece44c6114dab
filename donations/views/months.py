"""What came in and went back, month by month, for readers and for programs."""

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from donations import clock
from donations.account import month_account
from donations.goal import FIGURES_SECONDS, Goal, current_goal, read_figures
from donations.models import LedgerEntry
from donations.money import whole_units
from donations.stamp import STAMP


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
