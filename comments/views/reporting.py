"""Telling the newsroom that something is wrong: with a comment, or with the article."""

from allauth.core import ratelimit
from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles.shared import shared_page
from comments import reports, tickets
from comments.forms import PlainField
from comments.models import Comment, Ticket
from comments.persons import person_of_reader
from comments.readers import reader_of
from comments.reasons import REPORTED, Reason
from comments.text import is_blank
from comments.traces import networks_of, origins_of
from comments.views.answers import SeeOther, public_comment, with_pause
from comments.views.cases import GONE, RETRY_SECONDS, offer_notice

ERROR = "error"
CODES = [
    *((code.value, code.label) for code in REPORTED),
    (ERROR, _("Factual error in the article")),
    (Reason.ILLEGAL.value, Reason.ILLEGAL.label),
]
SAY_WHAT = _("Say what is wrong in the article.")
OWN = _("This is your own comment.")
BANNED = _("You can't report comments here any more.")
JUDGED = _("You reported this before. A moderator has looked at it and let it stand.")
TOO_MANY = _("Many reports came from here within an hour. Send it again later.")


class ReportForm(forms.Form):
    code = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=CODES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what is wrong."),
            "invalid_choice": _("Choose what is wrong."),
        },
    )
    quote = PlainField(
        label=_("Which sentence?"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    text = PlainField(
        label=_("Anything to add"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": SAY_WHAT},
    )

    def __init__(self, *args, comment, **kwargs):
        super().__init__(*args, auto_id=f"report-{comment.pk}-%s", label_suffix="", **kwargs)
        if comment.article.is_retracted:  # closed, but not to what the law lets anybody report
            self.fields["code"].choices = CODES[-1:]
        if self.data.get("code") == ERROR:
            self.fields["text"].required = True
            self.fields["text"].label = _("What is wrong in the article?")

    def clean_text(self):
        text = self.cleaned_data["text"]
        if self.fields["text"].required and is_blank(text):
            raise forms.ValidationError(SAY_WHAT, code="blank")
        return text


@shared_page
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk):
    """Tell a moderator what is wrong with a comment, or the editors what is wrong in the article."""
    chosen = public_comment(request, pk)
    if request.method == "POST":
        return _take(request, chosen)
    if refusal := _why_not(reader_of(request), chosen):
        return _page(request, chosen, refusal=refusal, status=422)
    return _page(request, chosen, form=ReportForm(comment=chosen), **_said(request, chosen))


def _why_not(reader, chosen):
    """What stands against this reader's reporting it at all."""
    if not chosen.is_visible:
        return GONE
    return OWN if reader.wrote(chosen) else ""


def _take(request, chosen):
    reader, form = reader_of(request), ReportForm(request.POST, comment=chosen)
    refusal = _why_not(reader, chosen) or _is_banned(request, reader) and BANNED
    if refusal:
        return _page(request, chosen, refusal=refusal, status=422)
    if not form.is_valid():
        return _page(request, chosen, form=form, status=422)
    if form.cleaned_data["code"] == Reason.ILLEGAL:
        return offer_notice(request, chosen, explanation=form.cleaned_data["text"])
    if not _may_report(request, reader):
        return _page(request, chosen, form=form, refusal=TOO_MANY, status=429)
    return _keep(request, chosen, form, reader.acting())


def _is_banned(request, reader):
    return person_of_reader(reader, networks=networks_of(request)).is_banned


def _may_report(request, reader):
    """So many an hour from an address, and from a reader we know."""
    if not ratelimit.consume(request, action="report"):
        return False
    return not reader.is_known or bool(
        ratelimit.consume(request, action="reporter", key=str(reader.key))
    )


def _keep(request, chosen, form, reader):
    said = form.cleaned_data
    about = {"member": reader.user, "text": said["text"]}
    try:
        if said["code"] == ERROR:
            tickets.open_ticket(chosen, reader.key, quote=said["quote"], **about)
        else:
            origins = origins_of(request)
            reports.report(chosen, reader.key, code=said["code"], origins=origins, **about)
    except Comment.DoesNotExist as gone:  # removed a moment ago
        raise Http404 from gone
    except reports.Judged:
        return _page(request, chosen, form=form, refusal=JUDGED, status=422)
    return reader.keep_in(_kept(request, chosen, reader))


def _kept(request, chosen, reader):
    if not request.htmx:
        return SeeOther(reverse("comments:report", args=[chosen.pk]))
    return _page(request, chosen, **_said_by(reader, chosen))


def _said(request, chosen):
    return _said_by(reader_of(request), chosen)


def _said_by(reader, chosen):
    """What this reader has reported here that nobody has answered yet."""
    if not reader.is_known:
        return {}
    ticket = Ticket.objects.filter(comment=chosen, reporter=reader.key, state="open").first()
    made = reports.open_report(chosen, reader.key)
    return {"ticket": ticket, "report": made, "reference": made and reports.reference_of(made)}


def _page(request, chosen, *, status=200, **shown):
    """The form alone for htmx, in the place of a reply's, else on a page of its own."""
    context = {"comment": chosen, "article": chosen.article, **shown}
    name = "comments/_report.html" if request.htmx else "comments/report.html"
    return with_pause(render(request, name, context, status=status), RETRY_SECONDS)
