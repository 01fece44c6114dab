"""Why a text was not taken, or not published, as its writer is told."""

from django.utils.translation import gettext_lazy as _

from comments.models import Comment

ERASED = _("You posted this before and deleted it. Change it a little to post it again.")
REMOVED = _("You posted this before, and a moderator removed it.")
NOT_PUBLISHED = _("This was not published: %(reason)s. A moderator can look at it if you ask.")


def told(form, verdict):
    """What a page needs to show a refusal, and its status."""
    shown = {"refusal": verdict.message, "status": 422}
    if verdict.retry_after:
        shown |= {"status": 429, "retry_after": verdict.retry_after}
    if warning := verdict.evidence.get("warning"):
        form.send_again(warning=str(warning), acknowledged="")
        shown["has_warning"] = True
    return shown


def unpublished(stored):
    """What a page needs to say that a comment is stored and not to be seen."""
    if stored.status == Comment.Status.ERASED:
        return {"refusal": ERASED, "status": 422}
    last = stored.decisions.filter(action="reject").first()
    if last is None or last.moderator_id or not last.rule:
        return {"refusal": REMOVED, "status": 422}
    refusal = NOT_PUBLISHED % {"reason": last.get_code_display()}
    return {"refusal": refusal, "may_appeal": True, "status": 422}
