"""Where the treasurer books by hand. What is booked can only be reversed."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from donations.forms.entries import EntryForm
from donations.models import Campaign, LedgerEntry

BOOKED_FIELDS = ["campaign", "kind", "method", "amount", "booked_at", "provider", "provider_ref"]
BOOKED_FIELDS += ["reverses", "donor_name", "message", "is_public", "note"]
BOOKED_FIELDS += ["recorded_by", "recorded_at"]


@admin.register(LedgerEntry)
class LedgerEntryAdmin(admin.ModelAdmin):
    form = EntryForm
    actions = ["reverse", "withdraw_names"]
    date_hierarchy = "booked_at"
    list_display = ["booked_at", "amount", "kind", "method", "donor_name", "recorded_by"]
    list_filter = ["kind", "method", "campaign"]
    list_select_related = ["recorded_by"]
    search_fields = ["donor_name", "provider_ref", "note"]

    def get_changeform_initial_data(self, request):
        known = {"campaign": Campaign.objects.active().first()}
        return known | super().get_changeform_initial_data(request)

    @admin.display(description=_("amount"), ordering="amount_cents")
    def amount(self, entry):
        return entry.amount

    def get_fields(self, request, obj=None):
        return BOOKED_FIELDS if obj else EntryForm.Meta.fields

    def save_model(self, request, entry, form, change):
        entry.currency = entry.campaign.currency
        entry.recorded_by = request.user
        super().save_model(request, entry, form, change)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description=_("Reverse: book the opposite amount today"), permissions=["add"])
    def reverse(self, request, entries):
        reversible = list(entries.filter(reverses=None, reversal=None))
        for entry in reversible:
            entry.reverse(by=request.user)
        done = ngettext("%(count)d entry reversed.", "%(count)d entries reversed.", len(reversible))
        self.message_user(request, done % {"count": len(reversible)}, messages.SUCCESS)

    @admin.action(description=_("Take away the public name and message"), permissions=["add"])
    def withdraw_names(self, request, entries):
        count = entries.withdraw_names()
        done = ngettext("%(count)d name taken away.", "%(count)d names taken away.", count)
        self.message_user(request, done % {"count": count}, messages.SUCCESS)
