"""Where pictures stand: the asset is one thing, its place in an article another."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.maps import MapImage


class Placement(models.Model):
    """A picture in an article: 0 is the one at the top, the others stand in the text.

    Written by Article.save() from `lead_image` and the text, never by hand.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="placements"
    )
    image = models.ForeignKey(MapImage, on_delete=models.PROTECT, related_name="placements")
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["article", "position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="one_picture_in_one_place")
        ]

    def __str__(self):
        return f"{self.image} #{self.position}"
