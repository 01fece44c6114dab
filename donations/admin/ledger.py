"""Where the treasurer books by hand. What is booked can only be reversed."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from donations import booking, splitting
from donations.admin.looking import amount_of
from donations.forms.entries import EntryForm
from donations.models import Campaign, Evidence, LedgerEntry, Proposal

BOOKED_FIELDS = ["campaign", "kind", "method", "amount", "booked_at", "occurred_at", "provider"]
BOOKED_FIELDS += ["provider_ref", "payment", "reverses", "donor_name", "message", "is_public"]
BOOKED_FIELDS += ["note", "file", "recorded_by", "recorded_at", "confirmed_by"]


@admin.register(LedgerEntry)
class LedgerEntryAdmin(admin.ModelAdmin):
    form = EntryForm
    actions = ["reverse", "withdraw_names"]
    date_hierarchy = "booked_at"
    list_display = ["booked_at", "amount", "kind", "method", "donor_name", "recorded_by", "watched"]
    list_filter = ["kind", "method", "campaign"]
    list_select_related = ["recorded_by", "confirmed_by"]
    search_fields = ["donor_name", "provider_ref", "note"]

    def get_urls(self):
        view = self.admin_site.admin_view(require_safe(partial(evidence, self)))
        name = "donations_ledgerentry_evidence"
        return [path("evidence/<int:pk>/", view, name=name), *super().get_urls()]

    def get_changeform_initial_data(self, request):
        known = {"campaign": Campaign.objects.active().first()}
        return known | super().get_changeform_initial_data(request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def get_changelist_instance(self, request):
        listed = super().get_changelist_instance(request)
        listed.result_list = list(listed.result_list)
        split = splitting.split_among(listed.result_list)
        for entry in listed.result_list:
            entry.is_split = entry.pk in split
        return listed

    @admin.display(description=gettext_lazy("amount"), ordering="amount_cents")
    def amount(self, entry):
        return amount_of(entry, entry.amount_cents)

    @admin.display(description=gettext_lazy("second person"))
    def watched(self, entry):
        """Who confirmed it, or that it should have been looked at together with others."""
        if entry.is_split:
            return _("None, and the day’s entries are above the limit together")
        return entry.confirmed_by or ""

    @admin.display(description=pgettext_lazy("document", "evidence"))
    def file(self, entry):
        if not entry.evidence:
            return ""
        address = reverse("admin:donations_ledgerentry_evidence", args=[entry.evidence_id])
        return format_html('<a href="{}">{}</a>', address, entry.evidence)

    def get_fields(self, request, obj=None):
        return BOOKED_FIELDS if obj else [*EntryForm.Meta.fields, "receipt_to", "file"]

    def save_model(self, request, entry, form, change):
        entry.entered = booking.enter(form.entered, request.user, form.evidence)

    def log_addition(self, request, entry, message):
        return super().log_addition(request, entry.entered, message)

    def response_add(self, request, entry, post_url_continue=None):
        if isinstance(entry.entered, Proposal):
            messages.warning(request, _("It is booked once another person confirms it."))
            return redirect("admin:donations_proposal_change", entry.entered.pk)
        if entry.entered.occurred_at:
            messages.warning(
                request, _("That month is closed: it counts today, and its day is kept.")
            )
        return super().response_add(request, entry.entered, post_url_continue)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(
        description=gettext_lazy("Reverse: book the opposite amount today"), permissions=["add"]
    )
    def reverse(self, request, entries):
        reversible = entries.filter(reverses=None, reversal=None)
        entered = [
            _reversed(entry, request.user)
            for entry in reversible.select_related("campaign", "payment")
        ]
        waiting = sum(isinstance(each, Proposal) for each in entered)
        count, refused = len(entered) - waiting - entered.count(None), entered.count(None)
        done = ngettext("%(count)d entry reversed.", "%(count)d entries reversed.", count)
        self.message_user(request, done % {"count": count}, messages.SUCCESS)
        if waiting:
            self.message_user(request, _waits(waiting), messages.WARNING)
        if refused:
            self.message_user(request, _not_reversed(refused), messages.ERROR)

    @admin.action(
        description=gettext_lazy("Take away the public name and message"), permissions=["add"]
    )
    def withdraw_names(self, request, entries):
        count = entries.withdraw_names()
        done = ngettext("%(count)d name taken away.", "%(count)d names taken away.", count)
        self.message_user(request, done % {"count": count}, messages.SUCCESS)


def _reversed(entry, by):
    """What was booked or proposed; nothing when it goes back in another way."""
    try:
        return booking.enter_reversal(entry, by)
    except (booking.BookedByProvider, booking.PaymentDiffers):
        return None


def _waits(count):
    return ngettext(
        "%(count)d reversal waits for a second person.",
        "%(count)d reversals wait for a second person.",
        count,
    ) % {"count": count}


def _not_reversed(count):
    return ngettext(
        "%(count)d entry was not reversed: a provider booked it, or its gift went back already. "
        "Pay it back on the page of its payment.",
        "%(count)d entries were not reversed: a provider booked them, or their gifts went back "
        "already. Pay them back on the pages of their payments.",
        count,
    ) % {"count": count}


def evidence(model_admin, request, pk):
    """The file as something to save: whatever is in it, no browser runs it as a page of ours."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    found = get_object_or_404(Evidence, pk=pk)
    try:
        content = found.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=found.name)
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
