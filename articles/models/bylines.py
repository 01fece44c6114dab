"""Who did what for an article."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.labels import Author


class Byline(models.Model):
    """What a person did for an article, in the order of the byline."""

    class Role(models.TextChoices):
        TEXT = "text", _("Text")
        MAP = "map", pgettext_lazy("role", "Map")
        PHOTO = "photo", pgettext_lazy("role", "Photo")
        TRANSLATION = "translation", _("Translation")

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="bylines"
    )
    author = models.ForeignKey(
        Author, on_delete=models.PROTECT, related_name="bylines", verbose_name=_("author")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.TEXT)
    place = models.CharField(_("place"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author", "role"], name="one_byline_per_role"
            )
        ]

    def __str__(self):
        return f"{self.author} ({self.get_role_display()})"
