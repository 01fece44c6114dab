"""Looks at the files of a picture that tests uploaded."""

import io

from django.core.files.storage import default_storage
from PIL import Image

from articles import images
from articles.models import MapImage

RIGHTS = {"title": "Valley", "alt": "A valley", "credit": "R. Alder", "licence": "CC BY 4.0"}


def upload(file, **fields):
    """A picture with all its files, as it is when the background task is done."""
    image = upload_only(file, **fields)
    assert image.make_files()
    forget_replaced(image)
    return image


def upload_only(file, **fields):
    """A picture as it is after the request that brought it."""
    return MapImage.objects.create_with_file(file, **RIGHTS | fields)


def forget_replaced(image):
    """The quick file, which is kept for a day, goes at once."""
    for row in image.replaced.all():
        images.remove([(default_storage, name) for name in row.served])
        row.delete()


def files_in(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def served_names(image):
    """Every file that readers get of a picture."""
    renditions = [rendition["name"] for rendition in image.renditions]
    tiles = images.tile_names(image.tiles)
    return [image.full, image.share, image.fallback, *renditions, *tiles]


def served(name):
    return default_storage.open(name).read()


def opened(name):
    return Image.open(io.BytesIO(served(name)))
