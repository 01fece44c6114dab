"""The Telva valley before a story: its water, roads, towns and names."""

from newsportal.demo.maps import geography, terrain
from newsportal.demo.maps.lettering import BROWN, WHITE
from newsportal.demo.maps.sheet import POND, RIVER, Sheet

GRID_NOTE = "Contours every 50 m · local grid, km"
MAIN, CASING, GREY = (255, 208, 92), (112, 84, 36), (104, 110, 116)


def valley(tint, *, window=terrain.VALLEY, river=13, **style):
    """A sheet of the valley, or of a window of it, with its water."""
    west, north, across = window
    ground = terrain.land(tint, window=window, **style)
    sheet = Sheet(ground, west=west, north=north, across=across)
    for stream in geography.STREAMS.values():
        sheet.line(stream, RIVER, max(4, river // 3))
    sheet.line(geography.TELVA, RIVER, river)
    reservoir(sheet)
    return sheet


def reservoir(sheet, colour=POND, edge=RIVER, *, share=1.0):
    """The Ilvesk reservoir; `share` makes it narrower, as when it is drawn down."""
    for fill, extra in ((edge, 5), (colour, 0)):
        for part, km in zip(geography.RESERVOIR, (1.5, 0.9), strict=True):
            sheet.line(part, fill, round(km * share * sheet.per_km) + extra)


def roads(sheet):
    """Railway, roads and the main road."""
    sheet.railway(geography.RAIL)
    for road in geography.ROADS.values():
        sheet.line(road, WHITE, 6, casing=(GREY, 3))
    sheet.line(geography.MAIN_ROAD, MAIN, 8, casing=(CASING, 3))


def towns(sheet, *, skip=()):
    """All places but some."""
    for name, (east, south, rank, side) in geography.PLACES.items():
        if name not in skip:
            sheet.place(name, (east, south), rank, side)


def names(sheet):
    """Rivers and uplands."""
    sheet.along("Telva", (9.4, 15.6), -40, size=42)
    sheet.along("Telva", (45.4, 29.4), -2, size=42)
    sheet.along("Ruse Water", (13.7, 10.4), -80)
    sheet.along("Dor", (20.6, 33.9), 62)
    sheet.along("Ilvesk Reservoir", (36.0, 10.6), -62, size=30)
    for words, place in (("BRAEL MASSIF", (27, 12.4)), ("OSTWICK HILLS", (8.2, 27.4))):
        sheet.label(words, place, "hills")
    sheet.along("FENN UPLANDS", (46.4, 16.4), -52, colour=BROWN, size=30)
