"""What went back, and what providers told us. All of it only to look at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from donations.admin.looking import LookAdmin, amount_of
from donations.models import Dispute, Refund, WebhookEvent


class MovementAdmin(LookAdmin):
    """Money that went back of a payment, in that payment's currency."""

    list_select_related = ["payment"]
    search_fields = ["=provider_ref", "=payment__charge_ref", "payment__donor__email"]

    @admin.display(description=_("amount"), ordering="amount_cents")
    def amount(self, movement):
        return amount_of(movement.payment, movement.amount_cents)


@admin.register(Refund)
class RefundAdmin(MovementAdmin):
    list_display = ["refunded_at", "amount", "status", "provider_ref", "payment"]
    list_filter = ["status", "provider", "refunded_at"]
    ordering = ["-refunded_at", "-pk"]
    fields = ["status", "amount", "refunded_at", "failed_at"]
    fields += ["payment", "provider", "provider_ref"]
    readonly_fields = fields


@admin.register(Dispute)
class DisputeAdmin(MovementAdmin):
    list_display = ["opened_at", "amount", "status", "provider_ref", "payment", "closed_at"]
    list_filter = ["status", "provider", "opened_at"]
    ordering = ["-opened_at", "-pk"]
    fields = ["status", "amount", "opened_at", "closed_at", "payment", "provider", "provider_ref"]
    readonly_fields = fields


@admin.register(WebhookEvent)
class WebhookEventAdmin(LookAdmin):
    list_display = ["received_at", "kind", "subject_ref", "status", "tries", "error"]
    list_filter = ["status", "provider", "received_at"]
    search_fields = ["=event_id", "=subject_ref", "=kind"]
