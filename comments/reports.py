"""Readers report comments: one open report each. Many who were right before hide a comment at once.

Locks: comment, its reports, parent ... root, discussion.
"""

from django.db import connection, transaction
from django.db.models import Count, F, Q

from comments import deciding
from comments.models import Report

# So many readers of different networks, whose earlier reports were mostly upheld.
INDEPENDENT_REPORTERS = 3
RULE = "reports"


class Judged(Exception):
    """A moderator has looked at this reader's report of this very text, and let the text stand."""


@transaction.atomic
def report(comment, reporter, *, code, text="", member=None, origins=()):
    """Keep what a reader says of a visible comment; saying it again changes nothing.

    `origins` as traces.origins_of(request).
    """
    now = deciding.locked(comment)
    if not now.is_visible:
        raise comment.DoesNotExist(comment.pk)
    if earlier := _earlier(now, reporter):
        return earlier
    facts = {"reporter": reporter, "member": member, "code": code, "text": text}
    made = _reports(now).create(comment=now, **facts, **_origin(now, origins))
    # First, as it takes the locks of all comments above in their order.
    if _is_hidden_now(now):
        now.hold(rule=RULE)
    waiting = now.queued_at or made.reported_at
    changes = {"open_reports": now.open_reports + 1, "queued_at": waiting}
    deciding.apply(now, changes, heat=1)
    return made


def open_report(comment, reporter):
    """What this reader has said of a comment, while nobody has answered it."""
    return Report.objects.filter(comment=comment, reporter=reporter, state="open").first()


def reference_of(made):
    return f"{made.comment_id}-{made.pk}"


def exported(key):
    """What a reader reported, for a file."""
    columns = ("comment", "code", "text", "reported_at", "state")
    return list(Report.objects.filter(reporter=key).values(*columns)) if key else []


def forget_reporter(key):
    """What an erased reader said and where they were; that somebody reported stays."""
    theirs = Report.objects.filter(reporter=key, reporter__isnull=False)
    theirs.update(reporter=None, member=None, text="", address=None, network=None)


def _earlier(now, reporter):
    theirs = _reports(now).filter(reporter=reporter)
    still_open = theirs.filter(state="open").first()
    judged = theirs.filter(state="dismissed", settled_at__gt=now.edited_at or now.created_at)
    if not still_open and judged.exists():
        raise Judged
    return still_open


def _origin(now, origins):
    """Where it comes from. Keys change every week: a network that reported before keeps its hash."""
    if not origins:
        return {}
    known = set(_reports(now).values_list("network", flat=True))
    networks = [origin.network for origin in origins]
    network = next((each for each in networks if each in known), networks[0])
    return {"address": origins[0].address, "network": network}


def _is_hidden_now(now):
    """True when enough trusted readers object to a text that no moderator has looked at."""
    if now.is_official or now.decided_at:
        return False
    unsettled = _reports(now).filter(state="open", reporter__isnull=False, network__isnull=False)
    found = list(unsettled.values_list("reporter", "network"))
    if len(found) < INDEPENDENT_REPORTERS:
        return False
    trusted = _mostly_right({reporter for reporter, _ in found})
    return len({network for reporter, network in found if reporter in trusted}) >= (
        INDEPENDENT_REPORTERS
    )


def _mostly_right(reporters):
    """Those of them of whose settled reports more than half were upheld."""
    settled = Report.objects.using(connection.alias).filter(reporter__in=reporters)
    counted = (
        settled.order_by()
        .values("reporter")
        .annotate(
            right=Count("pk", filter=Q(state="upheld")),
            wrong=Count("pk", filter=Q(state="dismissed")),
        )
    )
    return set(counted.filter(right__gt=F("wrong")).values_list("reporter", flat=True))


def _reports(now):
    return Report.objects.using(connection.alias).filter(comment=now.pk)
