"""What somebody is told: by the bell on the site, by mail, or both."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment
from comments.models.decisions import Decision
from comments.models.subscriptions import Level, Subscriber, Subscription


class Announcement(models.Model):
    """A comment that readers see for the first time, until all who follow it have their notice.

    Written in the transaction that shows it; how long the list of subscribers is costs that one
    nothing. The worker goes through the list and notes how far it came.
    """

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, primary_key=True, related_name="announcement"
    )
    # The last subscription that was looked at.
    after = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        indexes = [models.Index(fields=["due_at"], name="announcement_due")]

    def __str__(self):
        return str(self.comment_id)


class Notice(models.Model):
    """One thing that one subscriber is told, once."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("New comment")
        REPLY = "reply", _("Reply")
        MENTION = "mention", _("Mention")
        APPROVED = "approved", _("Published")
        REJECTED = "rejected", _("Removed")
        FEATURED = "featured", _("Featured")

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, db_index=False, related_name="notices"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="notices")
    # The number of the comment's thread (its tree_id).
    thread = models.BigIntegerField()
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, null=True, related_name="+")
    # Why it is mailed; none: for the bell alone, or because of the member's own wish.
    subscription = models.ForeignKey(
        Subscription, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    # How soon it is mailed, and from when on; none: not by mail.
    level = models.CharField(max_length=10, choices=Level, blank=True)
    due_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(
        "newsportal.OutgoingMail", on_delete=models.SET_NULL, null=True, related_name="notices"
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["subscriber", "-made_at", "-id"], name="notice_by_time"),
            models.Index(fields=["subscriber"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=["due_at", "subscriber"],
                condition=Q(due_at__isnull=False, mailed_at=None),
                name="notice_due",
            ),
            models.Index(fields=["made_at"], name="notice_made"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "comment"],
                condition=Q(decision=None),
                name="a_comment_is_told_once",
            ),
            models.UniqueConstraint(
                fields=["subscriber", "decision"],
                condition=Q(decision__isnull=False),
                name="a_decision_is_told_once",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.comment_id}"
