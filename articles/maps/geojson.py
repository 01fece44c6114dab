"""Maps as GeoJSON (RFC 7946): where each lies, and whose it is."""

from django.db.models import Q
from django.http import JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from articles.maps.archive import asked_of
from articles.paging import cursor_of, place_of
from articles.presentation import absolute
from articles.shared import shared_page

PAGE_SIZE = 200


@shared_page
@require_safe
def geojson(request):
    """The newest maps that have a place; `next` leads to those before them."""
    request.depends_on("articles")
    asked = asked_of(request.GET)
    maps = asked.maps.for_cards().filter(Q(west__isnull=False) | Q(area__west__isnull=False))
    if cursor := request.GET.get("before", ""):
        maps = maps.older_than(*place_of(cursor))
    found = list(maps.newest()[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    collection = {"type": "FeatureCollection", "features": [feature(image) for image in shown]}
    if len(found) > PAGE_SIZE:
        collection["next"] = _next(asked, shown[-1])
    dumps = {"ensure_ascii": False}
    return JsonResponse(collection, content_type="application/geo+json", json_dumps_params=dumps)


def feature(image):
    """One map: its own box, else that of its area."""
    box = image.box or image.area.box
    return {
        "type": "Feature",
        "id": image.pk,
        "bbox": box,
        "geometry": geometry(*box),
        "properties": {
            "id": image.pk,
            "title": image.title,
            "url": absolute(image.get_absolute_url()),
            "image": absolute(image.full_url),
            "as_of": image.valid_at.isoformat() if image.valid_at else None,
            "area": image.area.name if image.area else None,
            "credit": image.credit,
            "licence": image.licence,
            "licence_url": image.licence_url or None,
        },
    }


def geometry(west, south, east, north):
    """The box as a polygon; cut in two where it crosses the antimeridian (3.1.9)."""
    if west <= east:
        return {"type": "Polygon", "coordinates": [_ring(west, south, east, north)]}
    halves = [_ring(west, south, 180.0, north)], [_ring(-180.0, south, east, north)]
    return {"type": "MultiPolygon", "coordinates": list(halves)}


def _ring(west, south, east, north):
    """Counterclockwise and closed (3.1.6)."""
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _next(asked, image):
    query = urlencode({"before": cursor_of(image.filed_at, image.pk)})
    asked_again = f"{asked.query}&{query}" if asked.query else query
    return f"{absolute(reverse('articles:geojson'))}?{asked_again}"
