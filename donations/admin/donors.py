"""Donors, their receipts, and the names and messages that wait to be read."""

from django.contrib import admin, messages
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from donations import receipts
from donations.admin import donor_pages
from donations.admin.looking import LookAdmin, amount_of
from donations.models import Donor, Receipt


@admin.register(Donor)
class DonorAdmin(LookAdmin):
    change_form_template = "admin/donations/donor/change_form.html"
    change_list_template = "admin/donations/donor/change_list.html"
    list_display = ["__str__", "language", "created_at", "erased_at"]
    search_fields = ["email"]
    fields = readonly_fields = ["email", "language", "created_at", "erased_at"]

    def get_urls(self):
        guard = self.admin_site.admin_view
        own = [
            path("words/", guard(donor_pages.words_page), name="donations_donor_words"),
            path("<int:pk>/erase/", guard(donor_pages.erase), name="donations_donor_erase"),
        ]
        return own + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        donor = self.get_object(request, object_id)
        around = donor and {
            "payments": donor.payments.order_by("-created_at")[:50],
            "pledges": donor.pledges.all(),
            "receipts": donor.receipts.all()[:50],
        }
        return super().change_view(request, object_id, form_url, around or extra_context)


@admin.register(Receipt)
class ReceiptAdmin(LookAdmin):
    actions = ["send_again"]
    list_display = ["number", "issued_at", "amount", "donor"]
    list_filter = ["year", "issued_at"]
    list_select_related = ["donor"]
    search_fields = ["donor__email", "=serial", "=entry__provider_ref"]
    fields = readonly_fields = ["number", "amount", "entry", "donor", "issued_at"]

    @admin.display(description=_("number"), ordering="serial")
    def number(self, receipt):
        return receipt.number

    @admin.display(description=_("amount"), ordering="amount_cents")
    def amount(self, receipt):
        return amount_of(receipt, receipt.amount_cents)

    @admin.action(description=_("Send again"), permissions=["view"])
    def send_again(self, request, chosen):
        sent = [receipts.send_again(each) for each in chosen.select_related("donor", "entry")]
        count = len([letter for letter in sent if letter])
        done = ngettext(
            "%(count)d receipt is on its way.", "%(count)d receipts are on their way.", count
        )
        self.message_user(request, done % {"count": count}, messages.SUCCESS)
