"""Moderation in numbers, month by month, for everybody: no names, nothing that leads to anybody.

Not counted are what was taken back and what writers did themselves. Months that are over are kept
by a job: what is erased later changes nothing that was published, and no page counts it again.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Count, F, Q
from django.utils import timezone

from comments.models import (
    Appeal,
    Comment,
    Decision,
    LegalCase,
    ModeratedMonth,
    Report,
    Vote,
)
from comments.reasons import Reason

# By then nothing of the month can be taken back any more (undoing.py).
KEPT_AFTER = timedelta(days=2)
# A month that goes on is counted again after so long.
COUNTED_SECONDS = 300
BY_RULE = ~Q(rule="")


class Month(NamedTuple):
    """A month of the site's time zone, up to and without the next one's first midnight."""

    start: datetime
    end: datetime

    @classmethod
    def named(cls, year, number):
        zone = timezone.get_default_timezone()
        later = (year + 1, 1) if number == 12 else (year, number + 1)
        return cls(datetime(year, number, 1, tzinfo=zone), datetime(*later, 1, tzinfo=zone))

    @classmethod
    def of(cls, moment):
        local = timezone.localtime(moment, timezone.get_default_timezone())
        return cls.named(local.year, local.month)

    @property
    def before(self):
        return Month.of(self.start - timedelta(days=1))

    @property
    def after(self):
        return Month.of(self.end)

    @property
    def is_over(self):
        return self.end <= timezone.now()

    def when(self, column):
        """Rows whose moment is in it."""
        return Q(**{f"{column}__gte": self.start, f"{column}__lt": self.end})


def first_month():
    """The one of the first comment; this one where there is none."""
    first = Comment.objects.order_by("created_at").values_list("created_at", flat=True).first()
    return Month.of(first or timezone.now())


def numbers_of(month):
    """What happened in a month: kept, or counted some minutes ago."""
    kept = ModeratedMonth.objects.filter(pk=month.start.date()).first()
    if kept:
        return kept.numbers
    key = f"moderated:{month.start.date()}"
    if (counted := cache.get(key)) is None:
        counted = count(month)
        cache.set(key, counted, COUNTED_SECONDS)
    return counted


def keep_months():
    """Keep the numbers of the months that are over; how many were kept."""
    kept, month = 0, first_month()
    known = set(ModeratedMonth.objects.values_list("pk", flat=True))
    while month.end <= timezone.now() - KEPT_AFTER:
        if month.start.date() not in known:
            numbers = {"numbers": count(month)}
            _, is_new = ModeratedMonth.objects.get_or_create(
                pk=month.start.date(), defaults=numbers
            )
            kept += is_new
        month = month.after
    return kept


def count(month):
    """All numbers of a month, in statements that read the rows of that month alone."""
    decided = _standing(month)
    return {
        "comments": _comments(month),
        "decisions": _decisions(decided),
        "median_wait_seconds": _median(decided, "waited_seconds"),
        "reports": _reports(month, decided),
        "appeals": _appeals(month),
        "illegal_content": _cases(month),
        "votes_voided": _voided(month),
    }


def _standing(month):
    """What was decided and not taken back; asked of the days in which it could be."""
    late = Q(decided_at__gte=month.start, decided_at__lt=month.end + KEPT_AFTER)
    taken_back = Decision.objects.filter(late, undoes__isnull=False).values("undoes")
    decided = Decision.objects.filter(month.when("decided_at"), undoes=None)
    return decided.exclude(pk__in=taken_back).order_by()


def _comments(month):
    """What did not appear at once waited, unless a rule rejected it on the spot."""
    found = Comment.objects.filter(month.when("created_at")).aggregate(
        posted=Count("pk"), published_at_once=Count("pk", filter=Q(shown_at=F("created_at")))
    )
    on_the_spot = Decision.objects.filter(month.when("decided_at"), BY_RULE, action="reject")
    on_the_spot = on_the_spot.filter(decided_at=F("comment__created_at")).count()
    rest = found["posted"] - found["published_at_once"] - on_the_spot
    return found | {"rejected_at_once": on_the_spot, "held": rest}


def _decisions(decided):
    """How many were approved, and rejected for each reason, by moderators and by rules."""
    counts = decided.filter(action__in=["approve", "reject"]).values("action", "code")
    counts = counts.annotate(all=Count("pk"), by_rules=Count("pk", filter=BY_RULE))
    found = {(row["action"], row["code"]): row for row in counts}
    approved = sum(row["all"] for (action, _), row in found.items() if action == "approve")
    rows = [(code, found.get(("reject", code))) for code in Reason.values]
    return {
        "approved": approved,
        "rejected": [
            {"reason": code, "moderators": row["all"] - row["by_rules"], "rules": row["by_rules"]}
            for code, row in rows
            if row
        ],
    }


def _median(rows, column):
    """Of two in the middle their mean, rounded down; None of nothing."""
    values = rows.filter(**{f"{column}__isnull": False}).order_by(column)
    values = values.values_list(column, flat=True)
    number = values.count()
    middle = list(values[max(0, (number - 1) // 2) : number // 2 + 1])
    return sum(middle) // len(middle) if middle else None


def _reports(month, decided):
    upheld = decided.filter(action="reject", reports__state=Report.State.UPHELD)
    return {
        "received": Report.objects.filter(month.when("reported_at")).count(),
        "upheld": upheld.aggregate(number=Count("reports"))["number"],
    }


def _appeals(month):
    judged = Appeal.objects.filter(month.when("judged_at"))
    return {
        "received": Appeal.objects.filter(month.when("appealed_at")).count(),
        "upheld": judged.filter(state=Appeal.State.UPHELD).count(),
        "rejected": judged.filter(state=Appeal.State.REJECTED).count(),
    }


def _cases(month):
    removed = LegalCase.objects.filter(month.when("closed_at"), outcome=LegalCase.Outcome.REMOVED)
    return {
        "notices": LegalCase.objects.filter(month.when("opened_at")).count(),
        "removed": removed.count(),
    }


def _voided(month):
    voided = Vote.objects.filter(month.when("reviewed_at"), standing=Vote.Standing.VOIDED)
    return voided.count()
