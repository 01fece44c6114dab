"""Who gives, with what they want readers to know, and what they give every month."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.models.campaigns import Campaign
from donations.models.shown import CURRENCIES


class Words(models.Model):
    """The name and the message a donor offers for the supporters' list: read by staff first."""

    class WordsStatus(models.TextChoices):
        NONE = "none", _("Not to be named")
        WAITING = "waiting", _("Waiting")
        SHOWN = "shown", _("Shown")
        REFUSED = "refused", _("Refused")

    donor_name = models.CharField(_("public name"), max_length=80, blank=True)
    message = models.CharField(_("public message"), max_length=200, blank=True)
    words_status = models.CharField(
        _("public words"), max_length=8, choices=WordsStatus, default=WordsStatus.NONE
    )

    class Meta:
        abstract = True


class DonorQuerySet(models.QuerySet):
    def with_email(self, email):
        """The one donor with this address, in whatever case it is written."""
        return self.with_emails([email])

    def with_emails(self, emails):
        """The same for some addresses; `folded` is each in lower case."""
        folded = [email.lower() for email in emails if email]
        return self.annotate(folded=Lower("email")).filter(folded__in=folded).exclude(email="")

    def find_or_add(self, email, language=""):
        """The donor with this address, added when there is none; two at once are one."""
        defaults = {"email": email, "language": language}
        return self.with_email(email).get_or_create(defaults=defaults)[0]


class Donor(models.Model):
    """An address to which receipts go. Erased, it keeps no address; the sums stay."""

    email = models.EmailField(_("email address"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    # Raised, it ends every link that was sent.
    link_number = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("first seen"), default=timezone.now, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    objects = DonorQuerySet.as_manager()

    class Meta:
        verbose_name = _("donor")
        verbose_name_plural = _("donors")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="one_donor_per_email"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(email=""), name="erased_donor_has_no_email"
            ),
        ]

    def __str__(self):
        return self.email or f"#{self.pk}"


class Pledge(Words):
    """A gift of every month, charged by a provider until it ends there."""

    class Status(models.TextChoices):
        STARTED = "started", _("Not confirmed yet")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        PAST_DUE = "past_due", _("Charge failed")
        ENDED = "ended", pgettext_lazy("monthly gift", "Ended")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="pledges", verbose_name=_("campaign")
    )
    donor = models.ForeignKey(
        Donor, on_delete=models.PROTECT, related_name="pledges", verbose_name=_("donor")
    )
    provider = models.CharField(_("provider"), max_length=20)
    provider_ref = models.CharField(_("reference"), max_length=120, blank=True)
    customer_ref = models.CharField(_("customer"), max_length=120, blank=True)
    # What counts towards the goal each month, and what is added for the provider's fees.
    amount_cents = models.BigIntegerField(_("amount in minor units"))
    cover_cents = models.BigIntegerField(_("covered fees in minor units"), default=0)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.STARTED)
    is_test = models.BooleanField(_("test"), default=False)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    next_charge_at = models.DateTimeField(_("next charge"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # When the provider was asked for the state that stands here: an older answer changes nothing.
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("monthly gift")
        verbose_name_plural = _("monthly gifts")
        ordering = ["-started_at", "-pk"]
        indexes = [
            models.Index(
                fields=["campaign", "next_charge_at"],
                condition=Q(status="active"),
                name="pledges_to_be_charged",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "provider_ref"],
                condition=~Q(provider_ref=""),
                name="one_pledge_per_provider_ref",
            ),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0, cover_cents__gte=0), name="pledge_is_positive"
            ),
        ]

    def __str__(self):
        return f"{self.provider_ref or self.key}"
