"""What moderators decide about one comment."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from comments.claims import Claimed
from comments.deciding import Conflict
from comments.decision_forms import DecisionForm
from comments.meanwhile import why_refused
from comments.models import Comment
from comments.views.moderating import menus
from comments.views.moderating.answers import back, card_page, numbers_of, place_of, tell

DONE = {
    "approve": _("Approved."),
    "reject": _("Rejected."),
    "spam": _("Marked as spam."),
    "hold": _("Held."),
    "feature": _("Featured."),
    "unfeature": _("Featured no more."),
    "close": _("Thread closed."),
    "open": _("Thread opened."),
}
# After these a card asks for nothing more.
SETTLING = {"approve", "reject", "spam", "hold"}
NOTHING = _("It was so already. Nothing has changed.")


@require_POST
def decide(request, pk):
    """Approve, reject, feature...: once, and only what the moderator saw."""
    comment = get_object_or_404(Comment.objects.select_related("article"), pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _again(request, comment, form=form, status=422)
    if not form.is_allowed(request.user):
        raise PermissionDenied
    seen = form.cleaned_data["version"]
    try:
        decision = form.decide(comment, by=request.user, seen=seen)
    except (Conflict, Claimed) as refusal:
        comment.refresh_from_db()
        decision = form.was_done(comment, request.user)
        if not decision:
            return _again(request, comment, news=why_refused(refusal, seen), status=409)
    return _done(request, comment, form.cleaned_data["action"], decision)


def _again(request, comment, **shown):
    """The card, or the menu on an article's page, with what stands against the decision."""
    if request.htmx and place_of(request).get("place"):
        return menus.menu_of(request, comment, **shown)
    return card_page(request, comment, **shown)


def _done(request, comment, action, decision):
    sentence = DONE[action] if decision else NOTHING
    if not request.htmx:
        tell(request, sentence, decision and decision.act)
        return back(request)
    place = place_of(request)
    if place.get("place"):
        return menus.redrawn(request, comment, sentence)
    comment.refresh_from_db()
    if action not in SETTLING:
        return card_page(request, comment, done=sentence)
    context = {"comment": comment, "decision": decision, "done": sentence}
    context |= numbers_of(place.get("queue")) | {"next": place.get("next")}
    return render(request, "comments/moderation/_done.html", context)
