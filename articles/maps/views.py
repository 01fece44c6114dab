"""Pages about maps: one at its full size, two beside each other, the archive, an area."""

import re

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.maps.archive import areas_with_maps, asked_of, months_of, page_of
from articles.models import Area, Article, MapImage, Placement
from articles.shared import shared_page, visible_articles

KEY = re.compile(r"[0-9]{1,18}", re.ASCII)
BESIDE = 12
LATER = 3
SHOWN_IN = 20
IN_AREA = 13
ARTICLES_OF_AREA = 6


@shared_page
@require_safe
def map_page(request, pk):
    """A map at its full size with its rights; public as soon as an article shows it."""
    request.depends_on("articles")
    image = get_object_or_404(described(request), pk=pk)
    if asked := request.GET.get("with", ""):
        return compare(request, image, asked)
    return render(request, "articles/map.html", context_of(request, image))


def visible_images(request):
    """The pictures whose page this reader may open."""
    if not request.is_shared and request.user.has_perm("articles.view_draft"):
        return MapImage.objects.exclude(full="")
    return MapImage.objects.shown_in(visible_articles(request))


def described(request):
    """The same with all that their pages say of them."""
    return (
        visible_images(request)
        .select_related("area", "legend_set")
        .prefetch_related("legend", "legend_set__rows")
    )


def compare(request, image, asked):
    """Two maps of one place over each other, the older one on the left."""
    if not KEY.fullmatch(asked):
        raise Http404
    other = get_object_or_404(described(request), pk=asked)
    if refusal := why_not(image, other):
        context = context_of(request, image) | {"refusal": refusal}
        return render(request, "articles/map.html", context, status=422)
    older, newer = sorted([image, other], key=lambda each: (each.filed_at, each.pk))
    context = {"older": older, "newer": newer, "pair": [older, newer]}
    return render(request, "articles/compare.html", context)


def why_not(image, other):
    """A sentence on why two maps can't be compared; empty when they can."""
    if image == other:
        return _("A map can't be compared with itself.")
    if not image.shows_the_place_of(other):
        return _("These maps can't be compared: they show different places.")
    if not image.is_shaped_like(other):
        return _("These maps can't be compared: their proportions differ.")
    return ""


def context_of(request, image):
    articles = visible_articles(request).filter(
        pk__in=Placement.objects.filter(image=image).values("article")
    )
    beside = MapImage.objects.public().beside(image).for_cards()
    earlier = list(beside.older_than(image.filed_at, image.pk).newest()[:BESIDE])
    later = list(beside.newer_than(image.filed_at, image.pk).oldest()[:LATER])
    return {
        "image": image,
        "articles": list(articles.for_cards().newest()[:SHOWN_IN]),
        "newer": newer_than(image),
        "comparable": comparable(image, earlier),
        "beside": [*reversed(later), *earlier],
    }


def comparable(image, earlier):
    """The map to compare it with: the one before it in its series, else of its area."""
    found = [each for each in earlier if image.is_comparable_with(each)]
    of_series = (each for each in found if image.series and each.series == image.series)
    return next(of_series, next(iter(found), None))


def newer_than(image):
    """The latest public map of its series as {pk, at}; None when that is the picture itself."""
    if not image.series:
        return None
    latest = MapImage.objects.latest_of_series(image.series, itself=image.pk).first()
    if latest is None or latest == image:
        return None
    return {"pk": latest.pk, "at": latest.filed_at}


@shared_page
@require_safe
def archive(request):
    request.depends_on("articles")
    asked = asked_of(request.GET)
    page = page_of(asked, request.GET.get("before", ""))
    context = {
        "page": page,
        "asked": asked,
        "areas": areas_with_maps(),
        "months": months_of(asked.area),
        "is_maps": True,
    }
    return render(request, "articles/maps.html", context)


@shared_page
@require_safe
def area(request, slug):
    """The latest map of a place, those before it, and what was written with them."""
    request.depends_on("articles")
    area = get_object_or_404(Area, slug=slug)
    maps = list(MapImage.objects.public().maps().inside(area).for_cards().newest()[:IN_AREA])
    if not maps:
        raise Http404
    known = areas_with_maps()
    placed = Placement.objects.filter(image__area__path__startswith=area.path)
    articles = Article.objects.published().filter(pk__in=placed.values("article"))
    articles = list(articles.for_cards().newest()[:ARTICLES_OF_AREA])
    context = {
        "area": area,
        "maps": maps,
        "rows": maps[0].legend_rows,
        "pictures": [*maps, *(article.lead_image for article in articles)],
        "trail": [each for each in known if area.path.startswith(each.path) and each != area],
        "inside": [each for each in known if each.parent_id == area.pk],
        "articles": articles,
        "is_maps": True,
    }
    return render(request, "articles/area.html", context)
