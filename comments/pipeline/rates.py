"""How fast people and networks may post (ACCOUNT_RATE_LIMITS), and how long to wait."""

import time
from math import ceil

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.utils.translation import ngettext

from comments.pipeline.verdicts import REFUSE, Verdict

SENDING_SECONDS = 10
# A longer wait is told in minutes.
SAID_IN_SECONDS = 100


def rate(submission):
    """By network, and by person unless the same sending is on its way already."""
    if submission.is_edit:
        return None
    seconds = _count(submission, "comment_network", submission.origin.network.hex)
    if not seconds and cache.add(_sending(submission), 1, SENDING_SECONDS):
        # A stranger is known by address today, and by their new cookie from now on.
        people = {submission.who, str(submission.reader.key)}
        seconds = max(_count(submission, "comment", person) for person in people)
        submission.is_counted = True
    if seconds:
        return Verdict(REFUSE, message=wait_message(seconds), retry_after=seconds)
    return None


def give_back(submission):
    """Nothing was stored: trying again need not wait. Networks are counted all the same."""
    for usage in submission.usages:
        usage.rollback()
    if submission.is_counted:
        cache.delete(_sending(submission))


def wait_message(seconds):
    if seconds > SAID_IN_SECONDS:
        minutes = ceil(seconds / 60)
        sentence = ngettext(
            "Wait %(number)s minute, then send it again. Your text is kept.",
            "Wait %(number)s minutes, then send it again. Your text is kept.",
            minutes,
        )
        return sentence % {"number": minutes}
    sentence = ngettext(
        "Wait %(number)s second, then send it again. Your text is kept.",
        "Wait %(number)s seconds, then send it again. Your text is kept.",
        seconds,
    )
    return sentence % {"number": seconds}


def _sending(submission):
    return f"sending:{submission.key}"


def _count(submission, action, key):
    """Count one more; the seconds after which there is room again, 0 when there is some."""
    asked = {"app": "allauth.account", "action": action, "key": key}
    usage = ratelimit.consume(submission.request, **asked)
    if not usage:
        return _seconds_to_room(submission.request, **asked)
    if action == "comment":
        submission.usages.append(usage)
    return 0


def _seconds_to_room(request, *, app, action, key):
    waits = [1]
    for each in ratelimit.get_rates(app=app, action=action):
        name = ratelimit.get_cache_key(request, app=app, action=action, rate=each, key=key)
        times = cache.get(name, [])
        if len(times) >= each.amount:
            waits.append(ceil(times[each.amount - 1] + each.duration - time.time()))
    return max(waits)
