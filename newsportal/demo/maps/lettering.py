"""Words on a map: sizes, colours and halos, in Pillow's own typeface."""

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

INK, GREY, WHITE = (16, 23, 29), (70, 83, 93), (255, 255, 255)
MAGENTA, BLUE, BROWN = (163, 18, 95), (38, 103, 146), (122, 84, 40)
# Style: (size, colour, is bold, halo width)
STYLES = {
    "city": (46, INK, True, 5),
    "town": (36, INK, True, 4),
    "village": (31, INK, False, 4),
    "land": (36, (47, 90, 122), True, 4),
    "land south": (36, (134, 88, 16), True, 4),
    "hills": (31, BROWN, False, 3),
    "note": (32, MAGENTA, True, 5),
    "number": (30, INK, True, 0),
    "small": (22, GREY, False, 3),
    "sounding": (24, (60, 76, 90), False, 0),
    "light": (34, (226, 234, 240), False, 0),
    "title": (44, INK, True, 0),
    "subtitle": (28, GREY, False, 0),
    "row": (28, INK, False, 0),
    "fine": (22, GREY, False, 0),
    "tick": (25, INK, False, 0),
}
ANCHORS = {
    "e": "lm",
    "w": "rm",
    "n": "md",
    "s": "ma",
    "se": "la",
    "sw": "ra",
    "ne": "ld",
    "c": "mm",
}


@lru_cache
def typeface(size):
    """Pillow's own scalable typeface."""
    return ImageFont.load_default(size)


def write(image, place, words, style, *, anchor="lm", scale=1.0, colour=None):
    """Set words in a style, over a halo that keeps lines from touching the letters."""
    size, ink, is_bold, halo = STYLES[style]
    font, ink = typeface(round(size * scale)), colour or ink
    draw = ImageDraw.Draw(image)
    options = {"font": font, "anchor": anchor, "align": "center", "spacing": 2}
    if "\n" in words:
        options["anchor"] = anchor[0] + "m"
    weight = 0.022 * size * scale if is_bold else 0
    if halo:
        draw.text(place, words, fill=WHITE, stroke_width=halo * scale + weight, **options)
    draw.text(place, words, fill=ink, stroke_width=weight, stroke_fill=ink, **options)


def width_of(words, style, *, scale=1.0):
    """How wide words are in pixels."""
    return typeface(round(STYLES[style][0] * scale)).getlength(words)


def write_along(image, place, words, *, angle, size=34, colour=BLUE, halo=4):
    """Slanted, turned words, as map makers name rivers and ranges."""
    font = typeface(size)
    width, height = round(font.getlength(words)) + 60, size * 2
    letters, around = Image.new("L", (width, height), 0), Image.new("L", (width, height), 0)
    for mask, stroke in ((around, halo), (letters, 0)):
        draw = ImageDraw.Draw(mask)
        draw.text(
            (width / 2, height / 2), words, fill=255, font=font, anchor="mm", stroke_width=stroke
        )
    slant = (1, 0.22, -0.22 * height / 2, 0, 1, 0)
    for mask, fill in ((around, WHITE), (letters, colour)):
        mask = mask.transform(mask.size, Image.Transform.AFFINE, slant, Image.Resampling.BICUBIC)
        mask = mask.rotate(angle, Image.Resampling.BICUBIC, expand=True)
        corner = (round(place[0] - mask.width / 2), round(place[1] - mask.height / 2))
        image.paste(fill, (*corner, corner[0] + mask.width, corner[1] + mask.height), mask)
