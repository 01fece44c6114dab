"""What the colours and patterns of maps mean: rows of one map, or of a set that maps share."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LegendSet(models.Model):
    """A legend that several maps share, such as "who controls what"."""

    name = models.CharField(_("name of the legend"), max_length=120, unique=True)
    note = models.CharField(
        _("note for the newsroom"),
        max_length=300,
        blank=True,
        help_text=_("When to use it. Readers don't see this."),
    )

    class Meta:
        verbose_name = _("legend for several maps")
        verbose_name_plural = _("legends for several maps")
        ordering = ["name"]

    def __str__(self):
        return self.name


class LegendRow(models.Model):
    """One line of a legend: what a colour or pattern means."""

    class Pattern(models.TextChoices):
        FILL = "fill", _("area")
        HATCH = "hatch", _("hatched area")
        LINE = "line", _("line")
        DASH = "dash", _("dashed line")
        POINT = "point", _("point")

    image = models.ForeignKey(
        "articles.MapImage", on_delete=models.CASCADE, null=True, blank=True, related_name="legend"
    )
    legend_set = models.ForeignKey(
        LegendSet, on_delete=models.CASCADE, null=True, blank=True, related_name="rows"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    colour = models.CharField(_("colour"), max_length=7, default="#a3125f")
    pattern = models.CharField(_("pattern"), max_length=10, choices=Pattern, default=Pattern.FILL)
    label = models.CharField(_("label"), max_length=100)
    meaning = models.CharField(_("meaning"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("legend row")
        verbose_name_plural = _("legend")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(colour__regex=r"^#[0-9a-fA-F]{6}$"), name="legend_colour_is_hex"
            ),
            models.CheckConstraint(
                condition=Q(image__isnull=True) ^ Q(legend_set__isnull=True),
                name="legend_row_has_one_home",
            ),
        ]

    def __str__(self):
        return self.label


def rows_of(image):
    """All that explains a map, in order: the rows of its set, then its own."""
    shared = image.legend_set.rows.all() if image.legend_set else []
    return [*shared, *image.legend.all()]
