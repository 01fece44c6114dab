"""What moderators do about people, and what they tell each other about them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.people import Guest
from comments.reasons import Reason


class SanctionQuerySet(models.QuerySet):
    def in_force(self):
        """Those that hold now: begun, not lifted, not over."""
        lasts = Q(until=None) | Q(until__gt=timezone.now())
        return self.filter(lasts, lifted_at=None)


class Sanction(models.Model):
    """A step of the ladder: warned, all comments held, suspended, banned (sanctions.py).

    For a member or a guest with a confirmed address; for a limited time only for a network, and for
    the address of somebody who was banned and had themselves erased.
    """

    class Kind(models.TextChoices):
        WARNING = "warning", _("Warning")
        HOLD = "hold", _("All comments wait")
        SUSPENSION = "suspension", _("Suspended")
        BAN = "ban", _("Banned")

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="sanctions",
        verbose_name=_("member"),
    )
    guest = models.ForeignKey(
        Guest,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="sanctions",
        verbose_name=_("guest"),
    )
    # Keyed hashes: as in Trace.network, and of an e-mail address (readers.py).
    network = models.UUIDField(null=True, editable=False)
    address = models.UUIDField(null=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    code = models.CharField(_("reason"), max_length=20, choices=Reason)
    text = models.CharField(_("explanation"), max_length=500, blank=True)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("moderator"),
    )
    act = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)
    imposed_at = models.DateTimeField(_("imposed"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lifted by"),
    )

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        ordering = ["-imposed_at", "-pk"]
        indexes = [
            models.Index(
                fields=["member"], condition=Q(member__isnull=False), name="sanction_of_member"
            ),
            models.Index(
                fields=["guest"], condition=Q(guest__isnull=False), name="sanction_of_guest"
            ),
            models.Index(
                fields=["network"], condition=Q(network__isnull=False), name="sanction_of_network"
            ),
            models.Index(
                fields=["address"], condition=Q(address__isnull=False), name="sanction_of_address"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, guest=None, network=None, address=None)
                | Q(member=None, guest__isnull=False, network=None, address=None)
                | Q(member=None, guest=None, network__isnull=False, address=None)
                | Q(member=None, guest=None, network=None, address__isnull=False),
                name="sanction_is_for_one",
            ),
            models.CheckConstraint(
                condition=Q(network=None, address=None) | Q(until__isnull=False),
                name="nameless_sanction_ends",
            ),
            models.CheckConstraint(
                condition=~Q(kind="suspension") | Q(until__isnull=False),
                name="suspension_ends",
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(kind="ban", lifted_at=None),
                name="one_ban_per_member",
            ),
            models.UniqueConstraint(
                fields=["guest"], condition=Q(kind="ban", lifted_at=None), name="one_ban_per_guest"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.imposed_at:%Y-%m-%d}"


class Note(models.Model):
    """What moderators tell each other about a person."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name=_("member"),
    )
    guest = models.ForeignKey(
        Guest,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name=_("guest"),
    )
    text = models.CharField(_("note"), max_length=1000)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("moderator"),
    )
    noted_at = models.DateTimeField(_("noted"), default=timezone.now)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, guest=None) | Q(member=None, guest__isnull=False),
                name="note_is_about_one",
            )
        ]

    def __str__(self):
        return f"{self.noted_at:%Y-%m-%d}"
