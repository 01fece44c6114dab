"""Eleven bridges of the valley and what each may carry."""

from newsportal.demo.maps import terrain
from newsportal.demo.maps.lettering import INK, MAGENTA, WHITE
from newsportal.demo.maps.valley import GRID_NOTE, names, roads, towns, valley

OPEN, LIMITED, CLOSED = (26, 104, 57), (201, 140, 22), MAGENTA
# Number: (east, south, colour of its load class)
BRIDGES = {
    "1": (9.9, 17.0, OPEN), "2": (20.65, 19.9, OPEN), "3": (15.0, 14.2, LIMITED),
    "4": (29.8, 24.05, CLOSED), "5": (35.25, 24.5, OPEN), "6": (27.0, 25.4, LIMITED),
    "7": (36.6, 22.0, OPEN), "8": (41.6, 29.15, LIMITED), "9": (49.75, 28.8, OPEN),
    "10": (53.3, 20.0, LIMITED), "11": (56.5, 34.0, CLOSED),
}  # fmt: skip


def draw(*, title, subtitle, legend, credit):
    """Numbered bridges on the valley sheet."""
    sheet = valley(terrain.SPRING, depth=0.7)
    roads(sheet)
    towns(sheet)
    names(sheet)
    for number, (east, south, colour) in BRIDGES.items():
        sheet.badge(number, (east, south), radius=23, fill=colour, ink=WHITE)
    sheet.label("Bridge 4: under test", (30.8, 22.6), "note", colour=INK)
    return sheet.finish(
        legend={"title": title, "subtitle": subtitle, "rows": legend, "columns": 1},
        scale={"km": 10, "lines": [GRID_NOTE, credit]},
    )
