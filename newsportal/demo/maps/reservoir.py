"""The Ilvesk reservoir, drawn down: today's shore inside those of spring and of last year."""

from newsportal.demo.maps import terrain
from newsportal.demo.maps.lettering import INK, MAGENTA, WHITE
from newsportal.demo.maps.valley import GRID_NOTE, reservoir, roads, towns, valley

WINDOW = (30.4, 3.2, 17.2)
BARE, SPRING_SHORE, TODAY = (233, 214, 168), (176, 212, 232), (92, 156, 202)
STATIONS = {"A": (36.75, 6.9), "B": (38.35, 9.75), "C": (39.4, 13.0)}
DAM = [(38.75, 13.95), (40.1, 13.75)]


def draw(*, title, subtitle, legend, credit):
    """Three shores, the dam and the three sounding stations."""
    sheet = valley(terrain.SPRING, window=WINDOW, river=12, depth=0.62)
    reservoir(sheet, BARE, (150, 120, 70), share=1.12)
    reservoir(sheet, SPRING_SHORE, (120, 170, 204), share=0.86)
    reservoir(sheet, TODAY, (30, 92, 140), share=0.58)
    roads(sheet)
    sheet.line(DAM, WHITE, 20)
    sheet.line(DAM, INK, 12)
    for letter, place in STATIONS.items():
        sheet.badge(letter, place, fill=MAGENTA, ink=WHITE)
    towns(sheet)
    _names(sheet)
    return sheet.finish(
        legend={"title": title, "subtitle": subtitle, "rows": legend, "columns": 1},
        scale={"km": 4, "lines": [GRID_NOTE, credit]},
        grid=5,
    )


def _names(sheet):
    sheet.label("Dam", (40.5, 14.1), "note", side="e")
    sheet.label("Gauge house", (40.25, 9.0), "small", side="e")
    sheet.along("Ilvesk Reservoir", (36.2, 10.9), -62, size=42)
    sheet.along("Upper Ilve", (34.6, 4.1), 84, size=32)
    sheet.label("BRAEL MASSIF", (32.6, 12.2), "hills")
    sheet.label("FENN UPLANDS", (45.4, 13.4), "hills")
