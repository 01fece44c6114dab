"""Early snow on the Ostwick pass: what is closed, and the way round."""

from PIL import Image

from newsportal.demo.maps import geography, relief, terrain
from newsportal.demo.maps.lettering import INK, MAGENTA, WHITE
from newsportal.demo.maps.valley import CASING, GREY, GRID_NOTE, MAIN, towns, valley

WINDOW = (1.0, 15.6, 30.0)
GREEN = (226, 232, 208)
CLOSED = geography.path("22.4 33.4, 19.2 32.2, 16.4 33.3, 13.2 31.4, 9.6 30.9, 6.4 29.2")
DETOUR, BLUE = [*geography.MAIN_ROAD[:9], *geography.ROADS["Dorsk road"][1:7]], (11, 90, 128)
SUMMIT, BARRIERS = (13.2, 31.4), [(22.4, 33.4), (6.4, 29.2)]


def snow():
    """Green low land, white above the snow line."""
    high = terrain.heights((terrain.LAND[0] // 2, terrain.LAND[1] // 2), WINDOW)
    tint = Image.new("RGB", terrain.LAND, GREEN)
    mask = relief.above(high, 0.42, sharpness=5).resize(terrain.LAND, relief.BICUBIC)
    tint.paste(terrain.SNOW, mask=mask)
    return tint


def draw(*, title, subtitle, legend, credit):
    """The closed road in magenta, the detour in blue."""
    sheet = valley(snow(), window=WINDOW, river=12, depth=0.75, lines=0.25, warm=False)
    _roads(sheet)
    for place in BARRIERS:
        sheet.badge("X", place, fill=MAGENTA, ink=WHITE)
    x, y = sheet.at(SUMMIT)
    sheet.draw.polygon([(x, y - 44), (x - 38, y + 22), (x + 38, y + 22)], fill=INK, outline=WHITE)
    sheet.label("Ostwick pass, 1,420 m", (13.2, 32.25), "note")
    towns(sheet)
    sheet.label("OSTWICK HILLS", (8.4, 26.2), "hills")
    sheet.along("Telva", (9.2, 15.9), -38, size=42)
    return sheet.finish(
        legend={"title": title, "subtitle": subtitle, "rows": legend, "columns": 1, "corner": "ne"},
        scale={"km": 5, "lines": [GRID_NOTE, credit]},
        grid=5,
    )


def _roads(sheet):
    sheet.railway(geography.RAIL)
    for road in geography.ROADS.values():
        sheet.line(road, WHITE, 7, casing=(GREY, 3))
    sheet.line(geography.MAIN_ROAD, MAIN, 9, casing=(CASING, 3))
    sheet.line(DETOUR, BLUE, 9, dash=(30, 16))
    sheet.line(CLOSED, MAGENTA, 11, casing=(WHITE, 4))
