"""Who set out to pay, was declined or was not let through: only to look at, without addresses."""

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.limits import REASONS
from donations.models import Attempt

MARK_LENGTH = 6


@admin.register(Attempt)
class AttemptAdmin(admin.ModelAdmin):
    """The marks are the beginnings of keyed hashes: equal ones mean the same address."""

    list_display = ["moment", "kind", "reason", "provider", "address_mark", "network_mark"]
    list_display += ["payment"]
    list_display_links = None
    list_filter = ["kind", "provider", "made_at"]
    list_select_related = ["payment"]
    list_per_page = 50
    show_full_result_count = False
    fields = ["made_at", "kind", "reason", "provider", "payment"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_sortable_by(self, request):
        return ["moment"]

    @admin.display(description=_("when"), ordering="made_at")
    def moment(self, attempt):
        return date_format(localtime(attempt.made_at), "j E Y, H:i:s")

    @admin.display(description=_("why"))
    def reason(self, attempt):
        return REASONS.get(attempt.why, "–")

    @admin.display(description=pgettext_lazy("network", "address"))
    def address_mark(self, attempt):
        return _mark("address", attempt.address)

    @admin.display(description=_("network"))
    def network_mark(self, attempt):
        return _mark("network", attempt.network)


def _mark(kind, value):
    """Leads to all that came from there."""
    if value is None:
        return "–"
    address = urlencode({kind: value})
    return format_html('<a href="?{}" dir="ltr">{}</a>', address, value.hex[:MARK_LENGTH])
