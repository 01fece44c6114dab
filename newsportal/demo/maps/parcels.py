"""Who waters what: 1,140 fields on one large sheet in a few flat colours.

Drawn straight at 6000 x 4200: flat colours stay small and lossless, so every label stays sharp.
"""

import random
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter

from newsportal.demo.maps import cells, lettering, panel, strokes
from newsportal.demo.maps.geography import path
from newsportal.demo.maps.lettering import INK, WHITE

SIZE, MARGIN = (6000, 4200), 110
COLUMNS, ROWS = 38, 30
FIELDS = {
    "river": [(139, 170, 110), (158, 187, 127), (120, 154, 100), (171, 197, 142)],
    "canal": [(222, 208, 150), (232, 219, 168), (212, 196, 134), (226, 202, 136)],
    "well": [(201, 172, 122), (190, 160, 108), (212, 184, 138), (180, 150, 102)],
    "open": [(233, 227, 205), (239, 234, 216), (226, 219, 194), (233, 227, 205)],
}
HEDGE, WATER, CANAL, ROAD = (250, 247, 236), (74, 146, 196), (74, 146, 196), (92, 80, 72)
RIVER = tuple(
    path(
        "-300 2050, 500 2750, 1300 2480, 2300 2800, 3100 2150, 3900 1480, 4700 1620, 5500 1150,"
        "6300 1420"
    )
)
CANALS = (
    tuple(path("1300 2480, 1500 1750, 2500 1350, 3300 1250, 3900 1480")),
    tuple(path("2300 2800, 2900 3300, 4100 3350, 5300 3000, 6200 3150")),
    tuple(path("3100 2150, 3800 2500, 4700 2450, 6200 2300")),
)
ROADS = path("-100 3700, 1500 3500, 3300 3700, 4500 2900, 6100 1900")
PLACES = {
    "Quell": (760, 3420),
    "Lock house": (2360, 1120),
    "Corlen road": (3420, 3830),
    "Upper weir": (1010, 1960),
    "Lower weir": (4420, 1760),
    "Board office": (4300, 2790),
}


def draw(*, title, subtitle, legend, credit):
    """The whole sheet, reduced to a palette."""
    page = Image.new("RGB", SIZE, HEDGE)
    _fields(ImageDraw.Draw(page))
    _water(ImageDraw.Draw(page))
    page = page.filter(ImageFilter.SMOOTH)
    _names(page)
    _furniture(page, title=title, subtitle=subtitle, legend=legend, credit=credit)
    return page.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def _fields(draw):
    chance = random.Random("parcels")  # noqa: S311
    points = cells.scatter(COLUMNS, ROWS, seed="parcels")
    wide, high = SIZE[0] / COLUMNS, SIZE[1] / ROWS
    for point, polygon in zip(points, cells.around(points), strict=True):
        colours = FIELDS[_source(point[0] * wide, point[1] * high, chance)]
        inner = [(x * wide, y * high) for x, y in cells.shrink(polygon, point, 0.955)]
        draw.polygon(inner, fill=chance.choice(colours))
        if chance.random() < 0.22:
            _furrows(draw, inner, point[0] * wide, point[1] * high)


def _furrows(draw, polygon, x, y):
    """A round field under a turning sprinkler, as wide as its parcel allows."""
    radius = 0.8 * min(((px - x) ** 2 + (py - y) ** 2) ** 0.5 for px, py in _edges(polygon))
    if radius > 34:
        box = [x - radius, y - radius, x + radius, y + radius]
        draw.ellipse(box, fill=FIELDS["river"][2], outline=(92, 124, 76), width=3)
        draw.line([(x, y), (x + radius * 0.7, y - radius * 0.7)], fill=(92, 124, 76), width=4)


def _edges(polygon):
    return [
        ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        for a, b in zip(polygon, polygon[1:] + polygon[:1], strict=True)
    ]


def _source(x, y, chance):
    """Fields near the river draw from it, those by a canal from the canal, the rest from wells."""
    near_river, near_canal = _distance(x, y, [RIVER]), _distance(x, y, CANALS)
    if near_river < 420 + chance.uniform(-160, 160):
        return "river"
    if near_canal < 520 + chance.uniform(-220, 220):
        return "canal"
    return "well" if chance.random() < 0.45 else "open"


def _distance(x, y, lines):
    """How far a place is from the nearest of some lines, in pixels."""
    return min(
        ((x - px) ** 2 + (y - py) ** 2) ** 0.5 for line in lines for px, py in _stations(line)
    )


@lru_cache
def _stations(line):
    return [place for place, _ in strokes.walk(strokes.curve(line), 120)]


def _water(draw):
    for canal in CANALS:
        strokes.solid(draw, strokes.curve(canal, steps=30), HEDGE, 44)
        strokes.solid(draw, strokes.curve(canal, steps=30), CANAL, 22)
    river = strokes.curve(RIVER, steps=40)
    for colour, width in ((HEDGE, 130), ((46, 110, 158), 108), (WATER, 94)):
        strokes.solid(draw, river, colour, width)
    road = strokes.curve(ROADS, steps=30)
    strokes.solid(draw, road, ROAD, 40)
    strokes.solid(draw, road, WHITE, 24)


def _names(page):
    for name, place in PLACES.items():
        ImageDraw.Draw(page).ellipse(
            [place[0] - 20, place[1] - 20, place[0] + 20, place[1] + 20],
            fill=WHITE,
            outline=INK,
            width=9,
        )
        lettering.write(page, (place[0] + 40, place[1]), name, "town", scale=2.0)
    lettering.write_along(page, (1830, 2672), "Telva", angle=-20, size=120, colour=WHITE, halo=0)
    lettering.write_along(page, (2060, 1420), "North canal", angle=18, size=76, halo=9)
    lettering.write_along(page, (3560, 3470), "South canal", angle=0, size=76, halo=9)
    lettering.write_along(page, (5300, 2480), "Board canal", angle=6, size=76, halo=9)


class _Ground:
    """What panel.py needs to know of a sheet: 17.3 km across, at 334 pixels a kilometre."""

    west, north, per_km = 4.0, 12.0, 334.0


def _furniture(page, *, title, subtitle, legend, credit):
    inside = (MARGIN, MARGIN, SIZE[0] - MARGIN, SIZE[1] - MARGIN)
    land = page.crop(inside)
    panel.grid(land, _Ground, every=2)
    panel.legend(
        land, title=title, subtitle=subtitle, rows=legend, columns=1, zoom=2.2, corner="ne"
    )
    lines = ["1,140 parcels in 17 km · local grid, km", credit]
    panel.scale_bar(land, _Ground, km=3, lines=lines, zoom=2.2, corner="sw")
    page.paste(panel.frame(land, _Ground, every=2, margin=MARGIN, zoom=2.0), (0, 0))
