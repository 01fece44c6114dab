"""Sums in many small entries: together they would have asked for a second person."""

from django.db.models import Sum
from django.db.models.functions import Abs, TruncDate
from django.utils import timezone

from donations.booking import needs_second_person
from donations.models import LedgerEntry


def split_among(entries):
    """Keys of those whose author booked more that day by hand and alone than one person may."""
    alone = [entry for entry in entries if _is_alone(entry)]
    days = [timezone.localdate(entry.recorded_at) for entry in alone]
    if not alone:
        return set()
    by_hand = LedgerEntry.objects.filter(
        provider="manual",
        confirmed_by=None,
        reverses=None,
        reversal=None,
        recorded_by__in={entry.recorded_by_id for entry in alone},
        recorded_at__date__range=(min(days), max(days)),
    )
    sums = by_hand.order_by().values_list("recorded_by", TruncDate("recorded_at"))
    sums = sums.annotate(together=Sum(Abs("amount_cents")))
    above = {(who, day) for who, day, together in sums if needs_second_person(together)}
    pairs = zip(alone, days, strict=True)
    return {entry.pk for entry, day in pairs if (entry.recorded_by_id, day) in above}


def _is_alone(entry):
    by_hand = entry.recorded_by_id and entry.provider == "manual"
    return by_hand and not entry.confirmed_by_id and not entry.reverses_id
