"""Receipts, with numbers that have no gaps."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.donors import Donor
from donations.models.ledger import LedgerEntry
from donations.models.shown import CURRENCIES


class ReceiptSeries(models.Model):
    """The last number of a year: its row is locked while the next one is given."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return str(self.year)


class Receipt(models.Model):
    """What a donor gets for a gift. A number once given stays, also when the donor is erased."""

    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("number"))
    entry = models.OneToOneField(
        LedgerEntry, on_delete=models.PROTECT, related_name="receipt", verbose_name=_("entry")
    )
    donor = models.ForeignKey(
        Donor, on_delete=models.PROTECT, related_name="receipts", verbose_name=_("donor")
    )
    # What the donor paid: the gift and the covered fees.
    amount_cents = models.BigIntegerField(_("amount in minor units"))
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="one_receipt_per_number")
        ]

    def __str__(self):
        return self.number

    @property
    def number(self):
        return f"{self.year}-{self.serial:06}"
