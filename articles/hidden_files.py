"""Which files of pictures nobody outside may have yet: those that an embargo still hides."""

import posixpath
from pathlib import PurePosixPath

from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles.models import Article, MapImage, Placement

KNOWN_SECONDS = 30
FOLDER_PARTS = 2


def is_hidden(name):
    """True for a file of a picture that stands in an article under embargo and in no public one."""
    until = _hidden_folders().get(_folder(name))
    return until is not None and until > timezone.now()


def _folder(name):
    """All served files of a picture lie below one folder, "maps/<what nobody can guess>"."""
    parts = PurePosixPath(posixpath.normpath(name).lstrip("/")).parts
    return "/".join(parts[:FOLDER_PARTS])


def _hidden_folders():
    """{folder: end of the embargo}; asked once after each change of an article or picture."""
    key = f"hidden-files:{cache.get('stamp:articles', '')}"
    found = cache.get(key)
    if found is None:
        found = _asked()
        cache.set(key, found, KNOWN_SECONDS)
    return found


def _asked():
    places = Placement.objects.filter(image=OuterRef("pk"))
    embargoed = Article.objects.filter(embargo_until__gt=timezone.now())
    hidden = (
        MapImage.objects.filter(placements__article__in=embargoed)
        .exclude(full="")
        .exclude(Exists(places.filter(article__in=Article.objects.readable())))
    )
    rows = hidden.order_by("placements__article__embargo_until").values_list(
        "full", "placements__article__embargo_until"
    )
    return {_folder(full): until for full, until in rows if until}
