"""Light seen from above on one clear night: seven towns, five of them bright."""

import random

from PIL import Image, ImageChops, ImageFilter

from newsportal.demo.maps import geography, relief, strokes, terrain
from newsportal.demo.maps.sheet import Sheet

DARK, GLOW, CORE = (14, 21, 34), (255, 196, 96), (255, 246, 214)
BRIGHT = {"Pereth": 1.0, "Sadrin": 1.0, "Stellin": 0.75, "Maune": 0.7, "Halvern": 0.8}
DIM = {
    "Ilvesk": 0.16,
    "Karrin": 0.12,
    "Dorsk": 0.3,
    "Quell": 0.2,
    "Lower Maune": 0.25,
    "Ostwick": 0.1,
}


def lights(size):
    """Every lamp as a dot, brighter where towns are."""
    chance = random.Random("night")  # noqa: S311
    lamps = Image.new("L", size, 0)
    put = lamps.putpixel
    per_km = size[0] / terrain.VALLEY[2]
    for east, south, spread, count in _sources():
        for _ in range(count):
            x = (east - 1 + chance.gauss(0, spread)) * per_km
            y = (south - 1 + chance.gauss(0, spread)) * per_km
            if 1 < x < size[0] - 2 and 1 < y < size[1] - 2:
                put((int(x), int(y)), chance.randint(130, 255))
    return lamps


def _sources():
    """Places of light as (east, south, spread in km, number of lamps)."""
    for name, share in (BRIGHT | DIM).items():
        east, south, rank, _ = geography.PLACES[name]
        count = round({"city": 1500, "town": 900, "village": 500}[rank] * share)
        yield east, south, 0.42 + 0.5 * share, count
        yield east, south, 0.2 + 0.2 * share, count
    for road in (
        geography.MAIN_ROAD,
        geography.ROADS["Halvern road"],
        geography.ROADS["Dorsk road"],
    ):
        for (east, south), _ in strokes.walk(strokes.curve(road), 0.35):
            yield east, south, 0.08, 1


def glow(lamps):
    """Lamps with the haze around them, as light to add."""
    near = lamps.filter(ImageFilter.GaussianBlur(3)).point(lambda value: min(255, value * 4))
    far = lamps.reduce(4).filter(ImageFilter.GaussianBlur(7)).resize(lamps.size, relief.BICUBIC)
    haze = far.point(lambda value: min(255, round(value * 2.6)))
    both = ImageChops.add(haze, near)
    coloured = Image.merge("RGB", [both.point(lambda v, c=c: v * c // 255) for c in GLOW])
    core = Image.merge("RGB", [near.point(lambda v, c=c: v * c // 255) for c in CORE])
    return ImageChops.add(coloured, core)


def draw(*, title, subtitle, legend, credit):
    """A dark sheet with its lights on."""
    ground = terrain.heights((terrain.LAND[0] // 2, terrain.LAND[1] // 2))
    slopes = relief.shade(ground, strength=900).resize(terrain.LAND, relief.BICUBIC)
    land = Image.merge(
        "RGB", [slopes.point(lambda v, c=c: round(c * (0.55 + v / 285))) for c in DARK]
    )
    sheet = Sheet(ImageChops.add(land, glow(lights(terrain.LAND))), west=1, north=1, across=58.4)
    sheet.line(geography.TELVA, (30, 58, 86), 4)
    for name in BRIGHT | DIM:
        east, south, _, side = geography.PLACES[name]
        sheet.label(name, (east, south), "light", side=side, away=44)
    return sheet.finish(
        legend={"title": title, "subtitle": subtitle, "rows": legend, "columns": 1},
        scale={"km": 10, "lines": ["Brightness on a linear scale", credit]},
    )
