"""Taking back what was decided, and the list of what can be."""

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comments import undoing
from comments.decision_forms import FEATURING
from comments.meanwhile import said
from comments.models import Comment, Decision, Sanction
from comments.views.moderating.answers import back, card_page, tell

LISTED_MAX = 200


@require_POST
def undo(request, act):
    """Take back all of an act that nobody decided about since; once, however often it is asked."""
    decisions = Decision.objects.filter(act=act, undoes=None)
    if not decisions and not Sanction.objects.filter(act=act).exists():
        raise Http404
    picks = any(decision.action in FEATURING for decision in decisions)
    if picks and not request.user.has_perm("comments.feature_comment"):
        raise PermissionDenied
    undone = undoing.undo(act, request.user)
    if request.htmx and decisions:
        return _card_back(request, decisions[0], undone)
    tell(request, _sentence(undone))
    for since in undone.left:
        messages.warning(request, _reason(since))
    return back(request)


@require_safe
def recent(request):
    """What this moderator decided within a day, newest first, by acts."""
    own = undoing.undoable().filter(moderator=request.user).order_by("-decided_at", "-pk")
    own = own.select_related("comment__article")[:LISTED_MAX]
    acts = [list(act) for _act, act in groupby(own, key=lambda decision: decision.act)]
    context = {"acts": acts, "hours": undoing.UNDO_HOURS}
    return render(request, "comments/moderation/recent.html", context)


def _card_back(request, decision, undone):
    """The card in place of the line that said what was done."""
    comment = Comment.objects.select_related("article").get(pk=decision.comment_id)
    news = [said(since.later) for since in undone.left]
    status = 409 if news else 200
    return card_page(request, comment, done=_sentence(undone), news=news, status=status)


def _sentence(undone):
    number = len(undone.taken_back)
    if not number:
        return _("Taken back.") if undone.lifted else _("Nothing was left to take back.")
    words = ngettext("%(n)s decision taken back.", "%(n)s decisions taken back.", number)
    return words % {"n": number}


def _reason(since):
    """Which decision stands, and who came after it."""
    comment = since.decision.comment
    facts = {"name": comment.name or _("Deleted comment"), "news": said(since.later)}
    return _("The comment by %(name)s stays as it is: %(news)s") % facts
