"""Every movement of money that is booked, and every month that is closed."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.models.campaigns import Campaign
from donations.models.shown import CURRENCIES, ShownToReaders
from donations.money import money
from donations.querysets import COUNTS, ClosedMonthQuerySet, LedgerEntryManager, refuse


class LedgerEntry(ShownToReaders):
    """One booked movement of money, signed, in minor units. Never changed, only reversed."""

    class Kind(models.TextChoices):
        GIFT = "gift", _("Gift")
        REFUND = "refund", _("Refund")
        DISPUTE = "dispute", _("Dispute")
        ADJUSTMENT = "adjustment", _("Adjustment")
        # Not part of what counts towards the goal:
        COVER = "cover", _("Covered fees")
        FEE = "fee", _("Fee")

    class Method(models.TextChoices):
        BANK = "bank", _("Bank transfer")
        CASH = "cash", _("Cash")
        CRYPTO = "crypto", _("Cryptocurrency")
        CARD = "card", _("Card")
        OTHER = "other", pgettext_lazy("way to give", "Other")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="entries", verbose_name=_("campaign")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.GIFT)
    method = models.CharField(_("method"), max_length=10, choices=Method, default=Method.BANK)
    amount_cents = models.BigIntegerField(_("amount in minor units"))
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    booked_at = models.DateTimeField(_("booked"), default=timezone.now)
    # When it happened, if it was learned after that month was closed: it counts where it is booked.
    occurred_at = models.DateTimeField(_("happened"), null=True, blank=True)
    payment = models.ForeignKey(
        "donations.Payment",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("payment"),
    )
    # The movement's own id at whoever handled it: booking it twice is refused by the database.
    provider = models.CharField(_("provider"), max_length=20, default="manual")
    provider_ref = models.CharField(_("reference"), max_length=120, blank=True)
    # The entry that this one takes back whole; an entry is taken back once.
    reverses = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reversal",
        verbose_name=_("reverses"),
    )
    donor_name = models.CharField(_("public name"), max_length=80, blank=True)
    message = models.CharField(_("public message"), max_length=200, blank=True)
    is_public = models.BooleanField(_("agreed to be named"), default=False)
    note = models.TextField(_("internal note"), blank=True)
    evidence = models.ForeignKey(
        "donations.Evidence",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=pgettext_lazy("document", "evidence"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    # The second person, where the amount asks for one.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    objects = LedgerEntryManager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["-booked_at", "-pk"]
        indexes = [
            models.Index(fields=["campaign", "currency", "booked_at"], name="ledger_by_time")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "provider_ref"],
                condition=~Q(provider_ref=""),
                name="one_entry_per_provider_ref",
            ),
            models.CheckConstraint(condition=~Q(amount_cents=0), name="entry_moves_money"),
            models.CheckConstraint(
                condition=~Q(kind="gift") | Q(amount_cents__gt=0), name="gift_is_positive"
            ),
            models.CheckConstraint(
                condition=~Q(kind="refund") | Q(amount_cents__lt=0), name="refund_is_negative"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.amount}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            refuse()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        refuse()

    @property
    def amount(self):
        """The amount as people write it, in the active language."""
        return money(self.amount_cents, self.currency, exact=bool(self.amount_cents % 100))

    @property
    def public_name(self):
        """The name this donor agreed to, or nothing."""
        return self.donor_name if self.is_public else ""

    @property
    def public_message(self):
        return self.message if self.is_public else ""

    @transaction.atomic
    def reverse(self, *, by, confirmed_by=None):
        """Book the opposite amount, today. Reversing twice changes nothing."""
        if self.reverses_id:
            raise ValueError("A reversal can't be reversed: book the movement anew.")
        self.campaign.lock()
        if known := LedgerEntry.objects.filter(reverses=self).first():
            return known
        return LedgerEntry.objects.book(
            campaign=self.campaign,
            kind=self.Kind.ADJUSTMENT if self.kind in COUNTS else self.kind,
            method=self.method,
            amount_cents=-self.amount_cents,
            currency=self.currency,
            reverses=self,
            recorded_by=by,
            confirmed_by=confirmed_by,
        )


class ClosedMonth(ShownToReaders):
    """The account of a month as it was when it was closed. Nothing is booked into it any more."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="closed_months", verbose_name=_("campaign")
    )
    month = models.DateField(_("month"))
    # The month in the zone the site had then, half-open.
    start_at = models.DateTimeField(_("start"))
    end_at = models.DateTimeField(_("end"))
    account = models.JSONField(pgettext_lazy("month", "account"))
    closed_at = models.DateTimeField(_("closed"), default=timezone.now, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )

    objects = ClosedMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "month"], name="a_month_closes_once"),
            models.CheckConstraint(
                condition=Q(end_at__gt=models.F("start_at")), name="month_ends_after_its_start"
            ),
        ]

    def __str__(self):
        return date_format(self.month, "F Y")
