"""What we know of readers is forgotten in time."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from comments.models import Vote

ADDRESS_DAYS = 30
FORGOTTEN_AT_ONCE = 400


def forget_addresses():
    """Blank where guests' votes of long ago came from, some at a time; how many there were."""
    forgotten = 0
    while some := _forget_some():
        forgotten += some
    return forgotten


@transaction.atomic
def _forget_some():
    """Votes that somebody is writing wait for the next time."""
    limit = timezone.now() - timedelta(days=ADDRESS_DAYS)
    votes = Vote.objects.using(connection.alias)
    old = votes.filter(network__isnull=False, created_at__lt=limit).order_by()
    old = old.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True)
    chosen = votes.filter(pk__in=list(old[:FORGOTTEN_AT_ONCE]))
    return chosen.update(address=None, network=None)
