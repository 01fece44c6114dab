"""Maps and pictures: the files, what they show, and whose they are."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles import attribution
from articles.maps.explaining import Explained
from articles.maps.querysets import FILED_AT, MapImageQuerySet
from articles.models.areas import Area, Box
from articles.models.legends import LegendSet
from articles.models.map_addresses import MapAddresses
from articles.models.map_files import MapFiles, MapFilesManager
from articles.stamps import move_stamps


class MapImage(Explained, MapAddresses, MapFiles, Box):
    """A map, photo, drawing or chart with its rights; the file as uploaded stays private."""

    class Kind(models.TextChoices):
        MAP = "map", pgettext_lazy("kind of image", "Map")
        PHOTO = "photo", pgettext_lazy("kind of image", "Photo")
        DRAWING = "drawing", pgettext_lazy("kind of image", "Drawing")
        CHART = "chart", pgettext_lazy("kind of image", "Chart")

    class Permission(models.TextChoices):
        OWN = "own", _("Our own work")
        LICENCE = "licence", _("An open licence")
        CONSENT = "consent", _("The owner agreed")
        AGENCY = "agency", _("Bought from an agency")
        FREE = "free", _("In the public domain")
        QUOTED = "quoted", _("Quoted, as the law allows")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MAP)
    title = models.CharField(_("title"), max_length=200)
    # What it shows.
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for readers who can't see it."),
    )
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("It only adorns: readers who can't see it miss nothing."),
    )
    caption = models.TextField(_("caption"), blank=True)
    description = models.TextField(
        _("long description"),
        blank=True,
        help_text=_("For readers who can't see it. Empty: made from the legend, area and date."),
    )
    legend_set = models.ForeignKey(
        LegendSet,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="images",
        verbose_name=_("legend"),
        help_text=_("Shared with other maps. Rows of this map alone come after it."),
    )
    has_no_legend = models.BooleanField(_("no legend"), default=False)
    area = models.ForeignKey(
        Area,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="images",
        verbose_name=_("area"),
    )
    valid_at = models.DateTimeField(
        _("as of"), null=True, blank=True, help_text=_("The moment whose state it shows.")
    )
    made_on = models.DateField(_("drawn or taken on"), null=True, blank=True)
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("newer version of"),
        help_text=_("Articles with that map will say that a newer one exists."),
    )
    # The key of the first map in a line of successors; written by save().
    series = models.PositiveBigIntegerField(editable=False, null=True, db_index=True)
    # Whose it is.
    creator = models.CharField(
        _("creator"), max_length=200, blank=True, help_text=_("Who drew or took it.")
    )
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("The line readers see.")
    )
    copyright_notice = models.CharField(_("copyright notice"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("source address"), blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    licence_url = models.URLField(_("licence address"), blank=True)
    acquire_url = models.URLField(
        _("where to ask for a licence"), blank=True, help_text=_("Empty: the page of this picture.")
    )
    permission = models.CharField(
        _("why we may show it"), max_length=12, choices=Permission, blank=True
    )
    permission_note = models.CharField(
        _("note on the permission"),
        max_length=300,
        blank=True,
        help_text=_("Who agreed, when and where it is written. Readers don't see this."),
    )
    permission_until = models.DateField(_("permission ends on"), null=True, blank=True)
    exclusive_until = models.DateField(_("exclusive until"), null=True, blank=True)
    # How it is cropped: the point, in per cent from the left and the top, that must stay.
    focal_x = models.PositiveSmallIntegerField(_("focal point, per cent from the left"), default=50)
    focal_y = models.PositiveSmallIntegerField(_("focal point, per cent from the top"), default=50)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    objects = MapFilesManager.from_queryset(MapImageQuerySet)()

    class Meta:
        verbose_name = _("map or picture")
        verbose_name_plural = _("maps and pictures")
        ordering = ["-created_at", "-pk"]
        constraints = [
            *Box.Meta.constraints,
            models.CheckConstraint(
                condition=Q(focal_x__lte=100, focal_y__lte=100), name="focal_point_is_inside"
            ),
        ]
        indexes = [
            models.Index(FILED_AT.desc(), F("id").desc(), name="map_newest"),
            models.Index(F("area"), FILED_AT.desc(), F("id").desc(), name="map_area_newest"),
            models.Index(
                fields=["files_wanted_at"],
                condition=Q(files_state="waiting"),
                name="map_files_wanted",
            ),
        ]

    def __str__(self):
        return self.title

    @transaction.atomic
    def save(self, *args, **kwargs):
        self._join_series()
        super().save(*args, **kwargs)

    def _join_series(self):
        """A successor belongs to the series of the first map that it comes after."""
        if self.supersedes:
            first, maps = self.supersedes.series or self.supersedes_id, type(self).objects
            maps.filter(pk=self.supersedes_id, series=None).update(series=first)
            own = {self.pk, self.series} - {None, first}
            maps.filter(series__in=own).update(series=first)  # two lines become one
            self.series = first

    def get_absolute_url(self):
        return reverse("articles:map", args=[self.pk])

    def move_stamps(self):
        """Outdate the pages that show it."""
        shown_in = self.placements.values_list("article", flat=True).distinct()
        move_stamps("articles", f"map:{self.pk}", *(f"article:{pk}" for pk in shown_in))

    def missing_rights(self):
        """Sentences about what must be known before a reader may see it; none when all is."""
        return [gap.sentence for gap in attribution.gaps(self)]

    @property
    def has_legend(self):
        """True when its own rows or those of its set explain the colours."""
        return self.legend.exists() or bool(self.legend_set and self.legend_set.rows.exists())

    @property
    def credit_parts(self):
        """What it is and by whom; a credit such as "Map: Rhea Alder" says both itself."""
        kind, colon, people = self.credit.partition(": ")
        return (kind, people) if colon else (self.get_kind_display(), self.credit)
