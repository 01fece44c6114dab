"""Appeals of writers, as moderators judge them: never who rejected the comment."""

from dataclasses import dataclass

from django import forms
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from comments import appeals
from comments.cards import Card, cards_of
from comments.forms import PlainField
from comments.models import Appeal
from comments.queues import cursor_of, place_in
from comments.text import is_blank
from comments.views.answers import SeeOther

PER_PAGE = 20
JUDGED_MEANWHILE = _("This appeal was answered meanwhile. This is how it stands now.")
OWN_DECISION = _("You rejected this comment, or wrote it. Another moderator answers the appeal.")
NO_ANSWER = _("Say why it stays rejected. Its writer reads it.")
DONE = {
    "granted": _("Granted. The comment is shown again, and its writer is told."),
    "refused": _("Answered. The comment stays rejected, and its writer is told."),
}


class JudgeForm(forms.Form):
    """Grant an appeal, or say why not."""

    outcome = forms.ChoiceField(choices=[(name, name) for name in DONE])
    answer = PlainField(
        label=_("Answer to the writer"),
        help_text=_("Needed when it stays rejected."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, posted=None, *, appeal):
        super().__init__(posted, auto_id=f"appeal-{appeal.pk}-%s", label_suffix="")

    def clean(self):
        said = super().clean()
        is_refused = said.get("outcome") == "refused" and "answer" not in self.errors
        if is_refused and is_blank(said["answer"]):
            self.add_error("answer", NO_ANSWER)
        return said


@dataclass
class Plea:
    """An appeal with the card of its comment, and the form of who may judge it."""

    appeal: Appeal
    card: Card
    form: JudgeForm | None


@require_safe
def appeal_list(request):
    """Those that nobody answered, longest waiting first."""
    place = place_in(request.GET.get("after"))
    found = list(appeals.waiting(place)[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    last = shown[-1] if len(found) > PER_PAGE else None
    context = {
        "pleas": _pleas(shown, request.user),
        "after": cursor_of((last.appealed_at, last.pk)) if last else "",
        "number": appeals.waiting().count(),
        "notice": DONE.get(request.GET.get("done")),
    }
    return render(request, "comments/moderation/appeals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def judge(request, pk):
    """One appeal: grant it, or leave the comment rejected."""
    found = _appeal(pk)
    if request.method != "POST":
        return _page(request, found)
    form = JudgeForm(request.POST, appeal=found)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    outcome, answer = form.cleaned_data["outcome"], form.cleaned_data["answer"]
    try:
        appeals.judge(found, by=request.user, is_granted=outcome == "granted", answer=answer)
    except appeals.OwnDecision:
        return _page(request, found, refusal=OWN_DECISION, status=403)
    except appeals.AlreadyJudged:
        found = _appeal(pk)
        return _page(request, found, refusal=JUDGED_MEANWHILE, status=409)
    return SeeOther(reverse("moderation:appeals") + f"?done={outcome}")


def _appeal(pk):
    """By the comment's own column: of a number too big for it the database is not asked."""
    return get_object_or_404(appeals.known(), comment__pk=pk)


def _page(request, found, *, form=None, refusal="", status=200):
    plea = _pleas([found], request.user)[0]
    plea.form = plea.form and (form or plea.form)
    context = {"plea": plea, "refusal": refusal}
    return render(request, "comments/moderation/appeal.html", context, status=status)


def _pleas(found, user):
    """Each appeal as this moderator sees it, in a constant number of statements."""
    cards = cards_of([appeal.comment for appeal in found])
    return [
        Plea(appeal, card, JudgeForm(appeal=appeal) if _may_judge(user, appeal) else None)
        for appeal, card in zip(found, cards, strict=True)
    ]


def _may_judge(user, appeal):
    return appeal.is_open and appeals.may_judge(user, appeal, appeal.comment.rejected)
