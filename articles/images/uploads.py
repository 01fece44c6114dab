"""Reads an uploaded picture with suspicion: what it is, how large, and nothing but its pixels."""

import io
import logging
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageChops, ImageCms, ImageOps

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
TEXTS = {"xmp", "comment", "photoshop", "XML:com.adobe.xmp"}
SIXTEEN_BITS = {"I;16", "I;16L", "I;16B", "I;16N", "I"}
SAMPLE_PIXELS = 1500
# In maps and charts of plain tints nearly all pixels repeat their neighbour; with shaded relief
# about half do, in photos a tenth. Lossless files of the last two are four times as large.
EVEN_SHARE = 0.7
# Pillow's own limit, so that its warnings and ours speak of the same number.
Image.MAX_IMAGE_PIXELS = settings.MAP_UPLOAD_MAX_MEGAPIXELS * 1_000_000


@dataclass
class Upload:
    """The pixels of an upload, upright and in sRGB, and what was left out of them."""

    image: Image.Image
    is_drawn: bool
    notes: list[str] = field(default_factory=list)


def check_upload(file):
    """Open a file as far as its header and refuse what we don't take. Decodes nothing."""
    _check_bytes(file.size)
    image = _open(file)
    width, height = image.size
    if width * height > settings.MAP_UPLOAD_MAX_MEGAPIXELS * 1_000_000:
        raise _too_many_pixels()
    return image


def read_upload(file):
    """Decode a file that `check_upload` accepts; a damaged one is refused."""
    image = check_upload(file)
    try:
        image.load()
        return _without_extras(image)
    except Exception as error:  # decoders raise nearly anything for a damaged file
        logger.warning("an upload could not be decoded", exc_info=True)
        raise _refusal(_("The file is damaged or incomplete: it can't be read.")) from error


def _refusal(message):
    return ValidationError({"file": message})


def _check_bytes(size):
    limit = settings.MAP_UPLOAD_MAX_MEGABYTES * 1024 * 1024
    if size > limit:
        sizes = {"size": filesizeformat(size), "limit": filesizeformat(limit)}
        raise _refusal(_("The file has %(size)s; at most %(limit)s are accepted.") % sizes)


def _too_many_pixels():
    message = _("The picture is too large to be shown: at most %(limit)s megapixels are accepted.")
    return _refusal(message % {"limit": settings.MAP_UPLOAD_MAX_MEGAPIXELS})


def _open(file):
    expected = FORMATS.get(Path(file.name or "").suffix.lower(), set())
    try:
        file.seek(0)
        image = Image.open(file, formats=DECODERS)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:  # as above
        raise _not_a_picture() from error
    if image.format not in expected:
        raise _not_a_picture()
    return image


def _not_a_picture():
    return _refusal(
        _("Only PNG, JPEG, WebP and TIFF pictures are accepted, and the name must say which it is.")
    )


def _without_extras(image):
    notes = _notes(image)
    is_lossy = image.format in {"JPEG", "MPO"}
    is_palette = image.mode in {"1", "P"}
    profile = image.info.get("icc_profile")
    ImageOps.exif_transpose(image, in_place=True)
    pixels = _in_srgb(_in_eight_bits(image), profile)
    pixels.info.clear()
    is_drawn = not is_lossy and (is_palette or _evenness(pixels) > EVEN_SHARE)
    return Upload(pixels, is_drawn, notes)


def _in_eight_bits(image):
    """The same pixels in a mode that colours can be managed and scaled in."""
    if image.mode in SIXTEEN_BITS:
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"L", "RGB", "RGBA", "CMYK"} and "transparency" not in image.info:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image, profile):
    mode = image.mode if image.mode in {"L", "RGBA"} else "RGB"
    if not profile:
        return _as(mode, image)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        alpha = image.getchannel("A") if mode == "RGBA" else None
        opaque = _as("RGB", image) if alpha else image
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(opaque, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):  # a profile of another kind of picture
        return _as(mode, image)
    if alpha:
        converted.putalpha(alpha)
    return converted


def _as(mode, image):
    """The image in a mode; converting to the same mode would copy hundreds of megabytes."""
    return image if image.mode == mode else image.convert(mode)


def _evenness(image):
    """The share of pixels that equal their left neighbour, in the middle of the picture."""
    width, height = image.size
    left, top = max(0, (width - SAMPLE_PIXELS) // 2), max(0, (height - SAMPLE_PIXELS) // 2)
    box = (left, top, min(width, left + SAMPLE_PIXELS), min(height, top + SAMPLE_PIXELS))
    sample = image.convert("RGB").crop(box) if image.mode == "RGBA" else image.crop(box)
    difference = ImageChops.difference(sample, ImageChops.offset(sample, 1, 0))
    histogram = difference.convert("L").histogram()
    return histogram[0] / sum(histogram)


def _notes(image):
    """One sentence for each thing in the file that no served file will have."""
    exif = image.getexif()
    has_texts = bool(TEXTS & set(image.info)) or bool(getattr(image, "text", None))
    found = [
        (
            exif.get_ifd(ExifTags.IFD.GPSInfo),
            _("The place where it was taken (GPS) stays private."),
        ),
        (exif, _("Camera data and serial numbers (EXIF) stay private.")),
        (has_texts, _("Texts inside the file (XMP, IPTC, comments) stay private.")),
        (image.info.get("icc_profile"), _("Its colours were converted to sRGB.")),
        (exif.get(ExifTags.Base.Orientation, 1) != 1, _("It was turned upright.")),
    ]
    return [sentence for is_there, sentence in found if is_there]
