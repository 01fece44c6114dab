"""The seed article's map: one line, four crossings, one open question."""

from PIL import Image, ImageDraw

from newsportal.demo.maps import geography, terrain
from newsportal.demo.maps.lettering import MAGENTA, WHITE
from newsportal.demo.maps.strokes import curve
from newsportal.demo.maps.valley import GRID_NOTE, names, roads, towns, valley


def administrations():
    """The land in two tints, divided by the line."""
    west, north, across = terrain.VALLEY
    per_km = terrain.LAND[0] / across
    line = [
        ((east - west) * per_km, (south - north) * per_km) for east, south in curve(geography.LINE)
    ]
    tint = Image.new("RGB", terrain.LAND, terrain.SOUTH)
    shape = [(0, 0), *line, (terrain.LAND[0], line[-1][1]), (terrain.LAND[0], 0)]
    ImageDraw.Draw(tint).polygon(shape, fill=terrain.NORTH)
    return tint


def draw(*, title, subtitle, legend, credit):
    """The sheet as the newsroom prints it."""
    sheet = valley(administrations())
    sheet.fill(sheet.band(geography.LINE, 1), MAGENTA, opacity=0.10)
    sheet.fill(sheet.band(geography.LINE, 1), MAGENTA, opacity=0.5, hatch=15)
    roads(sheet)
    sheet.line(geography.LINE_2019, (52, 58, 66), 4, dash=(22, 14))
    sheet.line(geography.LINE, MAGENTA, 10, casing=(WHITE, 5))
    for number, place in geography.CROSSINGS.items():
        sheet.badge(number, place)
    _open_question(sheet)
    towns(sheet)
    names(sheet)
    sheet.label("HALVERN ADMINISTRATION", (7.6, 5.2), "land")
    sheet.label("SADRIN ADMINISTRATION", (36, 33.6), "land south")
    return sheet.finish(
        legend={"title": title, "subtitle": subtitle, "rows": legend},
        scale={"km": 10, "lines": [GRID_NOTE, credit]},
    )


def _open_question(sheet):
    bridge = geography.BRAEL_BRIDGE
    x, y = sheet.at(bridge)
    label_x, label_y = sheet.at((31.6, 17.2))
    sheet.draw.line([(x, y), (label_x, label_y)], fill=MAGENTA, width=6)
    for size, fill in ((54, WHITE), (44, MAGENTA)):
        sheet.draw.polygon([(x, y - size), (x + size, y), (x, y + size), (x - size, y)], fill=fill)
    sheet.label("?", bridge, "number", colour=WHITE)
    sheet.label("Brael bridge:\nposition not agreed", (31.6, 15.7), "note")
