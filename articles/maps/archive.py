"""The archive of maps by area and month: what was asked for, and one page of it.

A page is addressed by the last map of the one before, as lists of articles are.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncMonth
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import urlencode

from articles.maps.querysets import FILED_AT
from articles.models import Area, MapImage
from articles.paging import cursor_of, place_of

PAGE_SIZE = 24
MONTH = "%Y-%m"
YEARS = range(1000, 9999)


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: maps of an area, of a month, of both, or all."""

    area: Area | None = None
    month: datetime | None = None

    @property
    def maps(self):
        maps = MapImage.objects.public().maps()
        if self.area:
            maps = maps.inside(self.area)
        return maps.alias(filed=FILED_AT).filter(filed__range=self._span) if self.month else maps

    @property
    def query(self):
        """As it stands in an address, "?" left out."""
        month = self.month and f"{self.month:{MONTH}}"
        asked = {"area": self.area and self.area.slug, "month": month}
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def _span(self):
        later = (self.month + timedelta(days=31)).replace(day=1)
        begins, ends = timezone.make_aware(self.month), timezone.make_aware(later)
        return begins, ends - timedelta(microseconds=1)


@dataclass
class Page:
    maps: list = field(default_factory=list)
    older: str = ""  # the cursor of the next page, empty on the last


def asked_of(query):
    """What an address asks for. One we never made is no page."""
    slug, month = query.get("area", ""), query.get("month", "")
    return Asked(
        area=get_object_or_404(Area, slug=slug) if slug else None,
        month=_month_of(month) if month else None,
    )


def page_of(asked, cursor=""):
    """The newest maps, or those after the cursor, each with `earlier`: what to compare it with."""
    maps = asked.maps.for_cards().annotate(earlier_pk=_earlier())
    if cursor:
        maps = maps.older_than(*place_of(cursor))
    found = list(maps.newest()[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    _add_earlier(shown)
    is_last = len(found) <= PAGE_SIZE
    return Page(shown, "" if is_last else cursor_of(shown[-1].filed_at, shown[-1].pk))


def months_of(area=None):
    """[{month, count}] of the maps of an area, or of all, the newest first."""
    maps = Asked(area=area).maps.alias(filed=FILED_AT).values(month=TruncMonth("filed"))
    return list(maps.annotate(count=Count("pk")).order_by("-month"))


def areas_with_maps():
    """The areas with public maps, and those around them, as a tree read from the top down.

    Each has `names`, from the outermost area to itself.
    """
    maps = MapImage.objects.public().maps().filter(area=OuterRef("pk"))
    paths = Area.objects.filter(Exists(maps)).values_list("path", flat=True)
    known = Area.objects.in_bulk({key for path in paths for key in _keys(path)})
    for area in known.values():
        area.names = [known[key].name for key in _keys(area.path) if key in known]
    return sorted(known.values(), key=lambda area: [name.casefold() for name in area.names])


def _earlier():
    """The key of the map before this one in its series, else of its area."""
    filed_at = Coalesce(OuterRef("valid_at"), OuterRef("created_at"))
    older = MapImage.objects.public().maps().older_than(filed_at, OuterRef("pk")).newest()
    keys = (older.filter(**{name: OuterRef(name)}).values("pk")[:1] for name in ("series", "area"))
    return Coalesce(*(Subquery(each) for each in keys))


def _add_earlier(maps):
    found = MapImage.objects.in_bulk([each.earlier_pk for each in maps if each.earlier_pk])
    for each in maps:
        earlier = found.get(each.earlier_pk)
        each.earlier = earlier if earlier and each.is_comparable_with(earlier) else None


def _month_of(text):
    try:
        month = datetime.strptime(text, MONTH)  # noqa: DTZ007 - made aware in the site's zone
    except ValueError:
        raise Http404 from None
    if month.year not in YEARS:
        raise Http404
    return month


def _keys(path):
    return [int(key) for key in path.strip("/").split("/") if key]
