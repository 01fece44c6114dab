"""What is known of who writes: banned, warned, staff, new, often rejected."""

from dataclasses import replace
from datetime import timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from comments.forms import may_speak_officially
from comments.models import Comment, Sanction
from comments.pipeline.verdicts import HOLD, PASS, REFUSE, Verdict
from comments.times import full_time

HISTORY = timedelta(days=7)
REJECTED_PERCENT = 30
# One slip is no history.
REJECTED_LEAST = 2


def person(submission):
    """Banned, suspended, warned, or all their comments wait: the hardest counts."""
    kinds, found = Sanction.Kind, {}
    for sanction in submission.person.sanctions():
        if not (sanction.kind == kinds.WARNING and _has_read(submission, sanction)):
            found.setdefault(sanction.kind, sanction)
    if sanction := found.get(kinds.BAN) or found.get(kinds.SUSPENSION):
        return Verdict(REFUSE, sanction.code, message=_why_silenced(submission, sanction))
    if sanction := found.get(kinds.WARNING):
        evidence = {"warning": sanction.pk}
        return Verdict(REFUSE, sanction.code, evidence, message=_why_warned(sanction))
    if sanction := found.get(kinds.HOLD):
        return Verdict(HOLD, sanction.code, {"sanction": sanction.pk})
    return None


def staff(submission):
    user = submission.reader.user
    return Verdict(PASS) if user and may_speak_officially(user) else None


def newcomer(submission):
    """The first comments of a person wait; only what is certainly theirs makes them known."""
    enough = submission.rules.newcomer_comments
    if submission.is_edit or not enough:
        return None
    seen = _theirs(submission).filter(status=Comment.Status.VISIBLE)[:enough].count()
    return Verdict(HOLD, evidence={"published": seen}) if seen < enough else None


def history(submission):
    """Who was often rejected in the last days waits."""
    if submission.is_edit:
        return None
    rejected = Q(status__in=(Comment.Status.SPAM, Comment.Status.REMOVED))
    judged = rejected | Q(status=Comment.Status.VISIBLE)
    recent = _theirs(submission).filter(judged, created_at__gt=submission.moment - HISTORY)
    found = recent.aggregate(rejected=Count("pk", filter=rejected), all=Count("pk"))
    is_often = found["rejected"] * 100 >= REJECTED_PERCENT * found["all"]
    if found["rejected"] < REJECTED_LEAST or not is_often:
        return None
    return Verdict(HOLD, evidence={"rejected": found["rejected"], "of": found["all"]})


def _theirs(submission):
    """Not by the address they typed: that could be anybody's."""
    return replace(submission.person, email="").comments()


def _has_read(submission, warning):
    return bool(warning.acknowledged_at) or submission.read_warning == str(warning.pk)


def _why_silenced(submission, sanction):
    """The reason is for the person alone, not for whoever types their address."""
    if not submission.person.may_know(sanction):
        return _("You can't comment with this address.")
    facts = {"reason": sanction.get_code_display(), "words": sanction.text}
    if not sanction.until:
        sentence = _("You can't comment here any more. Reason: %(reason)s. %(words)s")
    else:
        facts["time"] = full_time(sanction.until)
        sentence = _("You can't comment until %(time)s. Reason: %(reason)s. %(words)s")
    return (sentence % facts).strip()


def _why_warned(sanction):
    facts = {"reason": sanction.get_code_display(), "words": sanction.text}
    return (_("A moderator warned you. Reason: %(reason)s. %(words)s") % facts).strip()
