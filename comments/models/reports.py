"""What readers say of comments: reports, errors in the article, illegal content; and appeals."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Article, Correction
from comments.models.comments import Comment
from comments.models.decisions import Decision
from comments.reasons import Reason


class Report(models.Model):
    """A reader says that a comment breaks a rule. Written by reports.py and deciding.py."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        UPHELD = "upheld", _("Upheld")
        DISMISSED = "dismissed", _("Dismissed")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    # Keyed hash of account or cookie, as in Comment.reader; blank once that reader was erased.
    reporter = models.UUIDField(null=True, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("member"),
    )
    code = models.CharField(_("reason"), max_length=20, choices=Reason)
    text = models.CharField(_("explanation"), max_length=500, blank=True)
    # Keyed hashes with a rotating key, forgotten after some days (traces.py).
    address = models.UUIDField(null=True, editable=False)
    network = models.UUIDField(null=True, editable=False)
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    decision = models.ForeignKey(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-reported_at", "-pk"]
        indexes = [
            models.Index(fields=["reporter", "state"], name="report_by_reporter"),
            models.Index(
                fields=["reported_at"], condition=Q(network__isnull=False), name="report_with_trace"
            ),
            models.Index(fields=["-reported_at", "-id"], name="report_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "reporter"],
                condition=Q(state="open"),
                name="one_open_report_per_reader",
            ),
        ]

    def __str__(self):
        return f"{self.comment_id}: {self.get_code_display()}"


class Ticket(models.Model):
    """A reader says that the article is wrong: for the editors."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CORRECTED = "corrected", _("Corrected")
        DECLINED = "declined", _("No error")

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="+", verbose_name=_("article")
    )
    comment = models.ForeignKey(
        Comment, on_delete=models.SET_NULL, null=True, blank=True, related_name="tickets"
    )
    reporter = models.UUIDField(null=True, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("member"),
    )
    quote = models.CharField(_("sentence in question"), max_length=300, blank=True)
    text = models.CharField(_("what is wrong"), max_length=1000)
    opened_at = models.DateTimeField(_("reported"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    answer = models.CharField(_("what was done"), max_length=500, blank=True)
    # What readers were told of it; the comment that reported it links there.
    correction = models.ForeignKey(
        Correction,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("note to readers"),
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("editor"),
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("error reported by a reader")
        verbose_name_plural = _("errors reported by readers")
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(fields=["opened_at"], condition=Q(state="open"), name="ticket_open")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "reporter"],
                condition=Q(state="open"),
                name="one_open_ticket_per_reader",
            ),
        ]

    def __str__(self):
        return f"{self.article}, {self.opened_at:%Y-%m-%d}"


class Appeal(models.Model):
    """The writer of a rejected comment asks another moderator to look again, once."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        UPHELD = "upheld", _("Granted")
        REJECTED = "rejected", _("Not granted")

    comment = models.OneToOneField(
        Comment, primary_key=True, on_delete=models.CASCADE, related_name="appeal"
    )
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    text = models.CharField(_("why"), max_length=1000)
    appealed_at = models.DateTimeField(_("appealed"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    # Who rejected the comment; none when a rule did.
    against = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("rejected by"),
    )
    judge = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("moderator"),
    )
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    judged_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("against a decision", "appeal")
        verbose_name_plural = _("appeals")
        ordering = ["appealed_at"]
        indexes = [
            models.Index(fields=["appealed_at"], condition=Q(state="open"), name="appeal_open")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(judge=F("against")) | Q(judge=None) | Q(against=None),
                name="nobody_judges_their_own_decision",
            ),
        ]

    def __str__(self):
        return f"{self.comment_id}: {self.get_state_display()}"

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def is_granted(self):
        return self.state == self.State.UPHELD
