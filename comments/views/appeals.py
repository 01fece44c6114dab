"""A writer asks that another moderator looks at a rejected comment again."""

from allauth.core import ratelimit
from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from comments import appeals, fates
from comments.forms import PlainField
from comments.readers import reader_of
from comments.text import is_blank
from comments.views.answers import SeeOther, public_comments, with_pause

TOO_LATE = _("The time for an appeal is over.")
TOO_MANY = _("Too many appeals from here. Wait a while, then send it again. Your text is kept.")
TEXT_LENGTH = 1000


class AppealForm(forms.Form):
    text = PlainField(
        label=_("Why should it be shown?"),
        help_text=_("Goes to a moderator who did not decide this. Up to 1,000 characters."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Say why it should be shown.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_text(self):
        if is_blank(self.cleaned_data["text"]):
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return self.cleaned_data["text"]


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request, pk):
    """Once for each comment; sent again, it is what was sent first."""
    chosen = get_object_or_404(public_comments(), pk=pk)
    if not reader_of(request).wrote(chosen):
        raise Http404
    fates.tell([chosen])
    form = AppealForm(request.POST if request.method == "POST" else None)
    if not (chosen.fate.appeal or chosen.is_rejected):
        return redirect(chosen)
    if not form.is_bound:
        return _page(request, chosen, form)
    if not chosen.fate.may_appeal:
        return SeeOther(request.path)
    if not form.is_valid():
        return _page(request, chosen, form, status=422)
    if not ratelimit.consume(request, action="appeal"):
        return _page(request, chosen, form, refusal=TOO_MANY, status=429)
    appeals.lodge(chosen, form.cleaned_data["text"])
    return SeeOther(request.path)


def _page(request, chosen, form, *, refusal="", status=200):
    """The comment and what became of it; the form while an appeal is possible."""
    fate = chosen.fate
    if not (fate.may_appeal or fate.appeal):
        refusal = TOO_LATE
    context = {"comment": chosen, "article": chosen.article, "refusal": refusal}
    context["form"] = form if fate.may_appeal else None
    return with_pause(render(request, "comments/appeal.html", context, status=status))
