"""RSS of maps: the latest of every area, or the newest of one."""

import mimetypes

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Min, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Enclosure
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.feeds import ITEMS, xml_text
from articles.models import Area, Article, MapImage, Placement
from articles.presentation import absolute, moment
from articles.shared import shared_page

MOST_AREAS = 100


class MapFeed(Feed):
    """Each item carries the file, its credit and its licence."""

    def get_object(self, request, slug=""):
        request.depends_on("articles")
        return get_object_or_404(Area, slug=slug) if slug else None

    def title(self, area):
        name = _("Maps: %(area)s") % {"area": area} if area else _("Latest maps")
        return xml_text(f"{name} · {settings.SITE_NAME}")

    def description(self, area):
        if area:
            return xml_text(area.description or _("The newest maps of %(area)s.") % {"area": area})
        return _("The latest map of every area.")

    def link(self, area):
        return absolute(area.get_absolute_url() if area else reverse("articles:maps"))

    def feed_url(self, area):
        if area is None:
            return absolute(reverse("articles:maps_rss"))
        return absolute(reverse("articles:area_rss", args=[area.slug]))

    def items(self, area):
        maps = MapImage.objects.public().maps().annotate(published_at=_published_at())
        maps = maps.select_related("area").newest()
        if area is None:
            return maps.filter(pk__in=_latest_of_areas())[:MOST_AREAS]
        found = list(maps.inside(area)[:ITEMS])
        if not found:  # as its page: nobody hears of an area before its first map
            raise Http404
        return found

    def item_title(self, image):
        return xml_text(image.title)

    def item_description(self, image):
        return xml_text("\n".join(_lines(image)))

    def item_link(self, image):
        return absolute(image.get_absolute_url())

    def item_pubdate(self, image):
        return image.published_at

    def item_author_name(self, image):
        return xml_text(image.creator or image.credit) or None

    def item_categories(self, image):
        return [xml_text(image.area.name)] if image.area else []

    def item_copyright(self, image):
        return xml_text(image.copyright_notice)

    def item_enclosures(self, image):
        kind = mimetypes.guess_type(image.full)[0] or "image/webp"
        return [Enclosure(absolute(image.full_url), str(image.full_bytes), kind)]


map_feed = shared_page(require_safe(MapFeed()))


def _lines(image):
    """What a reader of a feed must know: what it shows, of when, and whose it is."""
    yield image.caption or image.alt
    if image.valid_at:
        yield _("As of %(time)s.") % {"time": moment(image.valid_at)}
    yield _("Credit: %(credit)s.") % {"credit": image.credit}
    licence = f"{image.licence} {image.licence_url}".strip()
    yield _("Licence: %(licence)s") % {"licence": licence}


def _published_at():
    """When readers could see it first."""
    placed = Placement.objects.filter(image=OuterRef("pk"), article__in=Article.objects.published())
    first = placed.order_by().values("image").annotate(at=Min("article__published_at"))
    return Subquery(first.values("at"))


def _latest_of_areas():
    maps = MapImage.objects.public().maps().filter(area=OuterRef("pk")).newest()
    latest = Area.objects.annotate(latest=Subquery(maps.values("pk")[:1]))
    return latest.filter(latest__isnull=False).values("latest")
