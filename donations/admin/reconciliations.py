"""What comparing with a provider found, and a button to compare now."""

from datetime import timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from donations import differences, reconciling
from donations.admin.difference_rows import groups_of
from donations.admin.looking import LookAdmin
from donations.checked import card_names
from donations.models import Reconciliation
from donations.tasks import compare

# By then it has ended, or whoever did it is gone.
LONGEST = timedelta(hours=1)


@admin.register(Reconciliation)
class ReconciliationAdmin(LookAdmin):
    list_display = ["started_at", "provider", "span", "outcome", "mended", "asked_by"]
    list_filter = ["provider", "started_at"]
    list_select_related = ["asked_by"]
    fields = ["outcome", "provider", "span", "compared", "mended"]
    fields += ["started_at", "ended_at", "asked_by"]
    readonly_fields = fields

    @admin.display(description=gettext_lazy("period"))
    def span(self, run):
        first, last = timezone.localtime(run.since_at), timezone.localtime(run.until_at)
        return f"{date_format(first, 'DATE_FORMAT')} – {date_format(last, 'DATE_FORMAT')}"

    @admin.display(description=gettext_lazy("outcome"))
    def outcome(self, run):
        return outcome_of(run)

    def get_urls(self):
        now = self.admin_site.admin_view(self.compare_now)
        return [path("now/", now, name="donations_reconciliation_now"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        can = {"providers": card_names() if _may_compare(request) else []}
        return super().changelist_view(request, can | (extra_context or {}))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        run = self.get_object(request, object_id)
        known = {"groups": groups_of(run)} if run else {}
        return super().change_view(request, object_id, form_url, known | (extra_context or {}))

    def compare_now(self, request):
        """Compare what the nightly job compares, in the background; take over what we missed."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not _may_compare(request):
            raise PermissionDenied
        name = request.POST.get("provider", "")
        if name not in card_names():
            messages.warning(request, _("There is no account to compare with."))
            return HttpResponseRedirect(reverse("admin:donations_reconciliation_changelist"))
        run = reconciling.prepare(name, *reconciling.last_days(), by=request.user)
        compare.enqueue(run.pk)
        return HttpResponseRedirect(reverse("admin:donations_reconciliation_change", args=[run.pk]))


def _may_compare(request):
    return request.user.has_perm("donations.add_reconciliation")


def outcome_of(run):
    """In a few words how it ended."""
    if run.ended_at is None:
        is_late = run.started_at < timezone.now() - LONGEST
        return _("Did not come to its end") if is_late else _("Still comparing")
    if run.error:
        return _("Not compared: %(error)s") % {"error": run.error}
    differing = len(differences.real(run.differences))
    if not differing:
        return _("Everything agrees")
    return ngettext("%(count)d difference", "%(count)d differences", differing) % {
        "count": differing
    }
