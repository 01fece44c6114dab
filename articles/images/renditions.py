"""Writes the files readers get: the full picture, smaller ones, and a crop for share cards."""

import hashlib
import io
import threading
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from articles.images.files import new_folder

WIDTHS = (480, 800, 1200, 1800, 2560)
SHARE_SIZE = (1200, 630)
WEBP_MAX_SIDE = 16_383
# Above it the encoder's own memory exceeds a gigabyte.
WEBP_MAX_PIXELS = 40_000_000
# Measured on a 6000 x 4200 map: whole upload in about 6 s; method 4 and up doubles it for 3 %.
DRAWN_WEBP = {"format": "WEBP", "lossless": True, "quality": 40, "method": 1}
PHOTO_WEBP = {"format": "WEBP", "quality": 88, "method": 2}
# For what is too large for WebP.
DRAWN_LARGE = {"format": "PNG"}
PHOTO_LARGE = {"format": "JPEG", "quality": 85}
SHARE = {"format": "JPEG", "quality": 90, "subsampling": 0, "optimize": True}
EXTENSIONS = {"WEBP": "webp", "PNG": "png", "JPEG": "jpg"}
# A large map takes hundreds of megabytes while it is open: one at a time in each process.
one_at_a_time = threading.Lock()


@dataclass
class Served:
    """The names of the files written for one upload."""

    width: int
    height: int
    full: str
    full_bytes: int
    share: str
    renditions: list[dict]


def write_served(upload, keep):
    """Write every served file of an upload with `keep` (see `all_or_nothing`)."""
    image, folder = upload.image, new_folder()
    full, full_bytes = _write(image, f"{folder}/full", _options(image, upload.is_drawn), keep)
    share, _bytes = _write(_share_crop(image), f"{folder}/share", SHARE, keep)
    steps = [step for step in WIDTHS if step < image.width]
    renditions = [_write_rendition(upload, width, folder, keep) for width in steps]
    if image.width <= WIDTHS[-1]:
        renditions.append(_rendition(full, image, full_bytes))
    return Served(image.width, image.height, full, full_bytes, share, renditions)


def _write_rendition(upload, width, folder, keep):
    height = max(1, round(upload.image.height * width / upload.image.width))
    small = upload.image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    name, size = _write(small, f"{folder}/{width}", _options(small, upload.is_drawn), keep)
    return _rendition(name, small, size)


def _rendition(name, image, size):
    return {"name": name, "width": image.width, "height": image.height, "bytes": size}


def _options(image, is_drawn):
    if max(image.size) <= WEBP_MAX_SIDE and image.width * image.height <= WEBP_MAX_PIXELS:
        return DRAWN_WEBP if is_drawn else PHOTO_WEBP
    return DRAWN_LARGE if is_drawn or image.mode == "RGBA" else PHOTO_LARGE


def _share_crop(image):
    crop = ImageOps.fit(image, SHARE_SIZE, Image.Resampling.LANCZOS)
    if crop.mode != "RGBA":
        return crop.convert("RGB")
    paper = Image.new("RGB", crop.size, "white")
    paper.paste(crop, mask=crop.getchannel("A"))
    return paper


def _write(image, stem, options, keep):
    encoded = io.BytesIO()
    image.save(encoded, **options)
    content = encoded.getvalue()
    # The name follows the content, so that caches may keep it for ever.
    digest = hashlib.sha256(content).hexdigest()[:12]
    name = f"{stem}-{digest}.{EXTENSIONS[options['format']]}"
    return keep(default_storage, name, ContentFile(content)), len(content)
