"""What happened to a comment while a moderator looked at it, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from comments.claims import Claimed
from comments.deciding import version_of
from comments.models import Appeal
from comments.times import ago

SAID = {
    "approve": gettext_noop("%(name)s approved this %(ago)s."),
    "reject": gettext_noop("%(name)s rejected this %(ago)s."),
    "hold": gettext_noop("%(name)s held this %(ago)s."),
    "feature": gettext_noop("%(name)s featured this %(ago)s."),
    "unfeature": gettext_noop("%(name)s featured this no more %(ago)s."),
    "close": gettext_noop("%(name)s closed the thread %(ago)s."),
    "open": gettext_noop("%(name)s opened the thread %(ago)s."),
    "erase": gettext_noop("Its writer deleted this %(ago)s."),
    "undo": gettext_noop("%(name)s took back a decision about this %(ago)s."),
    "appeal": gettext_noop("%(name)s answered an appeal about this %(ago)s."),
    "grant": gettext_noop("An appeal about this was granted %(ago)s."),
}


def said(event):
    """Who decided what, and when: of a Decision, or an Appeal that was answered."""
    if isinstance(event, Appeal):
        by, moment = event.judge, event.judged_at
        action = "appeal" if by else "grant"
    else:
        action, by, moment = event.action, event.moderator, event.decided_at
    return _(SAID[action]) % {"name": by.public_name if by else _("A rule"), "ago": ago(moment)}


def claimed(claim):
    """Who looks at a comment, and since when."""
    facts = {"name": claim.moderator.public_name, "ago": ago(claim.claimed_at)}
    return _("%(name)s is looking at this (%(ago)s).") % facts


def why_refused(refusal, seen):
    """Sentences about a claims.Claimed or a deciding.Conflict."""
    if isinstance(refusal, Claimed):
        return [claimed(refusal.claim)]
    return _news_of(refusal.comment, seen)


def _news_of(comment, seen):
    """All that makes a comment another version than the one that was seen."""
    before, now = seen.split("-"), version_of(comment).split("-")
    if len(before) != len(now):
        return [_("This card was out of date. Here it is as it is now.")]
    status, decided, edited, reports = (old != new for old, new in zip(before, now, strict=True))
    found = [said(decision) for decision in _last(comment)] if status or decided else []
    if edited:
        found.append(_("Its writer edited it meanwhile."))
    if reports and comment.open_reports:
        found.append(_("Readers reported it meanwhile."))
    return found or [_("It changed meanwhile.")]


def _last(comment):
    """The newest decision about what readers see of it; after an edit, none."""
    decisions = comment.decisions.exclude(action__in=["feature", "unfeature", "close", "open"])
    is_outdated = comment.edited_at and not comment.decided_at
    return [] if is_outdated else decisions.select_related("moderator")[:1]
