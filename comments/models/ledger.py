"""What the public is told of moderation, month by month."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ModeratedMonth(models.Model):
    """The numbers of a month that is over, kept so that nobody counts them again (ledger.py)."""

    begins_on = models.DateField(_("month"), primary_key=True)
    numbers = models.JSONField(_("numbers"))
    kept_at = models.DateTimeField(_("kept"), default=timezone.now)

    class Meta:
        verbose_name = _("month of moderation")
        verbose_name_plural = _("months of moderation")
        ordering = ["-begins_on"]

    def __str__(self):
        return f"{self.begins_on:%Y-%m}"
