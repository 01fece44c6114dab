"""What we know of readers is forgotten in time."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from comments.models import Report, Sanction, Trace, TraceKey, Vote
from comments.traces import TRACE_DAYS

FORGOTTEN_AT_ONCE = 400
NOWHERE = {"address": None, "network": None}


def forget_addresses():
    """Blank where guests' votes and reports of long ago came from; how many there were."""
    limit = _limit()
    votes = Vote.objects.filter(network__isnull=False, created_at__lt=limit)
    reports = Report.objects.filter(network__isnull=False, reported_at__lt=limit)
    return sum(_forget(rows, lambda found: found.update(**NOWHERE)) for rows in (votes, reports))


def forget_traces():
    """Delete where comments of long ago came from, what networks were suspended, and old keys."""
    limit = _limit()
    is_over = Q(until__lt=timezone.now()) | Q(lifted_at__isnull=False)
    traces = Trace.objects.filter(made_at__lt=limit)
    networks = Sanction.objects.filter(is_over, network__isnull=False, imposed_at__lt=limit)
    keys = TraceKey.objects.filter(begins_on__lt=limit.date())
    return sum(_forget(rows, lambda found: found.delete()[0]) for rows in (traces, networks, keys))


def _limit():
    return timezone.now() - timedelta(days=TRACE_DAYS)


def _forget(rows, forget):
    """Some at a time, each time in a transaction of its own."""
    forgotten = 0
    while some := _forget_some(rows.using(connection.alias).order_by(), forget):
        forgotten += some
    return forgotten


@transaction.atomic
def _forget_some(rows, forget):
    """Rows that somebody is writing wait for the next time."""
    free = rows.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True)
    chosen = list(free[:FORGOTTEN_AT_ONCE])
    return forget(rows.filter(pk__in=chosen)) if chosen else 0
