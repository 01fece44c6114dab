"""Where articles used to be, so that readers' links keep working."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OldPath(models.Model):
    """An address where an article used to be, on this site or the one it came from."""

    path = models.CharField(_("old path"), max_length=500, unique=True)
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="old_paths",
        verbose_name=_("article"),
    )

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self):
        return self.path
