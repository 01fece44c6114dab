"""How fast people and networks may post (ACCOUNT_RATE_LIMITS), and how long to wait."""

import time
from math import ceil

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.utils.translation import ngettext

from comments.pipeline.verdicts import REFUSE, Verdict

SENDING_SECONDS = 10


def rate(submission):
    """By network, and by person unless the same sending is on its way already."""
    if submission.is_edit:
        return None
    near = submission.origin.network.hex
    _usage, seconds = _consume(submission.request, "comment_network", near)
    if not seconds and cache.add(f"sending:{submission.key}", 1, SENDING_SECONDS):
        found = _consume(submission.request, "comment", submission.who)
        submission.usage, seconds = found
    if seconds:
        return Verdict(REFUSE, message=wait_message(seconds), retry_after=seconds)
    return None


def give_back(submission):
    """Nothing was stored: trying again need not wait."""
    if submission.usage:
        submission.usage.rollback()
        cache.delete(f"sending:{submission.key}")


def wait_message(seconds):
    sentence = ngettext(
        "Wait %(number)s second, then send it again. Your text is kept.",
        "Wait %(number)s seconds, then send it again. Your text is kept.",
        seconds,
    )
    return sentence % {"number": seconds}


def _consume(request, action, key):
    """What was counted and 0; or None and the seconds after which there is room again."""
    asked = {"request": request, "app": "allauth.account", "action": action, "key": key}
    usage = ratelimit.consume(**asked)
    return usage, 0 if usage else _seconds_to_room(**asked)


def _seconds_to_room(*, app, action, **asked):
    waits = [1]
    for each in ratelimit.get_rates(app=app, action=action):
        key = ratelimit.get_cache_key(app=app, action=action, rate=each, **asked)
        times = cache.get(key, [])
        if len(times) >= each.amount:
            waits.append(ceil(times[each.amount - 1] + each.duration - time.time()))
    return max(waits)
