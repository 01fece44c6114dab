"""Files that a picture had before."""

from functools import partial
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import images
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

    @transaction.atomic
    def forget_served(self):
        """Remove what readers got; without a file of its own the row has nothing left to say."""
        files = [(default_storage, name) for name in self.served]
        if files and not self.image.is_shown_by_address(PurePosixPath(self.served[0]).parent):
            transaction.on_commit(partial(images.remove, files))
        if self.file:
            self.served = []
            self.save(update_fields=["served"])
        else:
            self.delete()
