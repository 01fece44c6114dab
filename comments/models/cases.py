"""Notices of illegal content (Regulation (EU) 2022/2065, articles 16, 17 and 20)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment
from comments.models.decisions import Decision

# No letters or digits that are taken for one another when read aloud.
LETTERS = "ACDEFHJKLMNPQRTUVWXY3479"


def new_reference():
    return get_random_string(10, LETTERS)


class LegalCase(models.Model):
    """Somebody says that a comment is illegal, by which law, and why. Written by cases.py."""

    class State(models.TextChoices):
        AWAITING = "awaiting", _("Awaiting review")
        UNDER_REVIEW = "under_review", _("Under review")
        COMPLETED = "completed", _("Decided")
        VOID = "void", _("Void")

    class Outcome(models.TextChoices):
        REMOVED = "removed", _("Content removed")
        KEPT = "kept", _("Content stays")

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference, editable=False
    )
    comment = models.ForeignKey(
        Comment, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    address = models.CharField(_("address of the content"), max_length=500)
    law = models.CharField(_("law"), max_length=500)
    explanation = models.CharField(_("explanation"), max_length=1000)
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_in_good_faith = models.BooleanField(_("said in good faith"), default=False)
    language = models.CharField(max_length=10, blank=True, editable=False)
    opened_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.AWAITING)
    outcome = models.CharField(_("decision"), max_length=8, choices=Outcome, blank=True)
    ground = models.CharField(_("grounds of the decision"), max_length=1000, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("moderator"),
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("case of illegal content")
        verbose_name_plural = _("cases of illegal content")
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(
                fields=["opened_at"],
                condition=Q(state__in=["awaiting", "under_review"]),
                name="case_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="completed") | ~Q(outcome="", ground=""),
                name="decided_case_has_outcome_and_ground",
            )
        ]

    def __str__(self):
        return self.reference
