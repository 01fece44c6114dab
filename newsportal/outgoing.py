"""Mails that are written with what they tell of, and sent afterwards."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutgoingMailQuerySet(models.QuerySet):
    def waiting(self):
        """Neither sent nor given up."""
        return self.filter(sent_at=None, given_up_at=None)


class OutgoingMail(models.Model):
    """One mail to one address: stored in the transaction that causes it, sent by outbox.py."""

    class Priority(models.IntegerChoices):
        AWAITED = 0, _("Somebody waits for it")
        NEWS = 1, _("News")
        DIGEST = 2, _("Digest")

    to = models.EmailField(_("to"))
    sender = models.CharField(_("from"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    # Written twice under one key, it is one mail.
    key = models.CharField(_("key"), max_length=120, blank=True)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.NEWS
    )
    # Mail about what is deleted meanwhile is not sent.
    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    donor = models.ForeignKey(
        "donations.Donor", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    # While somebody sends it nobody else does; should they die, it is tried again then.
    taken_until = models.DateTimeField(_("taken until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    # The kind of error alone: its words may hold an address.
    error = models.CharField(_("last error"), max_length=100, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(
                fields=["priority", "due_at", "id"],
                condition=Q(sent_at=None, given_up_at=None),
                name="outgoing_due",
            ),
            models.Index(fields=["written_at"], name="outgoing_by_time"),
            models.Index(fields=["sent_at"], condition=~Q(text=""), name="outgoing_with_text"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key=""), name="one_mail_under_a_key"
            )
        ]

    def __str__(self):
        return self.subject
