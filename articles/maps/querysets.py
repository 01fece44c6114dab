"""Which maps readers may find, in what order, and which of them is the newest."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

# The moment a map is filed under: the one whose state it shows, else when it came.
FILED_AT = Coalesce("valid_at", "created_at")


class MapImageQuerySet(models.QuerySet):
    """Pictures; a picture is public while a published article shows it, by the clock alone."""

    def public(self, at=None):
        """Those with a file that stand in a published article at a moment (default: now)."""
        return self.filter(self._is_public(at))

    def shown_in(self, articles):
        """Those with a file that stand in one of these articles."""
        return self.filter(self._stands_in(articles))

    def maps(self):
        """Without photos, drawings and charts."""
        return self.filter(kind=self.model.Kind.MAP)

    def newest(self):
        """Newest first, by the moment each is filed under; the key makes the order total."""
        return self.order_by(FILED_AT.desc(), "-pk")

    def oldest(self):
        return self.order_by(FILED_AT.asc(), "pk")

    def older_than(self, filed_at, pk):
        """What follows a map in `newest`."""
        older = self.alias(filed=FILED_AT).filter(filed__lte=filed_at)
        return older.exclude(filed=filed_at, pk__gte=pk)

    def newer_than(self, filed_at, pk):
        """What comes before a map in `newest`."""
        newer = self.alias(filed=FILED_AT).filter(filed__gte=filed_at)
        return newer.exclude(filed=filed_at, pk__lte=pk)

    def inside(self, area):
        """Those of an area and of all areas in it."""
        return self.filter(area__path__startswith=area.path)

    def beside(self, image):
        """The other maps of its area or of its series."""
        others = Q(pk__in=[])
        if image.area_id:
            others |= Q(area=image.area_id)
        if image.series:
            others |= Q(series=image.series)
        return self.maps().filter(others).exclude(pk=image.pk)

    def latest_of_series(self, series, *, itself, at=None):
        """The latest public map of a series, first in line; dated ones before undated.

        The picture that is looked at counts as public: whoever asks sees it.
        """
        line = self.filter(Q(pk=itself) | self._is_public(at), series=series)
        return line.order_by(F("valid_at").desc(nulls_last=True), "-pk")

    def for_cards(self):
        """Everything a card of the archive shows, in one statement."""
        return self.select_related("area")

    def _is_public(self, at):
        articles = self._placements.model._meta.get_field("article").related_model.objects
        return self._stands_in(articles.published(at))

    def _stands_in(self, articles):
        placed = self._placements.filter(image=OuterRef("pk"), article__in=articles)
        return Q(Exists(placed)) & ~Q(full="")

    @property
    def _placements(self):
        return self.model._meta.get_field("placements").related_model.objects
