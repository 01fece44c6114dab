"""How readers judge comments."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import casting
from comments.models.comments import Comment


class Vote(models.Model):
    """How one reader judges one comment. Written by casting.py and votes.py alone.

    Scores are made of the counted ones. Address and network are keyed hashes, kept for some days
    and only for guests: many votes from one place wait until a moderator has looked.
    """

    class Standing(models.IntegerChoices):
        COUNTED = casting.COUNTED, _("Counted")
        HELD = casting.HELD, _("Waits for a moderator")
        VOIDED = casting.VOIDED, _("Voided")

    pk = models.CompositePrimaryKey("comment_id", "voter")
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, db_index=False, db_constraint=False, related_name="+"
    )
    voter = models.UUIDField()
    value = models.SmallIntegerField()
    previous = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(_("cast"), default=timezone.now)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        null=True,
        db_index=False,
        db_constraint=False,
        related_name="+",
        verbose_name=_("member"),
    )
    address = models.UUIDField(null=True)
    network = models.UUIDField(null=True)
    standing = models.SmallIntegerField(
        _("standing"), choices=Standing, db_default=Standing.COUNTED
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("moderator"),
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True, db_default="")

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        indexes = [
            models.Index(fields=["voter", "-created_at"], name="vote_by_voter"),
            models.Index(
                fields=["comment", "network", "-created_at"],
                condition=Q(network__isnull=False),
                name="vote_by_network",
            ),
            models.Index(fields=["-created_at"], condition=Q(standing=1), name="vote_to_review"),
            models.Index(fields=["reviewed_at"], condition=Q(standing=2), name="vote_voided"),
            # Deleting an account asks for the votes it reviewed.
            models.Index(
                fields=["reviewer"], condition=Q(reviewer__isnull=False), name="vote_by_reviewer"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=-1, value__lte=1), name="vote_is_up_down_or_nothing"
            )
        ]

    @property
    def waits(self):
        """True for a vote that is kept but counts only after a moderator has looked."""
        return self.standing == self.Standing.HELD and self.value != 0
