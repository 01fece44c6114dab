"""The pixels of a picture alone: eight bits, sRGB, upright."""

import io

from PIL import Image, ImageChops, ImageCms

SIXTEEN_BITS = {"I;16", "I;16L", "I;16B", "I;16N", "I"}
PALETTES = {"1", "P"}
REDUCIBLE = {"L", "RGB", "RGBA", "CMYK"}
SAMPLE_PIXELS = 1500
STRIP_ROWS = 256
# In maps and charts of plain tints nearly all pixels repeat their neighbour; with shaded relief
# about half do, in photos a tenth. Lossless files of the last two are four times as large.
EVEN_SHARE = 0.7
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LYING = {5, 6, 7, 8}


def plain(image, orientation):
    """The same picture as every screen shows it, without anything but its pixels."""
    profile = image.info.get("icc_profile")
    pixels = _in_srgb(_in_eight_bits(image), profile)
    if orientation in TURNS:
        pixels = pixels.transpose(TURNS[orientation])
    pixels.info.clear()
    return pixels


def reduced(image, width):
    """About as small as this width allows, before anything else makes copies of it."""
    factor = min(image.size) // width
    if factor < 2 or image.mode not in REDUCIBLE or "transparency" in image.info:
        return image
    return image.reduce(factor)


def is_drawn(image):
    """True for plain tints and lines, which must stay sharp; a palette is always that."""
    return image.mode in PALETTES or _evenness(image) > EVEN_SHARE


def on_paper(image):
    """The picture without transparency, on white."""
    if image.mode != "RGBA":
        return as_mode("RGB", image)
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def as_mode(mode, image):
    """The image in a mode; converting to the same mode would copy hundreds of megabytes."""
    return image if image.mode == mode else image.convert(mode)


def _in_eight_bits(image):
    """The same pixels in a mode that colours can be managed and scaled in."""
    if image.mode in SIXTEEN_BITS:
        return _upper_bytes(image)
    if image.mode in REDUCIBLE and "transparency" not in image.info:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _upper_bytes(image):
    """Sixteen bits to eight, a strip at a time: on the way a pixel takes eight bytes."""
    grey = Image.new("L", image.size)
    for top in range(0, image.height, STRIP_ROWS):
        strip = image.crop((0, top, image.width, min(top + STRIP_ROWS, image.height)))
        grey.paste(strip.convert("I").point(lambda value: value * (1 / 256)).convert("L"), (0, top))
    return grey


def _in_srgb(image, profile):
    mode = image.mode if image.mode in {"L", "RGBA"} else "RGB"
    if not profile:
        return as_mode(mode, image)
    try:
        return _managed(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError):  # a profile of another kind of picture
        return as_mode(mode, image)


def _managed(image, profile):
    target = ImageCms.createProfile("sRGB")
    if image.mode == "RGB":
        ImageCms.profileToProfile(image, profile, target, inPlace=True)
        return image
    if image.mode == "RGBA":
        alpha, opaque = image.getchannel("A"), image.convert("RGB")
        ImageCms.profileToProfile(opaque, profile, target, inPlace=True)
        opaque.putalpha(alpha)
        return opaque
    return ImageCms.profileToProfile(image, profile, target, outputMode="RGB")


def _evenness(image):
    """The share of pixels that equal their left neighbour, in the middle of the picture."""
    width, height = image.size
    left, top = max(0, (width - SAMPLE_PIXELS) // 2), max(0, (height - SAMPLE_PIXELS) // 2)
    box = (left, top, min(width, left + SAMPLE_PIXELS), min(height, top + SAMPLE_PIXELS))
    sample = as_mode("RGB", _in_eight_bits(image.crop(box)))
    difference = ImageChops.difference(sample, ImageChops.offset(sample, 1, 0))
    histogram = difference.convert("L").histogram()
    return histogram[0] / sum(histogram)
