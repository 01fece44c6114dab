"""Turnout in the wards of Avenna."""

import math
import random

from PIL import Image

from newsportal.demo.maps import cells, strokes
from newsportal.demo.maps.lettering import INK, WHITE
from newsportal.demo.maps.sheet import FINE, RIVER, Sheet
from newsportal.demo.maps.terrain import LAND

PAPER, CITY_EDGE = (240, 244, 246), (70, 83, 93)
CLASSES = [
    (45, (233, 240, 245)),
    (52, (190, 214, 228)),
    (59, (128, 174, 204)),
    (66, (62, 124, 168)),
    (101, (16, 74, 118)),
]
CENTER, RADIUS, CELL = (6.5, 4.5), 3.55, (0.92, 0.84)
WATERFRONT = [(-1, 6.6), (2, 6.1), (4, 5.2), (6.2, 5.3), (8.2, 4.2), (10.5, 4.3), (14, 3.0)]
QUARTERS = {"Northfields": (2.5, 1.2), "East Hill": (10.9, 1.7), "Harbour": (10.9, 6.7)}


def wards():
    """The wards as (polygon in km, middle, turnout in per cent)."""
    chance = random.Random("wards")  # noqa: S311
    points = cells.scatter(14, 11, seed="avenna", jitter=0.3)
    for point, polygon in zip(points, cells.around(points), strict=True):
        middle = (point[0] * CELL[0], point[1] * CELL[1])
        bearing = math.atan2(middle[1] - CENTER[1], middle[0] - CENTER[0])
        away = math.dist(middle, CENTER)
        if away < RADIUS * (1 + 0.09 * math.sin(5 * bearing)):
            turnout = 70 - 5.6 * away + 2.2 * (middle[0] - 6) + chance.gauss(0, 3.4)
            shape = [(x * CELL[0], y * CELL[1]) for x, y in polygon]
            yield shape, middle, max(38, min(78, round(turnout)))


def colour(turnout):
    """The tint of a turnout."""
    return next(tint for limit, tint in CLASSES if turnout < limit)


def draw(*, title, subtitle, legend, credit):
    """The city, ward by ward."""
    sheet = Sheet(Image.new("RGB", LAND, PAPER), west=0, north=0, across=12.6)
    _wards(sheet)
    river = strokes.curve([sheet.at(point) for point in WATERFRONT])
    strokes.solid(sheet.draw, river, WHITE, 34 * FINE)
    strokes.solid(sheet.draw, river, RIVER, 26 * FINE)
    sheet.along("Aven", (1.2, 6.02), 10, size=42)
    for name, place in QUARTERS.items():
        sheet.label(name, place, "town")
    return sheet.finish(
        legend={"title": title, "subtitle": subtitle, "rows": legend, "columns": 1},
        scale={"km": 2, "lines": ["Votes cast per 100 registered, by ward", credit]},
        grid=2,
    )


def _wards(sheet):
    """The wards on one dark edge around the whole city."""
    all_wards = list(wards())
    outlines = [[sheet.at(point) for point in [*shape, shape[0]]] for shape, *_ in all_wards]
    for outline in outlines:
        sheet.draw.line(outline, fill=CITY_EDGE, width=7 * FINE, joint="curve")
    for outline, (_, middle, turnout) in zip(outlines, all_wards, strict=True):
        sheet.draw.polygon(outline, fill=colour(turnout))
        sheet.draw.line(outline, fill=WHITE, width=3 * FINE, joint="curve")
        sheet.label(str(turnout), middle, "number", colour=WHITE if turnout >= 59 else INK)
