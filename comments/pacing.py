"""How soon news are mailed, and how few mails that takes."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.utils import timezone

from comments.models import Level

# One mail about a thread in so many minutes, and so many mails in an hour: the rest waits for the
# full hour, together.
THREAD_PAUSE_MINUTES = 15
AT_ONCE_PER_HOUR = 5
HOUR = timedelta(hours=1)
QUICKEST = list(Level)


def quickest(levels):
    """Of several levels the one that comes first; blank means not by mail."""
    return min(filter(None, levels), key=QUICKEST.index, default="")


def due_at(level, now=None):
    """When a notice of this level is mailed; None when it is not."""
    now = now or timezone.now()
    if not level:
        return None
    return {Level.AT_ONCE: now, Level.HOURLY: _next_hour(now)}.get(level) or _next_digest(now)


def period_of(level, now):
    """The beginning of the hour or of the digest's day in which a moment lies."""
    return due_at(level, now) - (HOUR if level == Level.HOURLY else timedelta(days=1))


@dataclass
class Plan:
    """What is done with notices that are due: mails of one article each, or wait until a moment."""

    mails: list = field(default_factory=list)
    # Pairs of moment and notices.
    put_off: list = field(default_factory=list)
    crowded: list = field(default_factory=list)


def plan(due, recent, now):
    """What of the notices due at once goes out now.

    `recent` are those mailed at once in the last hour, as (thread, article, moment).
    """
    found = Plan()
    rested = _rested(found, due, recent, now)
    left = max(0, AT_ONCE_PER_HOUR - len({(article, moment) for _t, article, moment in recent}))
    mails = [notices for _a, notices in _grouped(rested, lambda each: each.comment.article_id)]
    mails.sort(key=lambda notices: min(notice.pk for notice in notices))
    found.mails, crowded = mails[:left], mails[left:]
    found.crowded = [notice for notices in crowded for notice in notices]
    return found


def _rested(found, due, recent, now):
    """Those of threads that nothing was mailed of for a while; the others are put off."""
    last, rested = {}, []
    for thread, _article, moment in recent:
        last[thread] = max(moment, last.get(thread, moment))
    pause = timedelta(minutes=THREAD_PAUSE_MINUTES)
    for thread, notices in _grouped(due, lambda notice: notice.thread):
        if thread in last and last[thread] + pause > now:
            found.put_off.append((last[thread] + pause, notices))
        else:
            rested += notices
    return rested


def _grouped(notices, key):
    return [(value, list(group)) for value, group in groupby(sorted(notices, key=key), key)]


def _next_hour(now):
    local = timezone.localtime(now, timezone.get_default_timezone())
    return now + HOUR - (local - local.replace(minute=0, second=0, microsecond=0))


def _next_digest(now):
    """The digest's hour in the site's zone, today or tomorrow, whatever the clocks do at night."""
    zone = timezone.get_default_timezone()
    local = timezone.localtime(now, zone)
    today = local.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0, fold=0)
    return today if today > now else today + timedelta(days=1)
