"""Files that a picture had before."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.maps import MapImage


class ReplacedFile(models.Model):
    """What readers got of a picture until a moment, and the file as uploaded, which stays.

    The served files stay a day longer, for pages that were cached with them; then
    `forget_replaced_files` removes them and empties `served`.
    """

    image = models.ForeignKey(MapImage, on_delete=models.CASCADE, related_name="replaced")
    # Private; empty when only the served files were made anew.
    file = models.CharField(max_length=200, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    served = models.JSONField(default=list)
    note = models.CharField(_("what changed"), max_length=200, blank=True)
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("replaced file")
        verbose_name_plural = _("replaced files")
        ordering = ["-replaced_at", "-pk"]

    def __str__(self):
        return f"{self.image} {self.width} × {self.height}"
