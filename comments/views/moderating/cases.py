"""Notices of illegal content, as moderators decide about them."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from comments import cases
from comments.forms import PlainField
from comments.models import LegalCase
from comments.text import is_blank
from comments.views.answers import SeeOther

CASES_PER_PAGE = 50
FIRST_YEAR = 2020
FILTERS = {
    "open": (_("Open"), list(cases.OPEN)),
    "completed": (_("Decided"), [cases.State.COMPLETED]),
    "void": (_("Void"), [cases.State.VOID]),
}
DECIDED_MEANWHILE = _("Another moderator was here meanwhile. This is how the case stands now.")
NO_GROUND = _("Give the grounds. Both sides read them.")


class CaseForm(forms.Form):
    """What to do next with a case; a decision says why."""

    step = forms.ChoiceField(
        choices=[(name, name) for name in ("review", "removed", "kept", "void")]
    )
    ground = PlainField(
        label=_("Grounds"),
        max_length=1000,
        help_text=_("Facts and the law. Sent to both sides; name nobody."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": NO_GROUND},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["ground"].required = self.data.get("step") != "review"

    def clean_ground(self):
        ground = self.cleaned_data["ground"]
        if self.fields["ground"].required and is_blank(ground):
            raise forms.ValidationError(NO_GROUND, code="blank")
        return ground

    def take(self, case, by):
        step, ground = self.cleaned_data["step"], self.cleaned_data["ground"]
        if step == "review":
            return cases.take_up(case, by=by)
        if step == "void":
            return cases.drop(case, ground=ground, by=by)
        return cases.decide(case, step, ground=ground, by=by)


@require_safe
def case_list(request):
    """Cases by state, those that wait longest first."""
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in FILTERS else "open"
    found = LegalCase.objects.filter(state__in=FILTERS[chosen][1]).select_related("handler")
    found = found.order_by("opened_at" if chosen == "open" else "-opened_at", "pk")
    page = Paginator(found, CASES_PER_PAGE).get_page(request.GET.get("p"))
    filters = [(name, label) for name, (label, _states) in FILTERS.items()]
    context = {"page": page, "chosen": chosen, "filters": filters, "years": _years()}
    return render(request, "comments/moderation/cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def case(request, reference):
    """One case: what is said, about what, and the decision."""
    cases_known = LegalCase.objects.select_related("comment__article", "handler")
    found = get_object_or_404(cases_known, reference=reference)
    if request.method != "POST":
        return _page(request, found, CaseForm())
    form = CaseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        form.take(found, request.user)
    except cases.WrongStep:
        found.refresh_from_db()
        return _page(request, found, form, refusal=DECIDED_MEANWHILE, status=409)
    return SeeOther(reverse("moderation:case", args=[reference]))


@require_safe
def of_year(request, year):
    """The cases of a year as a file for a spreadsheet."""
    if not FIRST_YEAR <= year <= timezone.now().year + 1:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="cases-{year}.csv"'
    cases.write_csv(year, response)
    return response


def _page(request, found, form, *, status=200, **shown):
    context = {"case": found, "form": form, "steps": cases.STEPS[found.state], **shown}
    return render(request, "comments/moderation/case.html", context, status=status)


def _years():
    return [when.year for when in LegalCase.objects.datetimes("opened_at", "year", order="DESC")]
