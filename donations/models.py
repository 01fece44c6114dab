"""The month's goal, every gift that counts towards it, and the ways to give."""

import segno
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.money import money
from donations.querysets import (
    CampaignQuerySet,
    LedgerEntryManager,
    MonthlyGoalQuerySet,
    refuse,
)
from donations.stamp import move_stamp

CURRENCIES = [("USD", "USD"), ("EUR", "EUR"), ("GBP", "GBP"), ("CHF", "CHF"), ("SEK", "SEK")]


class ShownToReaders(models.Model):
    """A row that pages about giving show: saving or deleting it makes them look again."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        move_stamp()

    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        move_stamp()
        return deleted


class Campaign(ShownToReaders):
    """What readers give for. One is active; its goal may change from any month on."""

    name = models.CharField(
        _("name"), max_length=80, help_text=_("{month} stands for the name of the current month.")
    )
    headline = models.CharField(_("headline"), max_length=160, blank=True)
    appeal = models.TextField(_("appeal"), blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="USD")
    is_active = models.BooleanField(_("active"), default=True)
    is_paused = models.BooleanField(
        _("paused"), default=False, help_text=_("Stops asking: only the support page shows it.")
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"],
                condition=Q(is_active=True),
                name="one_active_campaign",
                violation_error_message=_("Another campaign is active: switch it off first."),
            )
        ]

    def __str__(self):
        return self.name


class MonthlyGoal(ShownToReaders):
    """The goal of a month and of every later month, until another row says otherwise."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="goals", verbose_name=_("campaign")
    )
    month = models.DateField(_("from month"), help_text=_("Any day of the month will do."))
    amount_cents = models.BigIntegerField(_("amount in minor units"))
    only_this_month = models.BooleanField(_("only this month"), default=False)

    objects = MonthlyGoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly goal")
        verbose_name_plural = _("monthly goals")
        ordering = ["-month", "-only_this_month"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "month", "only_this_month"], name="one_goal_per_month"
            ),
            models.CheckConstraint(condition=Q(amount_cents__gte=100), name="goal_is_a_whole_unit"),
            models.CheckConstraint(condition=Q(month__day=1), name="goal_month_is_first_day"),
        ]

    def __str__(self):
        return date_format(self.month, "F Y")


class LedgerEntry(ShownToReaders):
    """One booked movement of money, signed, in minor units. Never changed, only reversed."""

    class Kind(models.TextChoices):
        GIFT = "gift", _("Gift")
        REFUND = "refund", _("Refund")
        DISPUTE = "dispute", _("Dispute")
        ADJUSTMENT = "adjustment", _("Adjustment")

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
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
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

    def reverse(self, *, by):
        """Book the opposite amount, today. Reversing twice changes nothing."""
        if self.reverses_id:
            raise ValueError("A reversal can't be reversed: book the movement anew.")
        reversal, _is_new = LedgerEntry.objects.get_or_create(
            reverses=self,
            defaults={
                "campaign_id": self.campaign_id,
                "kind": self.Kind.ADJUSTMENT,
                "method": self.method,
                "amount_cents": -self.amount_cents,
                "currency": self.currency,
                "recorded_by": by,
            },
        )
        return reversal


class Way(ShownToReaders):
    """A way to give besides a card: bank details, a crypto address, a link."""

    class Kind(models.TextChoices):
        BANK = "bank", _("Bank transfer")
        CRYPTO = "crypto", _("Cryptocurrency")
        LINK = "link", _("Link")
        OTHER = "other", pgettext_lazy("way to give", "Other")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=80)
    details = models.TextField(
        _("details"),
        help_text=_(
            "Bank: one “label: value” per line. Cryptocurrency: the address alone. "
            "Link: where it leads. Other: what to do."
        ),
    )
    note = models.TextField(_("note"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("way to give")
        verbose_name_plural = _("ways to give")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name

    CHECKS = {
        Kind.LINK: URLValidator(schemes=["https", "http"]),
        Kind.CRYPTO: RegexValidator(
            r"\A[A-Za-z0-9:._-]{1,200}\Z", _("An address is one word of Latin letters and digits.")
        ),
    }

    def clean(self):
        self.details = self.details.strip()
        try:
            self.CHECKS.get(self.kind, str)(self.details)
        except ValidationError as error:
            raise ValidationError({"details": error}) from error

    @property
    def rows(self):
        """Bank details as pairs of label and value."""
        lines = [line.partition(":") for line in self.details.splitlines() if line.strip()]
        return [(label.strip(), value.strip()) for label, _colon, value in lines]

    @property
    def qr(self):
        """The address as a picture, within the page: it can't be older than the text beside it."""
        code = segno.make(self.details, error="m", micro=False)
        return mark_safe(  # noqa: S308 - drawn by segno, holds no text
            code.svg_inline(
                omitsize=True, border=4, light="#fff", svgclass="way__qr", lineclass=None
            )
        )
