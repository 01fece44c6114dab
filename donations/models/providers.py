"""The providers that take money for us, what they told us, and who tried to misuse them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.models.payments import Payment
from donations.models.shown import ShownToReaders


class Provider(ShownToReaders):
    """A provider's switch. Switched off, nobody is sent there; what it tells us still counts."""

    class Override(models.TextChoices):
        AUTO = "auto", _("As the breaker decides")
        OPEN = "open", _("Keep open")
        CLOSED = "closed", _("Keep closed")

    name = models.SlugField(_("provider"), max_length=20, unique=True)
    is_on = models.BooleanField(_("switched on"), default=True)
    switched_at = models.DateTimeField(_("last switched"), null=True, blank=True, editable=False)
    notice = models.TextField(
        _("notice while switched off"),
        blank=True,
        help_text=_("What readers are told then: how to keep giving."),
    )
    # The breaker of card testing: closed until then by itself, unless somebody decided.
    override = models.CharField(_("breaker"), max_length=6, choices=Override, default=Override.AUTO)
    closed_at = models.DateTimeField(_("closed from"), null=True, blank=True, editable=False)
    closed_until = models.DateTimeField(_("closed until"), null=True, blank=True, editable=False)
    closed_why = models.CharField(_("why"), max_length=40, blank=True, editable=False)
    # When it last told us something, and when all was last compared and nothing differed.
    heard_at = models.DateTimeField(_("last event"), null=True, blank=True, editable=False)
    checked_at = models.DateTimeField(_("last checked"), null=True, blank=True, editable=False)
    alarmed_at = models.DateTimeField(_("staff told"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def is_closed_at(self, moment):
        """Whether the breaker keeps donors away then: by hand, or by itself for a while."""
        if self.override != self.Override.AUTO:
            return self.override == self.Override.CLOSED
        return bool(self.closed_until) and (self.closed_at or moment) <= moment < self.closed_until

    def switch(self, *, on, notice=""):
        """On, or off with what readers are told then; the notice outlasts the switch."""
        self.is_on, self.switched_at = on, timezone.now()
        self.notice = self.notice if on else notice
        self.save(update_fields=["is_on", "switched_at", "notice"])

    def keep(self, override):
        """Decide about the breaker by hand; what it had decided ends now."""
        self.override = override
        self.closed_until = self.closed_until and min(self.closed_until, timezone.now())
        self.save(update_fields=["override", "closed_until"])


class WebhookEvent(models.Model):
    """What a provider told us: stored before anything else, done once, told of no one."""

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("event", "Waiting")
        DONE = "done", _("Done")
        IGNORED = "ignored", _("Nothing to do")
        GIVEN_UP = "given_up", _("Given up")

    provider = models.CharField(_("provider"), max_length=20)
    event_id = models.CharField(_("event"), max_length=120)
    kind = models.CharField(_("kind"), max_length=80)
    # What it is about: the word for a kind of object (session, charge, pledge ...), and its id.
    subject = models.CharField(_("about"), max_length=20, blank=True)
    subject_ref = models.CharField(_("reference"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    happened_at = models.DateTimeField(_("happened"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    due_at = models.DateTimeField(pgettext_lazy("event", "due"), default=timezone.now)
    error = models.CharField(_("error"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(status="waiting"), name="events_to_be_processed"
            ),
            models.Index(fields=["-received_at", "-id"], name="events_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="an_event_is_stored_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.event_id}"


class Attempt(models.Model):
    """Somebody set out to pay, was declined, or was not let through. Kept for 30 days."""

    class Kind(models.TextChoices):
        START = "start", _("Begun")
        DECLINE = "decline", _("Declined")
        REFUSED = "refused", _("Not let through")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    # Which rule did not let it through.
    why = models.CharField(_("why"), max_length=40, blank=True)
    provider = models.CharField(_("provider"), max_length=20)
    payment = models.ForeignKey(
        Payment,
        on_delete=models.SET_NULL,
        null=True,
        related_name="attempts",
        verbose_name=_("payment"),
    )
    # The provider's id of a decline: told twice, it is one.
    ref = models.CharField(max_length=120, blank=True)
    address = models.UUIDField(pgettext_lazy("network", "address"), null=True)
    network = models.UUIDField(_("network"), null=True)
    made_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["provider", "made_at"], name="attempts_of_all"),
            models.Index(fields=["address", "made_at"], name="attempts_of_an_address"),
            models.Index(fields=["network", "made_at"], name="attempts_of_a_network"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "ref"], condition=~Q(ref=""), name="one_attempt_per_ref"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.why}".strip()


class Reconciliation(models.Model):
    """One comparison of our ledger with a provider's, and each difference it found."""

    provider = models.CharField(_("provider"), max_length=20)
    # The nightly one of a day happens once, however many workers there are.
    night = models.DateField(_("night"), null=True, blank=True, editable=False)
    since_at = models.DateTimeField(pgettext_lazy("period", "from"))
    until_at = models.DateTimeField(_("until"))
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    compared = models.PositiveIntegerField(_("compared"), default=0)
    mended = models.PositiveIntegerField(_("taken over"), default=0)
    # Each {"kind", "ref", "ours", "theirs", "currency", "at"}; amounts in minor units.
    differences = models.JSONField(_("differences"), default=list)
    error = models.CharField(_("error"), max_length=100, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )

    class Meta:
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "night"],
                condition=Q(night__isnull=False),
                name="one_comparison_a_night",
            )
        ]

    def __str__(self):
        return f"{self.provider} {self.since_at:%Y-%m-%d} – {self.until_at:%Y-%m-%d}"
