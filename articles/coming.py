"""What the clock alone will show: whatever page was made before is outdated from then on."""

import time
from datetime import timedelta
from functools import lru_cache

from django.db import DatabaseError
from django.utils import timezone

from articles.models import Article

KNOWN_SECONDS = 300
# Longer than a shared page stays fresh.
PAST_SECONDS = 60


def came_out(since, stamp):
    """True when an article's time has come after `since` (seconds, epoch).

    Asks the database once after each change of an article, told by the stamp of all articles.
    """
    now = time.time()
    try:
        times = _times(stamp, now // KNOWN_SECONDS)
    except DatabaseError:
        return False  # the page as it was is better than none
    return any(since < at <= now for at in times)


@lru_cache(maxsize=8)
def _times(stamp, period):
    """When articles came out a moment ago or will come out."""
    recently = timezone.now() - timedelta(seconds=PAST_SECONDS)
    public = Article.objects.filter(status=Article.Status.PUBLISHED, published_at__gt=recently)
    times = public.order_by().values_list("published_at", flat=True)
    return [at.timestamp() for at in times]


def forget():
    _times.cache_clear()
