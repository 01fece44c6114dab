"""Looks at the files of a picture that tests uploaded."""

import io

from django.core.files.storage import default_storage
from PIL import Image

from articles.models import MapImage

RIGHTS = {"title": "Valley", "alt": "A valley", "credit": "R. Alder", "licence": "CC BY 4.0"}


def upload(file, **fields):
    return MapImage.objects.create_with_file(file, **RIGHTS | fields)


def files_in(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def served_names(image):
    return [image.full, image.share, *(rendition["name"] for rendition in image.renditions)]


def served(name):
    return default_storage.open(name).read()


def opened(name):
    return Image.open(io.BytesIO(served(name)))
