"""Takes back what moderators decided, for a day, act by act.

Each comment is a transaction of its own: what broke off in the middle is finished by asking again.
"""

from datetime import timedelta
from typing import NamedTuple
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from comments import deciding, notices, sanctions
from comments.models import Appeal, Comment, Decision, Report, Sanction

UNDO_HOURS = 24
# What is about one thing: of these, only the last one that stands can be taken back.
ABOUT_STATUS = ("approve", "reject", "hold", "erase")
ABOUT_PICK = ("feature", "unfeature", "erase")
ABOUT_THREAD = ("close", "open")


class Undone(NamedTuple):
    """The decisions that were taken back, why others were not, and the sanctions lifted."""

    taken_back: list
    left: list
    lifted: list


class DecidedSince(Exception):
    """Somebody decided about the comment since: `later` is their Decision or Appeal."""

    def __init__(self, decision, later):
        super().__init__(decision.pk)
        self.decision, self.later = decision, later


def undoable():
    """What moderators decided within the day, as far as it stands."""
    since = timezone.now() - timedelta(hours=UNDO_HOURS)
    decisions = Decision.objects.using(connection.alias)
    recent = decisions.standing().filter(decided_at__gt=since)
    return recent.exclude(moderator=None).exclude(action="erase")


def undo(act, by):
    """Take back an act: its decisions but for those that others came after, and its sanctions."""
    found, undoing = Undone([], [], []), uuid4()
    for decision in undoable().filter(act=act).order_by("-pk"):
        try:
            if taken_back := _take_back(decision, by, undoing):
                found.taken_back.append(taken_back)
        except DecidedSince as since:
            found.left.append(since)
    found.lifted.extend(each for each in _sanctions(act, by) if sanctions.lift(each, by))
    return found


def _sanctions(act, by):
    """Those of an act that this moderator may lift."""
    since = timezone.now() - timedelta(hours=UNDO_HOURS)
    imposed = Sanction.objects.using(connection.alias).filter(act=act, imposed_at__gt=since)
    waiting = imposed.filter(lifted_at=None).select_related("member", "guest")
    return [each for each in waiting if sanctions.may_lift(each, by=by)]


@transaction.atomic
def _take_back(decision, by, act):
    """The decision, or None when another request took it back a moment ago."""
    now = deciding.locked(Comment(pk=decision.comment_id))
    decisions = Decision.objects.using(connection.alias).filter(comment=now)
    if decisions.filter(undoes=decision).exists():
        return None
    about = next(kind for kind in _BEFORE if decision.action in kind)
    earlier, later = _neighbours(decisions, decision, about)
    if later:
        raise DecidedSince(decision, later)
    reports = _open_again(decision, now)
    changes = _BEFORE[about](decision, now, earlier, reports)
    undoing = _keep(decision, now, by=by, act=act, status=changes.get("status", now.status))
    deciding.apply(now, changes, heat=reports)
    notices.undone(now, decision, undoing)
    return decision


def _neighbours(decisions, decision, about):
    """The last decision before this one that stands, and what was decided after it."""
    standing = decisions.standing().filter(action__in=about).order_by("-pk")
    later = standing.filter(pk__gt=decision.pk).select_related("moderator").first()
    if not later and about == ABOUT_STATUS:
        judged = Appeal.objects.using(connection.alias).filter(comment=decision.comment_id)
        # Also the appeal that an approval granted: its writer was told.
        judged = judged.filter(judged_at__gte=decision.decided_at)
        later = judged.select_related("judge").first()
    return standing.filter(pk__lt=decision.pk).first(), later


def _open_again(decision, now):
    """The reports it settled wait again, but for those of readers who reported anew; how many."""
    reports = Report.objects.using(connection.alias).filter(comment=now)
    anew = reports.filter(state="open", reporter__isnull=False).values("reporter")
    settled = reports.filter(decision=decision).exclude(reporter__in=anew)
    return settled.update(state="open", decision=None, settled_at=None)


def _keep(decision, now, *, by, act, status):
    trace = {"comment": now, "action": "undo", "undoes": decision, "moderator": by, "act": act}
    undoing = Decision(**trace, old_status=now.status, new_status=status)
    undoing.save()
    return undoing


def _status_before(decision, now, earlier, reports):
    open_reports = now.open_reports + reports
    is_waiting = decision.old_status == now.Status.PENDING
    return {
        "status": decision.old_status,
        "decided_at": None if is_waiting else _unless_edited(earlier, now),
        "queued_at": _waiting_since(decision, now) if is_waiting or open_reports else None,
        "open_reports": open_reports,
    }


def _waiting_since(decision, now):
    if decision.waited_seconds is None:
        return now.queued_at or decision.decided_at
    return decision.decided_at - timedelta(seconds=decision.waited_seconds)


def _pick_before(decision, now, earlier, reports):
    return {"featured_at": _as_it_was(decision, "unfeature", _unless_edited(earlier, now))}


def _thread_before(decision, now, earlier, reports):
    return {"closed_at": _as_it_was(decision, "open", earlier and earlier.decided_at)}


def _as_it_was(decision, ending, since):
    """What an ending ended goes on since it began."""
    return since if decision.action == ending else None


def _unless_edited(earlier, now):
    """When it was decided before; what was decided about other words says nothing."""
    is_outdated = earlier is None or (now.edited_at and now.edited_at > earlier.decided_at)
    return None if is_outdated else earlier.decided_at


_BEFORE = {
    ABOUT_STATUS: _status_before,
    ABOUT_PICK: _pick_before,
    ABOUT_THREAD: _thread_before,
}
