"""What was done to comments, and by whom."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment
from comments.reasons import Reason


class AppendOnly(Exception):
    """Somebody tried to rewrite what was decided."""


class DecisionQuerySet(models.QuerySet):
    def update(self, **changes):
        """Only an account that is deleted may go from here; that is done by the database's rules."""
        if set(changes) - {"moderator"}:
            raise AppendOnly
        return super().update(**changes)

    def standing(self):
        """Those that nobody took back, and that take nothing back."""
        return self.filter(undone_by=None, undoes=None)


class Decision(models.Model):
    """What a moderator, a rule (no moderator, but its name) or its author did to a comment.

    Only ever added to. Written by deciding.py. Those of one act, such as a ban with all that goes
    with it, are taken back together.
    """

    class Action(models.TextChoices):
        APPROVE = "approve", _("Approved")
        REJECT = "reject", _("Rejected")
        HOLD = "hold", _("Held")
        FEATURE = "feature", _("Featured")
        UNFEATURE = "unfeature", _("Featured no more")
        CLOSE = "close", _("Thread closed")
        OPEN = "open", _("Thread opened")
        ERASE = "erase", _("Deleted by its author")
        UNDO = "undo", _("Taken back")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    action = models.CharField(_("action"), max_length=10, choices=Action)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="decisions",
        verbose_name=_("moderator"),
    )
    old_status = models.SmallIntegerField(_("status before"), choices=Comment.Status)
    new_status = models.SmallIntegerField(_("status after"), choices=Comment.Status)
    code = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    reason = models.CharField(_("explanation"), max_length=300, blank=True)
    rule = models.CharField(_("rule"), max_length=40, blank=True)
    act = models.UUIDField(default=uuid.uuid4, editable=False)
    undoes = models.OneToOneField(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="undone_by",
        verbose_name=_("takes back"),
    )
    # Seconds from when it began to wait for a moderator; none when it did not wait.
    waited_seconds = models.PositiveIntegerField(_("seconds waited"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-pk"]
        indexes = [
            models.Index(fields=["-decided_at", "-id"], name="decision_newest"),
            models.Index(fields=["moderator", "-decided_at"], name="decision_by_moderator"),
            models.Index(fields=["act"], name="decision_by_act"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action="reject", code=""), name="rejection_has_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.get_old_status_display()} → {self.get_new_status_display()}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)


class Claim(models.Model):
    """A moderator looks at a comment now; others leave it to them for some minutes."""

    comment = models.OneToOneField(
        Comment, primary_key=True, on_delete=models.CASCADE, related_name="claim"
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    claimed_at = models.DateTimeField(_("claimed"), default=timezone.now)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self):
        return f"{self.comment_id}: {self.moderator}"
