"""One decision about many cards."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comments.decision_forms import BulkForm
from comments.views.moderating.answers import back, tell, way_back

NAMED_MAX = 10


@require_POST
def decide_many(request):
    """Decide about the chosen cards as one act; those that changed meanwhile stay, and are named."""
    form = BulkForm(request.POST)
    if not form.is_valid():
        return _to_correct(request, form)
    act, decisions, refused = form.decide_all(request.user)
    if decisions:
        tell(request, _counted(form.cleaned_data["action"], len(decisions)), act)
    for comment, reasons in refused[:NAMED_MAX]:
        facts = {"name": comment.name, "news": " ".join(reasons)}
        messages.warning(request, _("The comment by %(name)s was left: %(news)s") % facts)
    if len(refused) > NAMED_MAX:
        more = len(refused) - NAMED_MAX
        words = ngettext("%(n)s more was left.", "%(n)s more were left.", more)
        messages.warning(request, words % {"n": more})
    if not decisions and not refused:
        tell(request, _("Nothing was to be done."))
    return back(request)


def _counted(action, number):
    words = {
        "approve": ngettext("%(n)s comment approved.", "%(n)s comments approved.", number),
        "reject": ngettext("%(n)s comment rejected.", "%(n)s comments rejected.", number),
        "spam": ngettext("%(n)s marked as spam.", "%(n)s marked as spam.", number),
    }
    return words[action] % {"n": number}


def _to_correct(request, form):
    """The chosen comments again, with what is missing."""
    address = way_back(request)
    context = {"form": form, "comments": form.versions(), "next": address, "back": address}
    return render(request, "comments/moderation/bulk.html", context, status=422)
