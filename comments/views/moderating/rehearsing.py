"""What a rule would catch of what was said already."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from comments.models import WordList
from comments.rehearsal import LAST, LAST_MAX, rehearse_links, rehearse_words

LINKS = "links"


class RehearsalForm(forms.Form):
    """Word lists by number, so that one can be tried that is not in use yet."""

    rule = forms.ChoiceField(label=_("Rule"))
    last = forms.IntegerField(
        label=_("Newest comments"), initial=LAST, min_value=1, max_value=LAST_MAX
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.lists = {str(each.pk): each for each in WordList.objects.all()}
        names = [(key, each.name) for key, each in self.lists.items()]
        self.fields["rule"].choices = [(LINKS, _("Links by people we don't know")), *names]

    def rehearsal(self):
        rule, last = self.cleaned_data["rule"], self.cleaned_data["last"]
        if rule == LINKS:
            return rehearse_links(last)
        return rehearse_words(self.lists[rule].entries, last)


@require_safe
def rehearse(request):
    """The question, and once it is asked what would have been caught."""
    is_asked = "rule" in request.GET
    form = RehearsalForm(request.GET if is_asked else None)
    found = form.rehearsal() if is_asked and form.is_valid() else None
    status = 422 if is_asked and found is None else 200
    shown = {"form": form, "rehearsal": found}
    return render(request, "comments/moderation/rehearse.html", shown, status=status)
