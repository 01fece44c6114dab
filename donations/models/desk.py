"""What the treasurer works with: evidence, entries that wait for a second person, statements."""

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.models.campaigns import Campaign
from donations.models.donors import Donor
from donations.models.ledger import LedgerEntry
from donations.models.payments import Payment
from donations.models.shown import CURRENCIES


def private_storage():
    """Where files lie that no address of the site leads to."""
    return storages["masters"]


class Evidence(models.Model):
    """A file that shows why something was booked: a scan, a letter, a statement."""

    file = models.FileField(
        _("file"), storage=private_storage, upload_to="evidence/", max_length=200
    )
    name = models.CharField(_("name"), max_length=120)
    sha256 = models.CharField(max_length=64, unique=True)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = pgettext_lazy("document", "evidence")
        verbose_name_plural = pgettext_lazy("document", "evidence")

    def __str__(self):
        return self.name


class Proposal(models.Model):
    """An entry above the limit: booked when a second person has confirmed it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        BOOKED = "booked", _("Booked")
        DECLINED = "declined", _("Declined")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="+", verbose_name=_("campaign")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=LedgerEntry.Kind)
    method = models.CharField(_("method"), max_length=10, choices=LedgerEntry.Method)
    amount_cents = models.BigIntegerField(_("amount in minor units"))
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    booked_at = models.DateTimeField(_("booked"))
    provider = models.CharField(_("provider"), max_length=20, default="manual")
    provider_ref = models.CharField(_("reference"), max_length=120, blank=True)
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The entry that it takes back.
    reverses = models.ForeignKey(
        LedgerEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reverses"),
    )
    # Who gets a receipt.
    donor = models.ForeignKey(
        Donor, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    donor_name = models.CharField(_("public name"), max_length=80, blank=True)
    message = models.CharField(_("public message"), max_length=200, blank=True)
    is_public = models.BooleanField(_("agreed to be named"), default=False)
    note = models.TextField(_("internal note"), blank=True)
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    answer = models.CharField(_("why declined"), max_length=300, blank=True)
    entry = models.OneToOneField(
        LedgerEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="proposal"
    )

    class Meta:
        verbose_name = _("entry to be confirmed")
        verbose_name_plural = _("entries to be confirmed")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | ~Q(decided_by=F("proposed_by"))
                | Q(status="declined"),
                name="a_second_person_confirms",
            ),
            models.CheckConstraint(
                condition=~Q(status="booked") | Q(entry__isnull=False), name="booked_has_an_entry"
            ),
            models.UniqueConstraint(
                fields=["provider", "provider_ref"],
                condition=~Q(provider_ref="") & ~Q(status="declined"),
                name="one_proposal_per_provider_ref",
            ),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=Q(reverses__isnull=False) & ~Q(status="declined"),
                name="one_proposal_to_reverse_an_entry",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.provider_ref}".strip()


class Statement(models.Model):
    """A bank's list of movements, as it was imported."""

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        CAMT = "camt.053", "camt.053"

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="statements", verbose_name=_("campaign")
    )
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="statement")
    format = models.CharField(_("format"), max_length=8, choices=Format)
    account = models.CharField(pgettext_lazy("bank", "account"), max_length=40, blank=True)
    imported_at = models.DateTimeField(_("imported"), default=timezone.now, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("imported by"),
    )

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-imported_at", "-pk"]

    def __str__(self):
        return self.evidence.name


class StatementLine(models.Model):
    """One movement of a statement. The same movement in two statements is one line."""

    class Status(models.TextChoices):
        NEW = "new", pgettext_lazy("line of a statement", "New")
        BOOKED = "booked", _("Booked")
        PROPOSED = "proposed", _("Waits for a second person")
        IGNORED = "ignored", _("Not ours to book")

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="lines")
    # The bank's own reference, or a hash of what the line says and its place among equal ones.
    ref = models.CharField(_("reference"), max_length=120)
    account = models.CharField(pgettext_lazy("bank", "account"), max_length=40, blank=True)
    booked_on = models.DateField(_("booked"))
    amount_cents = models.BigIntegerField(_("amount in minor units"))
    currency = models.CharField(_("currency"), max_length=3)
    payer = models.CharField(_("payer"), max_length=140, blank=True)
    text = models.CharField(_("text"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.NEW)
    payment = models.ForeignKey(
        Payment, on_delete=models.SET_NULL, null=True, blank=True, related_name="statement_lines"
    )
    entry = models.OneToOneField(
        LedgerEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="statement_line"
    )
    proposal = models.ForeignKey(
        Proposal, on_delete=models.SET_NULL, null=True, blank=True, related_name="statement_lines"
    )

    class Meta:
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of statements")
        ordering = ["booked_on", "pk"]
        indexes = [
            models.Index(
                fields=["statement"], condition=Q(status="new"), name="lines_to_be_booked"
            ),
            models.Index(fields=["payer"], name="lines_of_a_payer"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "ref"], name="a_movement_is_imported_once"),
            models.CheckConstraint(condition=~Q(amount_cents=0), name="line_moves_money"),
        ]

    def __str__(self):
        return f"{self.booked_on} {self.ref}"
