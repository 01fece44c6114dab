"""What staff decide about donors: which words readers see, and who is forgotten."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from donations import erasing, words
from donations.forms.words_read import WordsReadForm
from donations.models import Donor

VERBS = "donations.refund_payment"
WORDS_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def words_page(request):
    """Names and messages that wait: shown or refused, one by one or many at once."""
    _check(request)
    if request.method != "POST":
        return _words_page(request)
    form = WordsReadForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose at least one."))
        return _words_page(request, status=422)
    decided = [words.decide(*each, read=read) for *each, read in form.decisions()]
    for payment in filter(None, decided):
        _log(request, payment, payment.get_words_status_display())
    _tell(request, len([each for each in decided if each]), decided.count(None))
    return HttpResponseRedirect(reverse("admin:donations_donor_words"))


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request, pk):
    """Forgets a donor who asked for it, once somebody said that it is meant."""
    _check(request)
    donor = get_object_or_404(Donor, pk=pk, erased_at=None)
    back = reverse("admin:donations_donor_change", args=[donor.pk])
    if request.method != "POST":
        known = {
            "original": donor,
            "opts": Donor._meta,
            "back": back,
            "title": _("Erase the donor"),
        }
        return _page(request, "admin/donations/donor/erase.html", known)
    try:
        erasing.erase(donor)
    except erasing.CannotErase:
        messages.error(
            request,
            _("Nothing was erased: a monthly gift could not be ended at the provider. Try later."),
        )
    else:
        donor.email = ""  # the history must not keep it
        _log(request, donor, _("Erased"))
        messages.success(request, _("The donor is erased. The sums stay."))
    return HttpResponseRedirect(back)


def _check(request):
    if not request.user.has_perm(VERBS):
        raise PermissionDenied


def _words_page(request, *, status=200):
    waiting = words.waiting()
    rows = list(waiting.select_related("donor")[:WORDS_SHOWN])
    for row in rows:
        row.mark = words.mark(row)
    known = {"rows": rows, "total": waiting.count(), "title": _("Public names and messages")}
    known["opts"] = Donor._meta
    return _page(request, "admin/donations/donor/words.html", known, status=status)


def _page(request, template, known, *, status=200):
    context = admin.site.each_context(request) | known
    return TemplateResponse(request, template, context, status=status)


def _log(request, row, what):
    LogEntry.objects.log_actions(request.user.pk, [row], CHANGE, what, single_object=True)


def _tell(request, count, changed):
    if count:
        done = ngettext("%(count)d decided.", "%(count)d decided.", count)
        messages.success(request, done % {"count": count})
    if changed:
        text = ngettext(
            "%(count)d was changed meanwhile, or somebody else decided: read it again.",
            "%(count)d were changed meanwhile, or somebody else decided: read them again.",
            changed,
        )
        messages.warning(request, text % {"count": changed})
