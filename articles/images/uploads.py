"""Reads an uploaded picture with suspicion: what it is, how large, and nothing but its pixels."""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from articles.images import metadata, pixels
from articles.images.tiff import is_tiff

logger = logging.getLogger(__name__)
# Decoded formats by the end of the name. A phone's JPEG with a second picture inside is an MPO.
FORMATS = {
    ".png": {"PNG"},
    ".jpg": {"JPEG", "MPO"},
    ".jpeg": {"JPEG", "MPO"},
    ".webp": {"WEBP"},
    ".tif": {"TIFF"},
    ".tiff": {"TIFF"},
}
ACCEPTED = tuple(FORMATS)
DECODERS = ("PNG", "JPEG", "WEBP", "TIFF")
LOSSY = {"JPEG", "MPO"}
# Its decoder holds four copies of the pixels.
WEBP_MAX_MEGAPIXELS = 40
# A JPEG may describe all its pixels again and again; cameras and editors do it ten times.
JPEG_MAX_SCANS = 100
START_OF_SCAN = b"\xff\xda"
CHUNK_BYTES = 1024 * 1024
# Pillow's own limit, so that its warnings and ours speak of the same number.
Image.MAX_IMAGE_PIXELS = settings.MAP_UPLOAD_MAX_MEGAPIXELS * 1_000_000


@dataclass
class Upload:
    """What a file holds: its pixels, upright and in sRGB, its full size, what it tells besides."""

    image: Image.Image
    width: int
    height: int
    is_drawn: bool
    report: dict


def check_upload(file):
    """Open a file as far as its header and refuse what we don't take. Decodes nothing."""
    _check_bytes(file.size)
    image = _open(file)
    width, height = image.size
    limit = settings.MAP_UPLOAD_MAX_MEGAPIXELS
    if image.format == "WEBP":
        limit = min(limit, WEBP_MAX_MEGAPIXELS)
    if width * height > limit * 1_000_000:
        raise _too_many_pixels(limit)
    _check_besides(image)
    if image.format in LOSSY and _scans_in(file) > JPEG_MAX_SCANS:
        raise _damaged()
    return image


def read_upload(file, *, width=None):
    """Decode a file that `check_upload` accepts; a damaged one is refused.

    With a width the pixels come reduced, but no further than this width needs.
    """
    image = check_upload(file)
    try:
        return _read(image, width)
    except ValidationError:
        raise
    except Exception as error:  # decoders raise nearly anything for a damaged file
        logger.warning("an upload could not be decoded", exc_info=True)
        raise _damaged() from error


def sha256_of(file):
    """The fingerprint of a file as it was uploaded."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def _read(image, width):
    full_size = image.size
    if width:
        image.draft(None, (width, width))
    image.load()
    _check_besides(image)  # a PNG may tell more after its pixels
    orientation, report = metadata.read(image)
    is_drawn = image.format not in LOSSY and pixels.is_drawn(image)
    small = pixels.reduced(image, width) if width else image
    turned = full_size[::-1] if orientation in pixels.LYING else full_size
    return Upload(pixels.plain(small, orientation), *turned, is_drawn, report)


def _open(file):
    expected = FORMATS.get(Path(file.name or "").suffix.lower(), set())
    try:
        if "TIFF" in expected and not is_tiff(file):
            raise UnidentifiedImageError
        file.seek(0)
        image = Image.open(file, formats=DECODERS)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(settings.MAP_UPLOAD_MAX_MEGAPIXELS) from error
    except UnidentifiedImageError as error:
        raise _not_a_picture() from error
    except Exception as error:  # as above
        raise _damaged() from error
    if image.format not in expected:
        raise _not_a_picture()
    return image


def _scans_in(file):
    """How often a JPEG starts to describe its pixels. Inside of them FF is never followed by DA."""
    scans, last = 0, b""
    file.seek(0)
    while chunk := file.read(CHUNK_BYTES):
        scans += (last + chunk).count(START_OF_SCAN)
        last = chunk[-1:]
    file.seek(0)
    return scans


def _check_bytes(size):
    limit = settings.MAP_UPLOAD_MAX_MEGABYTES * 1024 * 1024
    if size > limit:
        sizes = {"size": filesizeformat(size), "limit": filesizeformat(limit)}
        raise _refusal(_("The file has %(size)s; at most %(limit)s are accepted.") % sizes)


def _refusal(message):
    return ValidationError({"file": message})


def _too_many_pixels(limit):
    message = _("The picture is too large to be shown: at most %(limit)s megapixels are accepted.")
    return _refusal(message % {"limit": limit})


def _check_besides(image):
    if metadata.size_of(image) > metadata.MAX_BYTES:
        message = _("The file tells too much besides its picture (metadata): at most %(limit)s.")
        raise _refusal(message % {"limit": filesizeformat(metadata.MAX_BYTES)})


def _not_a_picture():
    return _refusal(
        _("Only PNG, JPEG, WebP and TIFF pictures are accepted, and the name must say which it is.")
    )


def _damaged():
    return _refusal(_("The file is damaged or incomplete: it can't be read."))
