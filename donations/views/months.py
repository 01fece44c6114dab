"""What came in and went back, month by month, for readers and for programs."""

import re
from dataclasses import replace
from datetime import date

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from donations.archive import MONTHS_PER_PAGE, rows_before
from donations.closing import bounds, months_of
from donations.exporting import public_table
from donations.figures import figures_of, read_figures
from donations.goal import FIGURES_SECONDS, Goal, current_goal
from donations.models import Campaign, LedgerEntry
from donations.money import whole_units
from donations.stamp import STAMP

GIFTS_PER_PAGE = 50
MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


@require_safe
def month(request, year, number):
    """A month's account and its gifts. Months to come have none."""
    shown = _month_or_404(request, year, number)
    account = shown.account()
    gifts, next_page = _page_of_gifts(shown, request.GET.get("after", ""))
    context = {
        "month": shown,
        "account": account,
        "goal": _goal_of(shown, account),
        "gifts": gifts,
        "next_page": next_page,
        "has_earlier": shown.campaign.entries.filter(booked_at__lt=shown.start).exists(),
    }
    return render(request, "donations/month.html", context)


month.is_shared = True


@require_safe
def month_csv(request, year, number):
    """Each entry of a month, for spreadsheets."""
    shown = _month_or_404(request, year, number)
    entries = _entries_of(shown).select_related("campaign").order_by("booked_at", "pk")
    response = HttpResponse(public_table(entries), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="donations-{year}-{number}.csv"'
    )
    return response


month_csv.is_shared = True


@require_safe
def months(request):
    """All months with their goals, the newest first."""
    request.depends_on("month")
    request.depends_on(STAMP)
    before = request.GET.get("before", "")
    if before and not MONTH.fullmatch(before):
        raise Http404
    campaign = Campaign.objects.active().first()
    rows = rows_before(campaign, before) if campaign else []
    shown = rows[:MONTHS_PER_PAGE]
    context = {"months": shown, "next_page": shown[-1] if len(rows) > len(shown) else None}
    return render(request, "donations/months.html", context)


months.is_shared = True


@require_safe
@cache_control(public=True, max_age=FIGURES_SECONDS)
def goal_json(request):
    """The tracker for other programs, in whole units; all null while there is no goal."""
    goal = current_goal(timezone.now())
    return JsonResponse(_facts_of(goal if goal and goal.is_set else None))


def _facts_of(goal):
    figures = goal and goal.figures
    return {
        "month": goal and f"{figures.start:%Y-%m}",
        "goal": goal and whole_units(figures.goal_cents),
        "raised": goal and whole_units(figures.raised_cents),
        "expected": whole_units(figures.expected_cents) if goal and goal.expected else None,
        "percent": goal and goal.percent,
        "currency": goal and figures.currency,
        "state": goal and goal.state,
        "days_left": goal and goal.days_left,
        "checked_at": figures.check.checked_at if goal and figures.check else None,
        "updated_at": goal and figures.read_at,
    }


def _month_or_404(request, year, number):
    request.depends_on("month")
    request.depends_on(STAMP)
    campaign = Campaign.objects.active().first()
    first_day = date(int(year), int(number), 1)
    if campaign is None:
        raise Http404
    [shown] = months_of(campaign, [first_day])
    if shown.start > timezone.now():
        raise Http404
    return shown


def _entries_of(shown):
    return LedgerEntry.objects.filter(campaign=shown.campaign).booked_within(shown.start, shown.end)


def _page_of_gifts(shown, after):
    """The month's gifts in the campaign's currency, also those that went back, newest first."""
    gifts = _entries_of(shown).filter(kind="gift", currency=shown.campaign.currency)
    if after:
        gifts = gifts.after(_entry_or_404(gifts, after))
    found = list(gifts.with_standing().order_by("-booked_at", "-pk")[: GIFTS_PER_PAGE + 1])
    page = found[:GIFTS_PER_PAGE]
    return page, page[-1] if len(found) > len(page) else None


def _entry_or_404(gifts, after):
    entry = gifts.filter(pk=after).first() if re.fullmatch("[0-9]{1,18}", after) else None
    if entry is None:
        raise Http404
    return entry


def _goal_of(shown, account):
    """The tracker of a month; its sum is always that of the account on the same page."""
    now = timezone.now()
    start, end = bounds(shown.first_day)
    figures = figures_of(shown.campaign, start, end, now)
    if start <= now < end:
        figures = read_figures(start, end, now) or figures
    sums = {"raised_cents": account.raised_cents, "gifts": account.gifts}
    return Goal(replace(figures, goal_cents=account.goal_cents, **sums), now)
