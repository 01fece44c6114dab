"""How comments are moderated, in numbers."""

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.shared import shared_page
from comments import ledger
from comments.ledger import Month
from comments.reasons import Reason


@shared_page
@require_safe
def now(request):
    """This month so far, and the way to all others."""
    return _page(request, Month.of(timezone.now()), ledger.first_month())


@shared_page
@require_safe
def month(request, year, number, ending):
    """One month, for readers or (.json) for their programs."""
    shown, first = Month.named(int(year), int(number)), ledger.first_month()
    if not first.start <= shown.start <= timezone.now():
        raise Http404
    return _json(shown) if ending == ".json" else _page(request, shown, first)


def _page(request, shown, first):
    numbers = ledger.numbers_of(shown)
    context = {
        "month": shown,
        "numbers": numbers,
        "rejected": [row | {"label": Reason(row["reason"]).label} for row in _rejected(numbers)],
        "month_before": shown.before if first.start < shown.start else None,
        "month_after": shown.after if shown.is_over else None,
    }
    return render(request, "comments/ledger.html", context)


def _rejected(numbers):
    """Rejections by reason, the most frequent first."""
    rows = numbers["decisions"]["rejected"]
    return sorted(rows, key=lambda row: -row["moderators"] - row["rules"])


def _json(shown):
    facts = {
        "month": f"{shown.start:%Y-%m}",
        "time_zone": settings.TIME_ZONE,
        "is_over": shown.is_over,
    }
    return JsonResponse(facts | ledger.numbers_of(shown))
