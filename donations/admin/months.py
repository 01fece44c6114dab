"""Closing months, and taking them away as tables."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from donations.account import Account
from donations.closing import CannotClose, close, months_of, next_to_close
from donations.exporting import own_table
from donations.forms.months import CloseForm, ExportForm
from donations.models import ClosedMonth, LedgerEntry
from donations.open_points import open_points

WITH_ALL = ("campaign", "payment__donor", "receipt__donor", "recorded_by", "confirmed_by")


@admin.register(ClosedMonth)
class ClosedMonthAdmin(admin.ModelAdmin):
    """A month is closed on the page where others are added; closed, it stays."""

    list_display = ["__str__", "campaign", "closed_at", "closed_by"]
    list_select_related = ["campaign", "closed_by"]
    fields = ["campaign", "start_at", "end_at", "closed_at", "closed_by"]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        export = self.admin_site.admin_view(self.export_view)
        return [path("export/", export, name="donations_closedmonth_export"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        account = {"account": Account(row.account)} if row else {}
        return super().change_view(request, object_id, form_url, account | (extra_context or {}))

    def add_view(self, request, form_url="", extra_context=None):
        """Show what will be kept, and keep it when somebody says yes to exactly that."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = CloseForm(request.POST or None)
        refusal = ""
        if request.method == "POST":
            closed, refusal = self._close(request, form)
            if closed:
                return HttpResponseRedirect(reverse("admin:donations_closedmonth_changelist"))
        return self._page(request, "close", _("Close a month"), _to_close(refusal))

    def _close(self, request, form):
        if not form.is_valid():
            return None, _("Please look at the month again.")
        try:
            row = close(form.cleaned_data["campaign"], form.cleaned_data["month"], request.user)
        except CannotClose as error:
            return None, str(error)
        self.log_addition(request, row, [{"added": {}}])
        self.message_user(request, _("%(month)s is closed.") % {"month": row}, messages.SUCCESS)
        return row, ""

    def export_view(self, request):
        """A month's entries with all that bookkeepers need; it is written down who took them."""
        if not request.user.has_perm("donations.view_ledgerentry"):
            raise PermissionDenied
        form = ExportForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self._page(request, "export", _("Export a month"), {"form": form})
        [month] = months_of(form.cleaned_data["campaign"], [form.cleaned_data["month"]])
        with_emails = form.cleaned_data["with_emails"]
        _note_export(request.user, month, with_emails)
        entries = LedgerEntry.objects.filter(campaign=month.campaign)
        entries = entries.booked_within(month.start, month.end).order_by("booked_at", "pk")
        table = own_table(entries.select_related(*WITH_ALL), with_emails=with_emails)
        response = HttpResponse(table, content_type="text/csv; charset=utf-8")
        name = f"ledger-{month.first_day:%Y-%m}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _page(self, request, name, title, context):
        known = self.admin_site.each_context(request) | {"title": title, "opts": self.opts}
        is_refused = request.method == "POST"
        template = f"admin/donations/closedmonth/{name}.html"
        return TemplateResponse(
            request, template, known | context, status=422 if is_refused else 200
        )


def _to_close(refusal):
    month = next_to_close()
    if month is None:
        return {"month": None, "refusal": refusal}
    known = {"month": month, "account": month.account(), "points": open_points(month)}
    first = {"campaign": month.campaign.pk, "month": month.first_day}
    return known | {"refusal": refusal, "form": CloseForm(initial=first)}


def _note_export(user, month, with_emails):
    words = "Exported with email addresses." if with_emails else "Exported."
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(LedgerEntry),
        object_repr=f"{month.campaign}: {month.first_day:%Y-%m}",
        action_flag=CHANGE,
        change_message=words,
    )
