"""What a donor set out to pay, and what became of it: refunds and disputes are rows of their own."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.models.campaigns import Campaign
from donations.models.donors import Donor, Pledge, Words
from donations.models.ledger import LedgerEntry
from donations.models.shown import CURRENCIES


class Payment(Words):
    """One gift on its way: begun here, paid at a provider. What counts is in the ledger alone."""

    class Status(models.TextChoices):
        STARTED = "started", _("Begun")
        OPEN = "open", _("At the provider")
        PENDING = "pending", _("On its way")
        SETTLED = "settled", _("Settled")
        QUARANTINED = "quarantined", _("Looked at first")
        RETURNED = "returned", _("Wholly paid back")
        FAILED = "failed", pgettext_lazy("payment", "Failed")
        EXPIRED = "expired", _("Given up")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="payments", verbose_name=_("campaign")
    )
    donor = models.ForeignKey(
        Donor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
        verbose_name=_("donor"),
    )
    # Of the first payment of a monthly gift, and of each renewal.
    pledge = models.ForeignKey(
        Pledge,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
        verbose_name=_("monthly gift"),
    )
    provider = models.CharField(_("provider"), max_length=20)
    method = models.CharField(_("method"), max_length=10, choices=LedgerEntry.Method)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.STARTED)
    is_test = models.BooleanField(_("test"), default=False)
    # What counts towards the goal, and what is added for the provider's fees.
    amount_cents = models.BigIntegerField(_("amount in minor units"))
    cover_cents = models.BigIntegerField(_("covered fees in minor units"), default=0)
    returned_cents = models.BigIntegerField(_("paid back in minor units"), default=0)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    # The provider's ids of the checkout, the payment and the charge; "" until they are known.
    session_ref = models.CharField(max_length=120, blank=True)
    payment_ref = models.CharField(max_length=120, blank=True)
    charge_ref = models.CharField(_("reference"), max_length=120, blank=True)
    # What a donor writes into a bank transfer so that we recognise it.
    code = models.CharField(_("code"), max_length=20, null=True, blank=True, unique=True)  # noqa: DJ001
    declines = models.PositiveSmallIntegerField(_("declined"), default=0)
    suspicion = models.CharField(_("suspicion"), max_length=40, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("released by"),
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    # Keyed hashes, emptied after 30 days.
    address = models.UUIDField(null=True, editable=False)
    network = models.UUIDField(null=True, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    settled_at = models.DateTimeField(pgettext_lazy("payment", "settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="payments_newest"),
            models.Index(
                fields=["words_status", "created_at"],
                condition=Q(words_status="waiting"),
                name="payments_with_words_waiting",
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(
                    status__in=["started", "open", "expired", "failed"], donor__isnull=False
                ),
                name="payments_never_paid",
            ),
        ]
        constraints = [
            *[
                models.UniqueConstraint(
                    fields=["provider", name],
                    condition=~Q(**{name: ""}),
                    name=f"one_payment_per_{name}",
                )
                for name in ("session_ref", "payment_ref", "charge_ref")
            ],
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0, cover_cents__gte=0, returned_cents__gte=0),
                name="payment_is_positive",
            ),
        ]
        permissions = [("refund_payment", _("Can pay back and release payments"))]

    def __str__(self):
        return self.charge_ref or self.code or str(self.key)

    @property
    def total_cents(self):
        """What the donor pays: the gift and the covered fees."""
        return self.amount_cents + self.cover_cents

    @property
    def is_held(self):
        """True until somebody lets a suspicious gift count."""
        return bool(self.suspicion) and self.released_at is None


class Refund(models.Model):
    """Money a provider pays back, whoever asked for it."""

    class Status(models.TextChoices):
        PENDING = "pending", pgettext_lazy("refund", "Pending")
        DONE = "done", _("Paid back")
        FAILED = "failed", pgettext_lazy("payment", "Failed")

    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="refunds", verbose_name=_("payment")
    )
    provider = models.CharField(_("provider"), max_length=20)
    provider_ref = models.CharField(_("reference"), max_length=120)
    amount_cents = models.BigIntegerField(_("amount in minor units"))
    status = models.CharField(_("status"), max_length=8, choices=Status)
    refunded_at = models.DateTimeField(_("paid back"))
    failed_at = models.DateTimeField(_("failed"), null=True, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "provider_ref"], name="one_refund_per_provider_ref"
            ),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="refund_row_is_positive"),
        ]

    def __str__(self):
        return self.provider_ref


class Dispute(models.Model):
    """A charge that the donor's bank took back, for a while or for good."""

    class Status(models.TextChoices):
        INQUIRY = "inquiry", _("Inquiry")
        OPEN = "open", _("Held back")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="disputes", verbose_name=_("payment")
    )
    provider = models.CharField(_("provider"), max_length=20)
    provider_ref = models.CharField(_("reference"), max_length=120)
    amount_cents = models.BigIntegerField(_("amount in minor units"))
    status = models.CharField(_("status"), max_length=8, choices=Status)
    opened_at = models.DateTimeField(pgettext_lazy("dispute", "opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "provider_ref"], name="one_dispute_per_provider_ref"
            )
        ]

    def __str__(self):
        return self.provider_ref
