"""The only code that decides about comments: status, counters, reports and trace in one transaction.

Locks: comment, its reports, parent ... root, discussion.
"""

from functools import partial
from uuid import uuid4

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from comments import counters, stamps
from comments.times import microseconds

# What a comment forgets when it is erased.
BLANK = dict.fromkeys(("text", "body_html", "name", "email"), "") | {
    "reader": None,
    "author": None,
    "is_official": False,
    "featured_at": None,
    "queued_at": None,
    "open_reports": 0,
}
CHANGED = ("status", "shown_at", "featured_at", "queued_at", "decided_at", "open_reports")


class Conflict(Exception):
    """The comment is not as the moderator saw it: `comment` is as it is now."""

    def __init__(self, comment):
        super().__init__(comment.pk)
        self.comment = comment


def version_of(comment):
    """Names a comment as a moderator sees it: another decision, text or report is another version."""
    moments = [when and microseconds(when) for when in (comment.decided_at, comment.edited_at)]
    return "-".join(str(fact or 0) for fact in (comment.status, *moments, comment.open_reports))


@transaction.atomic
def decide(comment, action, *, by=None, code="", reason="", rule="", act=None, seen=None):
    """Do what an action says (Decision.Action); the Decision, or None when nothing was to be done.

    `seen` is the version a moderator looked at: Conflict is raised when it is no longer that.
    """
    now = locked(comment)
    if seen is not None and seen != version_of(now):
        raise Conflict(now)
    moment = timezone.now()
    changes = _CHANGES[action](now, moment, code)
    if changes is None:
        return None
    decision = now.decisions.model(
        comment=now,
        action=action,
        moderator=by,
        old_status=now.status,
        new_status=changes.get("status", now.status),
        code=code,
        reason=reason,
        rule=rule,
        act=act or uuid4(),
        waited_seconds=_waited(now, moment, action),
        decided_at=moment,
    )
    decision.save()
    apply(now, changes, heat=-_settle_reports(now, decision))
    _tell(now, decision)
    comment.refresh_from_db(fields=[*CHANGED, "closed_at", "listed"])
    return decision


@transaction.atomic
def erase(comment):
    """Forget text and writer for good, as its author asked; False when it was so already."""
    now = locked(comment)
    if now.status == now.Status.ERASED:
        return False
    now.decisions.create(action="erase", old_status=now.status, new_status=now.Status.ERASED)
    unsettled, _ = now.reports.using(connection.alias).filter(state="open").delete()
    apply(now, BLANK | {"status": now.Status.ERASED}, heat=-unsettled)
    _forget(now)
    comment.refresh_from_db(fields=[*CHANGED, *BLANK, "listed"])
    return True


def locked(comment):
    """The comment as it is now, nobody else's until the transaction ends."""
    rows = type(comment)._base_manager.using(connection.alias)
    return rows.select_for_update(no_key=True).get(pk=comment.pk)


def apply(now, changes, *, heat=0):
    """Change a locked comment, count it in or out, and have its pages drawn anew."""
    fields = dict(changes)
    status = fields.pop("status", now.status)
    counters.change_status(now, status, heat=heat, **fields)
    _carry(now, status, is_other_text="text" in changes)
    if now.is_rejected and status in (now.Status.PENDING, now.Status.VISIBLE):
        _grant_appeal(now)
    stamps.comment_changed(now)


def _approve(now, moment, code):
    is_settled = now.is_visible and now.decided_at and not now.open_reports
    if is_settled or now.status == now.Status.ERASED:
        return None
    return _decided(moment, now.Status.VISIBLE)


def _reject(now, moment, code):
    status = now.Status.SPAM if code == "spam" else now.Status.REMOVED
    is_settled = now.status == status and not now.open_reports
    if is_settled or now.status == now.Status.ERASED:
        return None
    return _decided(moment, status)


def _decided(moment, status):
    return {"status": status, "decided_at": moment, "queued_at": None, "open_reports": 0}


def _hold(now, moment, code):
    if not now.is_visible:
        return None
    waiting = now.queued_at or moment
    return {"status": now.Status.PENDING, "queued_at": waiting, "decided_at": None}


def _feature(now, moment, code):
    return {"featured_at": moment} if now.is_visible and not now.featured_at else None


def _unfeature(now, moment, code):
    return {"featured_at": None} if now.featured_at else None


def _close(now, moment, code):
    return {"closed_at": moment} if not now.level and not now.closed_at else None


def _open(now, moment, code):
    return {"closed_at": None} if now.closed_at else None


_CHANGES = {
    "approve": _approve,
    "reject": _reject,
    "hold": _hold,
    "feature": _feature,
    "unfeature": _unfeature,
    "close": _close,
    "open": _open,
}


def _waited(now, moment, action):
    """Seconds it waited for this; none for what nobody waited for."""
    if not now.queued_at or action not in ("approve", "reject"):
        return None
    return max(0, int((moment - now.queued_at).total_seconds()))


def _settle_reports(now, decision):
    """A decision about a comment answers its open reports; how many there were."""
    states = {"approve": "dismissed", "reject": "upheld"}
    if not now.open_reports or decision.action not in states:
        return 0
    settled = {"state": states[decision.action], "decision": decision}
    unsettled = now.reports.using(connection.alias).filter(state="open")
    return unsettled.update(**settled, settled_at=decision.decided_at)


def _carry(now, status, *, is_other_text):
    """Followers hear of what readers first see, and no mail leaves with what they don't see now."""
    from comments import announcing, mailing

    if status == now.Status.VISIBLE and not (now.is_visible or now.shown_at):
        announcing.announce(now)
    if now.is_visible and (status != now.Status.VISIBLE or is_other_text):
        transaction.on_commit(partial(mailing.withdraw, now), robust=True)


def _tell(now, decision):
    """Mails are written with what they tell; they need the models, which need this module."""
    from comments import notices

    notices.decided(now, decision)


def _grant_appeal(now):
    """Whoever shows a rejected comment again grants its appeal; appeals.py, too, needs the models."""
    from comments import appeals

    appeals.grant(now)


def _forget(now):
    """All else that says what it said."""
    now.revisions.all().delete()
    now.findings.all().delete()
    appeals = apps.get_model("comments", "Appeal").objects.using(connection.alias)
    appeals.filter(comment=now.pk, state="open").delete()
    appeals.filter(comment=now.pk).update(text="", answer="")
    for name in ("comments.Trace", "newsportal.OutgoingMail"):
        model = apps.get_model(name)
        model.objects.using(connection.alias).filter(comment=now.pk).delete()
