"""The month's goal, every gift that counts towards it, and the ways to give."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CURRENCIES = [("USD", "USD"), ("EUR", "EUR"), ("GBP", "GBP"), ("CHF", "CHF"), ("SEK", "SEK")]


class Campaign(models.Model):
    """What readers give for. One is active; its goal may change from any month on."""

    name = models.CharField(_("name"), max_length=80)
    headline = models.CharField(_("headline"), max_length=160, blank=True)
    appeal = models.TextField(_("appeal"), blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="USD")
    is_active = models.BooleanField(_("active"), default=True)
    is_paused = models.BooleanField(_("paused"), default=False)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"], condition=Q(is_active=True), name="one_active_campaign"
            )
        ]

    def __str__(self):
        return self.name


class MonthlyGoal(models.Model):
    """The goal of a month and of every later month, until another row says otherwise."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="goals")
    month = models.DateField(_("from month"), help_text=_("The first day of the month."))
    amount_cents = models.BigIntegerField(_("amount in minor units"))
    only_this_month = models.BooleanField(_("only this month"), default=False)

    class Meta:
        verbose_name = _("monthly goal")
        verbose_name_plural = _("monthly goals")
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "month", "only_this_month"], name="one_goal_per_month"
            ),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="goal_is_positive"),
            models.CheckConstraint(condition=Q(month__day=1), name="goal_month_is_first_day"),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m}"


class LedgerEntry(models.Model):
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

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.GIFT)
    method = models.CharField(_("method"), max_length=10, choices=Method, default=Method.BANK)
    amount_cents = models.BigIntegerField(_("amount in minor units"))
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    booked_at = models.DateTimeField(_("booked"), default=timezone.now)
    # The movement's own id at whoever handled it: booking it twice is refused by the database.
    provider = models.CharField(_("provider"), max_length=20, default="manual")
    provider_ref = models.CharField(_("reference"), max_length=120, blank=True)
    reverses = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversals"
    )
    donor_name = models.CharField(_("public name"), max_length=80, blank=True)
    message = models.CharField(_("public message"), max_length=200, blank=True)
    is_public = models.BooleanField(_("agreed to be named"), default=False)
    note = models.TextField(_("internal note"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["-booked_at", "-pk"]
        indexes = [
            models.Index(
                fields=["campaign", "currency", "booked_at"],
                include=["amount_cents"],
                name="ledger_by_time",
            )
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
        return f"{self.get_kind_display()} {self.amount_cents} {self.currency}"


class Way(models.Model):
    """A way to give besides a card: bank details, a crypto address, a link."""

    class Kind(models.TextChoices):
        BANK = "bank", _("Bank transfer")
        CRYPTO = "crypto", _("Cryptocurrency")
        LINK = "link", _("Link")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=80)
    # Lines "label: value" for a bank, the address for a currency, the URL for a link.
    details = models.TextField(_("details"))
    note = models.TextField(_("note"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("way to give")
        verbose_name_plural = _("ways to give")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name
