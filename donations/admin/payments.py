"""Payments and monthly gifts: looked at here, changed only by what the provider says of them."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations import returning, switches
from donations.admin import payment_pages
from donations.admin.looking import LookAdmin, amount_of
from donations.models import Payment, Pledge, WebhookEvent

EVENTS_SHOWN = 50
DOUBTS = switches.SUSPICIONS | {"risk": _("The provider sees a risk")}


@admin.register(Payment)
class PaymentAdmin(LookAdmin):
    change_form_template = "admin/donations/payment/change_form.html"
    list_display = ["created_at", "total", "state", "method", "donor", "charge_ref", "code"]
    list_filter = ["status", "provider", "is_test", "created_at"]
    list_select_related = ["donor"]
    search_fields = ["=charge_ref", "=payment_ref", "=session_ref", "=code", "donor__email"]
    money = ["state", "doubt", "total", "gift", "cover", "returned", "donor", "pledge"]
    times = ["created_at", "settled_at", "released_by", "released_at"]
    words = ["donor_name", "message", "words_status", "language"]
    refs = ["campaign", "provider", "method", "is_test", "declines", "code"]
    refs += ["charge_ref", "payment_there", "checkout_there"]
    fieldsets = [
        (None, {"fields": money + times}),
        (_("For readers"), {"fields": words}),
        (_("At the provider"), {"fields": refs, "classes": ["collapse"]}),
    ]
    readonly_fields = money + times + words + refs

    def get_urls(self):
        return [*payment_pages.urls(self), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        payment = self.get_object(request, object_id)
        around = payment and self.has_view_permission(request, payment) and _around(payment)
        return super().change_view(request, object_id, form_url, around or extra_context)

    @admin.display(description=_("status"), ordering="status")
    def state(self, payment):
        """An open transfer is at no provider: we wait for the donor's bank."""
        if payment.code and payment.status == Payment.Status.OPEN:
            return _("Transfer announced")
        return payment.get_status_display()

    @admin.display(description=_("suspicion"))
    def doubt(self, payment):
        return DOUBTS.get(payment.suspicion, payment.suspicion) or "-"

    @admin.display(description=_("payment there"))
    def payment_there(self, payment):
        return payment.payment_ref or "-"

    @admin.display(description=_("checkout there"))
    def checkout_there(self, payment):
        return payment.session_ref or "-"

    @admin.display(description=_("amount"), ordering="amount_cents")
    def total(self, payment):
        return amount_of(payment, payment.total_cents)

    @admin.display(description=_("counts towards the goal"))
    def gift(self, payment):
        return amount_of(payment, payment.amount_cents)

    @admin.display(description=_("covered fees"))
    def cover(self, payment):
        return amount_of(payment, payment.cover_cents)

    @admin.display(description=_("paid back"))
    def returned(self, payment):
        return amount_of(payment, payment.returned_cents)


@admin.register(Pledge)
class PledgeAdmin(LookAdmin):
    change_form_template = "admin/donations/pledge/change_form.html"
    list_display = ["started_at", "total", "status", "donor", "next_charge_at", "provider_ref"]
    list_filter = ["status", "provider", "is_test"]
    list_select_related = ["donor"]
    search_fields = ["=provider_ref", "=customer_ref", "donor__email"]
    fields = [
        *("status", "total", "cover", "donor", "campaign", "provider", "provider_ref"),
        *("customer_ref", "is_test", "donor_name", "message", "words_status"),
        *("started_at", "next_charge_at", "ended_at"),
    ]
    readonly_fields = fields

    def get_urls(self):
        return [*payment_pages.pledge_urls(self), *super().get_urls()]

    @admin.display(description=_("amount"), ordering="amount_cents")
    def total(self, pledge):
        return amount_of(pledge, pledge.amount_cents + pledge.cover_cents)

    @admin.display(description=_("covered fees"))
    def cover(self, pledge):
        return amount_of(pledge, pledge.cover_cents)


def _around(payment):
    """What a payment's page shows below its fields, and what can be done with it."""
    refs = {payment.session_ref, payment.payment_ref, payment.charge_ref}
    refs |= {payment.pledge.provider_ref} if payment.pledge else set()
    told = Q(provider=payment.provider, subject_ref__in=refs - {""})
    return {
        "entries": payment.entries.order_by("booked_at", "pk"),
        "refunds": payment.refunds.order_by("refunded_at", "pk"),
        "disputes": payment.disputes.order_by("opened_at", "pk"),
        "events": WebhookEvent.objects.filter(told)[:EVENTS_SHOWN],
        "can_be_paid_back": returning.can_be_paid_back(payment),
        "can_be_released": payment.status == Payment.Status.QUARANTINED,
        "can_be_asked": bool(payment.payment_ref or payment.charge_ref or payment.session_ref),
    }
