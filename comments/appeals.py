"""Appeals: the writer of a rejected comment asks, once, that another moderator looks again.

Locks: comment, then its appeal. Whatever else shows a rejected comment again grants its appeal.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Prefetch, Q, Value
from django.utils import timezone

from comments import deciding, notices
from comments.cursors import RowComparison
from comments.models import Appeal, Decision

# Regulation (EU) 2022/2065, article 20: six months at least.
APPEAL_DAYS = 184
_OPEN = Q(state=Appeal.State.OPEN)


class AlreadyJudged(Exception):
    """Another moderator was quicker, or there is nothing to judge any more."""


class OwnDecision(Exception):
    """Who rejected a comment can't judge the appeal."""


def rejections():
    """Rejections that stand, newest first."""
    rows = Decision.objects.using(connection.alias).standing().filter(action="reject")
    return rows.select_related("moderator")


def rejection_of(comment):
    """Why a rejected comment is; None for others, and where nobody wrote it down."""
    return rejections().filter(comment=comment.pk).first() if comment.is_rejected else None


def may_appeal(rejection):
    """True while a rejection is young enough."""
    is_open = rejection and timezone.now() - rejection.decided_at < timedelta(days=APPEAL_DAYS)
    return bool(is_open)


@transaction.atomic
def lodge(comment, text):
    """The appeal of a comment's writer; the first one again; None when there is nothing to appeal."""
    now = deciding.locked(comment)
    appeals = Appeal.objects.using(connection.alias)
    if found := appeals.filter(comment=now.pk).first():
        return found
    rejection = rejection_of(now)
    if not may_appeal(rejection):
        return None
    about = {"comment": now, "decision": rejection, "against": rejection.moderator}
    return appeals.create(text=text, **about)


@transaction.atomic
def judge(appeal, *, by, is_granted, answer=""):
    """Show the comment again, or leave it rejected and say why; the writer gets a mail."""
    comment = deciding.locked(appeal.comment)
    now = Appeal.objects.using(connection.alias).filter(_OPEN, pk=comment.pk).first()
    if now is None:
        raise AlreadyJudged
    if not may_judge(by, now, rejections().filter(comment=comment)):
        raise OwnDecision
    now.judge, now.answer = by, answer
    now.save(update_fields=["judge", "answer"])
    if is_granted:
        comment.approve(by=by)  # calls grant()
    else:
        _close(now, Appeal.State.REJECTED)


def may_judge(user, appeal, rejected):
    """False for its writer and for all who rejected the comment, were it only for a moment.

    A rule's rejection may be judged by anyone.
    """
    deciders = {appeal.against_id, *(each.moderator_id for each in rejected)}
    return user.pk not in {appeal.comment.author_id, *deciders}


def grant(comment):
    """A locked comment is rejected no more: whoever changed that granted its appeal."""
    if appeal := Appeal.objects.using(connection.alias).filter(_OPEN, comment=comment.pk).first():
        _close(appeal, Appeal.State.UPHELD)


def known():
    """Appeals with their comments, and who rejected those."""
    rejected = Prefetch("comment__decisions", rejections(), to_attr="rejected")
    return Appeal.objects.select_related("comment", "judge").prefetch_related(rejected)


def waiting(place=None):
    """Those that nobody answered, oldest first, past a place (moment and key)."""
    rows = known().filter(_OPEN).order_by("appealed_at", "pk")
    if place is None:
        return rows
    columns = [F("appealed_at"), F("pk")]
    return rows.filter(RowComparison(columns, ">", list(map(Value, place))))


def _close(appeal, state):
    appeal.state, appeal.judged_at = state, timezone.now()
    appeal.save(update_fields=["state", "judged_at"])
    notices.judged(appeal)
