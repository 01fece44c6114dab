"""A sea chart of the approach to Port Evren: depths, shoals, the leading line, the cable."""

import math
import random

from PIL import Image

from newsportal.demo.maps import relief
from newsportal.demo.maps.lettering import INK, MAGENTA
from newsportal.demo.maps.sheet import FINE, Sheet
from newsportal.demo.maps.terrain import LAND

WINDOW = (0.0, 0.0, 12.0)
SEA, MIDDLE, SHALLOW = (252, 254, 255), (218, 234, 244), (178, 212, 232)
DRYING, SHORE, LINE = (190, 203, 152), (247, 227, 164), (84, 140, 176)
MOVED = {"Shoal, 3.1 m": (8.3, 2.5), "Shoal, 4.4 m": (9.2, 5.6)}
COAST = [
    (-1, 6.9),
    (1.2, 6.6),
    (2.0, 5.5),
    (3.6, 5.9),
    (4.6, 5.1),
    (4.4, 3.4),
    (5.4, 1.7),
    (5.2, -1),
]
TRACK = [(4.9, 3.9), (7.1, 4.4), (12.2, 6.3)]


def depths(size):
    """Depth in metres, below zero on land."""
    per_km = size[0] / WINDOW[2]

    def shore(draw, scale):
        outline = [*COAST, (-1, -1)]
        draw.polygon([(x * per_km * scale, y * per_km * scale) for x, y in outline], fill=255)
        draw.ellipse(_disc((7.6, 1.2), 0.34, per_km * scale), fill=255)

    def shoals(draw, scale):
        for place in MOVED.values():
            draw.ellipse(_disc(place, 0.36, per_km * scale), fill=255)

    return relief.calculate(
        lambda land, shoal, rough, fine: 25 - 44 * land - 42 * shoal + 4 * rough + 1.6 * fine,
        land=_wide_and_near(size, shore, per_km),
        shoal=relief.soft_mask(size, shoals, blur=0.3 * per_km),
        rough=relief.noise(size, WINDOW, cells=24, seed="sea", angle=0.6),
        fine=relief.noise(size, WINDOW, cells=80, seed="sea bed", angle=1.4),
    )


def _disc(place, radius, scale):
    """The box of a circle, for Pillow."""
    x, y, r = place[0] * scale, place[1] * scale, radius * scale
    return [x - r, y - r, x + r, y + r]


def _wide_and_near(size, shapes, per_km):
    """Land that falls away steeply at the coast and gently far out."""
    near = relief.soft_mask(size, shapes, blur=0.18 * per_km)
    wide = relief.soft_mask(size, shapes, blur=1.5 * per_km)
    return relief.calculate(lambda n, w: n * 0.35 + w * 0.95, n=near, w=wide)


def chart(deep):
    """The sea bed in tints."""
    ground = Image.new("RGB", LAND, SEA)
    for level, colour in ((14, MIDDLE), (8, SHALLOW), (2, DRYING), (0, SHORE)):
        ground.paste(colour, mask=relief.above(relief.scaled(deep, -1), -level, sharpness=2))
    ground.paste(LINE, mask=relief.contours(deep, interval=6, width=0.9).point(_faint))
    dry = relief.above(relief.scaled(deep, -1), 0, sharpness=2)
    ground.paste(SHORE, mask=dry)
    ground.paste(INK, mask=relief.edge(dry, width=5))
    return ground


def _faint(value):
    return round(value * 0.7)


def draw(*, title, subtitle, legend, credit):
    """The chart as the harbour office would hang it."""
    deep = depths(LAND)
    sheet = Sheet(chart(deep), west=WINDOW[0], north=WINDOW[1], across=WINDOW[2])
    _soundings(sheet, deep)
    sheet.line(TRACK, MAGENTA, 4, dash=(30, 14))
    sheet.line([(4.7, 3.2), (6.2, 3.0), (8.6, 3.7), (12.2, 3.2)], MAGENTA, 3, dash=(8, 10))
    for name, place in MOVED.items():
        sheet.draw.ellipse(_disc(sheet.at(place), 110, 1), outline=MAGENTA, width=10)
        sheet.label(name, (place[0], place[1] + 0.52), "note")
    _rose(sheet, (10.3, 1.3), 0.85)
    sheet.place("Port Evren", (4.1, 4.6), "city", "w")
    sheet.label("Mole light", (4.75, 3.75), "small", side="w", away=14)
    sheet.along("Evren Roads", (7.2, 7.05), -8, size=44)
    sheet.along("cable", (10.9, 3.2), 6, size=28, colour=MAGENTA)
    return sheet.finish(
        legend={"title": title, "subtitle": subtitle, "rows": legend, "columns": 1},
        scale={"km": 2, "lines": ["Depths in metres below chart datum", credit]},
        grid=2,
    )


def _soundings(sheet, deep):
    """Depths on a loose grid, away from land."""
    chance = random.Random("soundings")  # noqa: S311
    for row in range(17):
        for column in range(23):
            x = (column + 0.5 + chance.uniform(-0.3, 0.3)) * LAND[0] / 23
            y = (row + 0.5 + chance.uniform(-0.3, 0.3)) * LAND[1] / 17
            depth = deep.getpixel((int(x), int(y)))
            place = (x / sheet.per_km, y / sheet.per_km)
            if depth > 1.5 and all(math.dist(place, shoal) > 0.8 for shoal in MOVED.values()):
                sheet.label(f"{depth:.1f}" if depth < 20 else f"{depth:.0f}", place, "sounding")


def _rose(sheet, place, radius):
    """A compass rose."""
    for share, width in ((1, 4), (0.82, 3)):
        box = _disc(sheet.at(place), radius * share * sheet.per_km * FINE, 1)
        sheet.draw.ellipse(box, outline=MAGENTA, width=width)
    for degrees in range(0, 360, 5):
        inner = 0.82 if degrees % 30 == 0 else 0.92
        turn = math.sin(math.radians(degrees)), -math.cos(math.radians(degrees))
        reach = [radius * share for share in (inner, 1)]
        ends = [sheet.at((place[0] + turn[0] * r, place[1] + turn[1] * r)) for r in reach]
        sheet.draw.line(ends, fill=MAGENTA, width=4)
    sheet.label("N", (place[0], place[1] - radius - 0.14), "note")
