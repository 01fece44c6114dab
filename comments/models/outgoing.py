"""Mails that are written with what they tell of, and sent afterwards."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment


class OutgoingMail(models.Model):
    """One mail to one address: stored in the transaction that causes it, sent by outbox.py."""

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    # Mail about a comment that is erased meanwhile is not sent.
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    # The kind of error alone: its words may hold an address.
    error = models.CharField(_("last error"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(sent_at=None), name="mail_due")
        ]

    def __str__(self):
        return self.subject
