"""The Telva in flood between Stellin and Lower Maune."""

from newsportal.demo.maps import geography, relief, terrain
from newsportal.demo.maps.lettering import MAGENTA, WHITE
from newsportal.demo.maps.valley import GRID_NOTE, roads, towns, valley

WINDOW = (36.5, 20.5, 22.8)
WATER, EXPECTED = (86, 154, 202), (11, 90, 128)
STELLIN, MAUNE = (41.9, 29.35), (49.3, 28.75)
# How far down the wetness the water stands, and will stand, with the readings of that time.
CREST = {
    "water": 0.25,
    "expected": 0.13,
    "gauges": {"Stellin gauge\n4.61 m": STELLIN, "Maune gauge\n3.94 m": MAUNE},
}
RISING = {
    "water": 0.42,
    "expected": 0.25,
    "gauges": {"Stellin gauge\n3.88 m": STELLIN, "Maune gauge\n3.12 m": MAUNE},
}


def wetness():
    """How far the water reaches: 1 in the river, falling away from it, uneven like ground."""
    size = (terrain.LAND[0] // 2, terrain.LAND[1] // 2)
    per_km = size[0] / WINDOW[2]
    river = terrain.valleys(WINDOW, per_km, rivers=[(geography.TELVA, 1.4)])
    near = relief.soft_mask(size, river, blur=1.1 * per_km)
    broad = relief.noise(size, WINDOW, cells=22, seed="flood", angle=0.7)
    fine = relief.noise(size, WINDOW, cells=70, seed="flood fine", angle=1.3)
    return relief.calculate(lambda n, b, f: n * (1 + b * 0.34 + f * 0.2), n=near, b=broad, f=fine)


def draw(*, title, subtitle, legend, credit, stage=CREST):
    """What is under water now, what was in 2021, and where the crest goes next."""
    sheet = valley(terrain.SPRING, window=WINDOW, river=16, depth=0.5)
    wet = wetness().resize(terrain.LAND, relief.BICUBIC)
    sheet.stain(relief.above(wet, stage["expected"], sharpness=60), EXPECTED, opacity=0.6, hatch=14)
    sheet.stain(relief.above(wet, stage["water"], sharpness=60), WATER, opacity=0.9)
    sheet.line(geography.TELVA, (22, 92, 140), 14)
    sheet.stain(relief.edge(relief.above(wet, 0.2, sharpness=60), width=5), MAGENTA, opacity=0.9)
    roads(sheet)
    for words, place in stage["gauges"].items():
        _gauge(sheet, words, place)
    towns(sheet)
    sheet.along("Telva", (45.6, 29.2), -2, size=44, colour=WHITE, halo=0)
    return sheet.finish(
        legend={"title": title, "subtitle": subtitle, "rows": legend, "columns": 1},
        scale={"km": 5, "lines": [GRID_NOTE, credit]},
        grid=5,
    )


def _gauge(sheet, words, place):
    x, y = sheet.at(place)
    mark = [(x, y), (x - 26, y - 40), (x + 26, y - 40)]
    sheet.draw.polygon(mark, fill=MAGENTA, outline=WHITE)
    sheet.label(words, (place[0], place[1] - 1.35), "note")
