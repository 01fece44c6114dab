"""How pixels become files: sharp for drawings, small for photos, each with its rights inside."""

import io

from PIL import Image, PngImagePlugin, features

from articles.images.iptc import app13
from articles.images.pixels import on_paper
from articles.images.xmp import packet

WEBP_MAX_SIDE = 16_383
# Above it the encoder's own memory exceeds a gigabyte.
WEBP_MAX_PIXELS = 40_000_000
# Measured on a 6000 x 4200 map: method 4 and up takes twice as long for 3 %.
DRAWN_WEBP = {"format": "WEBP", "lossless": True, "quality": 40, "method": 1}
PHOTO_WEBP = {"format": "WEBP", "quality": 88, "method": 2}
# Full colour resolution: labels on relief are coloured.
AVIF = {"format": "AVIF", "quality": 65, "speed": 8, "subsampling": "4:4:4"}
# For what is too large for WebP.
DRAWN_LARGE = {"format": "PNG"}
PHOTO_LARGE = {"format": "JPEG", "quality": 85}
PHOTO_FALLBACK = {"format": "JPEG", "quality": 80, "progressive": True}
DRAWN_FALLBACK = {"format": "PNG", "optimize": True}
SHARE = {"format": "JPEG", "quality": 90, "subsampling": 0, "optimize": True}
EXTENSIONS = {"WEBP": "webp", "AVIF": "avif", "PNG": "png", "JPEG": "jpg"}
HAS_AVIF = features.check("avif")
# 300 kB for the 1200 x 840 pixels of a map in an article's column.
BYTES_PER_PIXEL = 0.29
SMALL_BYTES = 30_000
COLOURS = 256
LOSSY_QUALITIES = (90, 80, 70, 60)


def encoded(image, options, rights):
    """The file, in memory."""
    content = io.BytesIO()
    image.save(content, **options, **_carrying(options["format"], rights))
    return content


def whole(image, *, is_drawn):
    """The options for a full size: no drawn line is ever blurred in it."""
    if max(image.size) <= WEBP_MAX_SIDE and image.width * image.height <= WEBP_MAX_PIXELS:
        return DRAWN_WEBP if is_drawn else PHOTO_WEBP
    return DRAWN_LARGE if is_drawn or image.mode == "RGBA" else PHOTO_LARGE


def compact(image, rights, *, is_drawn):
    """A file for a page, as good as the size allowed to it permits.

    A drawing is lossless; when that is too large, in 256 colours; only then with loss.
    """
    limit = max(SMALL_BYTES, image.width * image.height * BYTES_PER_PIXEL)
    for pixels, options in _attempts(image, is_drawn):
        content = encoded(pixels, options, rights)
        if content.tell() <= limit:
            break
    return content


def fallback(image, rights, *, is_drawn):
    """(file, format) for browsers that know neither WebP nor AVIF."""
    if is_drawn:
        return encoded(_in_few_colours(image), DRAWN_FALLBACK, rights), "PNG"
    return encoded(on_paper(image), PHOTO_FALLBACK, rights), "JPEG"


def _attempts(image, is_drawn):
    if is_drawn:
        yield image, DRAWN_WEBP
        yield _in_few_colours(image).convert(image.mode), DRAWN_WEBP
    else:
        yield image, PHOTO_WEBP
    for quality in LOSSY_QUALITIES:
        yield image, PHOTO_WEBP | {"quality": quality}


def _in_few_colours(image):
    """A palette of the picture's own colours; no dots that would blur labels."""
    return image.quantize(COLOURS, dither=Image.Dither.NONE)


def _carrying(format, rights):
    """What makes a file of this format say whose it is."""
    xmp = packet(rights)
    if not xmp:
        return {}
    if format == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_itxt("XML:com.adobe.xmp", xmp.decode())
        return {"pnginfo": texts}
    return {"xmp": xmp, "extra": app13(rights)} if format == "JPEG" else {"xmp": xmp}
