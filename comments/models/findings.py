"""What the pipeline saw in a comment, and where it came from."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment


class Finding(models.Model):
    """What one rule said of a comment's text as it is: why it waits or was rejected."""

    class Outcome(models.TextChoices):
        HOLD = "hold", _("Hold")
        REJECT = "reject", _("Reject")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(_("rule"), max_length=40)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    # What it saw, as the rule's own names for it; words stand there as they were written.
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)
    found_at = models.DateTimeField(_("found"), default=timezone.now)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["pk"]
        indexes = [models.Index(fields=["rule", "comment"], name="finding_by_rule")]

    def __str__(self):
        return f"{self.rule}: {self.get_outcome_display()}"


class Trace(models.Model):
    """Where a comment came from and what it said, as keyed hashes, for some days (traces.py)."""

    comment = models.OneToOneField(
        Comment, primary_key=True, on_delete=models.CASCADE, related_name="trace"
    )
    address = models.UUIDField(null=True)
    network = models.UUIDField(null=True)
    said = models.UUIDField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        indexes = [
            models.Index(fields=["network", "-made_at"], name="trace_by_network"),
            models.Index(fields=["said", "-made_at"], name="trace_by_words"),
            models.Index(fields=["made_at"], name="trace_by_time"),
        ]

    def __str__(self):
        return str(self.comment_id)


class TraceKey(models.Model):
    """A random key under which addresses are hashed for some days; deleted, no trace leads back."""

    begins_on = models.DateField(unique=True)
    secret = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("key of traces")
        verbose_name_plural = _("keys of traces")

    def __str__(self):
        return str(self.begins_on)
