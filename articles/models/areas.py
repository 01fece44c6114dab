"""Places maps show: a tree of areas with their bounding boxes."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from articles.models.labels import Label

EDGES = ("west", "south", "east", "north")


class Box(models.Model):
    """A bounding box in degrees (WGS 84, RFC 7946); all four edges or none.

    West may be larger than east: such a box crosses the antimeridian.
    """

    west = models.DecimalField(_("west"), max_digits=8, decimal_places=5, null=True, blank=True)
    south = models.DecimalField(_("south"), max_digits=7, decimal_places=5, null=True, blank=True)
    east = models.DecimalField(_("east"), max_digits=8, decimal_places=5, null=True, blank=True)
    north = models.DecimalField(_("north"), max_digits=7, decimal_places=5, null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(west=None, south=None, east=None, north=None)
                | Q(
                    west__range=(-180, 180),
                    east__range=(-180, 180),
                    south__gte=-90,
                    north__lte=90,
                    south__lt=F("north"),
                ),
                name="%(class)s_box_is_whole",
            )
        ]

    @property
    def box(self):
        """[west, south, east, north] as numbers, or None."""
        if self.west is None:
            return None
        return [float(getattr(self, edge)) for edge in EDGES]


class Area(Label, Box):
    """A place that maps show, inside a larger one."""

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    # The keys from the root down to this area, "/3/17/": everything inside begins with it.
    path = models.CharField(max_length=400, editable=False, default="", db_index=True)

    class Meta(Box.Meta):
        abstract = False
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["name"]

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            self._move(path)

    def clean(self):
        super().clean()
        if self.pk and self.parent and self.parent.path.startswith(self.path or "?"):
            raise ValidationError({"parent": _("An area can't lie inside itself.")})

    def _move(self, path):
        """Take the areas inside along."""
        inside = type(self).objects.exclude(pk=self.pk)
        if self.path:
            inside.filter(path__startswith=self.path).update(
                path=Concat(Value(path), Substr("path", len(self.path) + 1))
            )
        type(self).objects.filter(pk=self.pk).update(path=path)
        self.path = path
