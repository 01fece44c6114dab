"""What stands around a map: legend, scale bar with north arrow, grid and frame."""

import math

from PIL import Image, ImageDraw

from newsportal.demo.maps import lettering, strokes
from newsportal.demo.maps.lettering import INK, WHITE

GRID, EDGE = (92, 104, 112), (150, 162, 170)
ROW, SAMPLE = 46, 66


def grid(land, sheet, *, every):
    """Thin kilometre lines over the land."""
    veil = Image.new("L", land.size, 0)
    draw = ImageDraw.Draw(veil)
    for across, km in _ticks(sheet.west, land.width / sheet.per_km, every):
        del km
        draw.line(
            [(across * sheet.per_km, 0), (across * sheet.per_km, land.height)], fill=80, width=2
        )
    for down, km in _ticks(sheet.north, land.height / sheet.per_km, every):
        del km
        draw.line([(0, down * sheet.per_km), (land.width, down * sheet.per_km)], fill=80, width=2)
    land.paste(GRID, mask=veil)


def _ticks(start, length, every):
    first = math.ceil(start / every) * every
    while first < start + length:
        yield first - start, first
        first += every


def frame(land, sheet, *, every, margin, zoom=1.0):
    """The sheet: white margin, a bar of black and white kilometres, numbers."""
    width, height = land.width + margin * 2, land.height + margin * 2
    page = Image.new("RGB", (width, height), WHITE)
    page.paste(land, (margin, margin))
    _bars(ImageDraw.Draw(page), sheet, land.size, margin, thick=round(9 * zoom))
    style = {"style": "tick", "anchor": "mm", "scale": zoom}
    for across, km in _ticks(sheet.west, land.width / sheet.per_km, every):
        for y in (margin / 2 - 4, height - margin / 2 + 4):
            lettering.write(page, (margin + across * sheet.per_km, y), f"{km:g}", **style)
    for down, km in _ticks(sheet.north, land.height / sheet.per_km, every):
        for x in (margin / 2 - 4, width - margin / 2 + 4):
            lettering.write(page, (x, margin + down * sheet.per_km), f"{km:g}", **style)
    return page


def _bars(draw, sheet, size, margin, *, thick):
    """Black and white steps along the four sides, each about 80 pixels or one kilometre long."""
    step = max(1, round(78 / sheet.per_km)) * sheet.per_km
    right, low = margin + size[0], margin + size[1]
    for number in range(math.ceil(size[0] / step)):
        start, end = margin + number * step, min(margin + (number + 1) * step, right)
        for y in (margin - thick, low):
            _bar(draw, [start, y, end, y + thick], number)
    for number in range(math.ceil(size[1] / step)):
        start, end = margin + number * step, min(margin + (number + 1) * step, low)
        for x in (margin - thick, right):
            _bar(draw, [x, start, x + thick, end], number)
    draw.rectangle([margin, margin, right, low], outline=INK, width=3)


def _bar(draw, box, number):
    draw.rectangle(box, fill=INK if number % 2 else WHITE, outline=INK, width=2)


def legend(land, *, title, subtitle, rows, corner="sw", columns=2, zoom=1):
    """The title and what each colour and line means."""
    texts = max(lettering.width_of(label, "row") for *_, label in rows)
    column, per_column = round(SAMPLE + 64 + texts), math.ceil(len(rows) / columns)
    heading = max(lettering.width_of(title, "title"), lettering.width_of(subtitle, "subtitle"))
    width = round(max(column * columns, heading + 40) + 28)
    box = Image.new("RGB", (round(width * zoom), round((164 + per_column * ROW) * zoom)), WHITE)
    lettering.write(box, (34 * zoom, 52 * zoom), title, "title", scale=zoom)
    lettering.write(box, (34 * zoom, 100 * zoom), subtitle, "subtitle", scale=zoom)
    for number, row in enumerate(rows):
        x, y = 34 + number // per_column * column, 158 + number % per_column * ROW
        _row(box, (x * zoom, y * zoom), *row, zoom=zoom)
    _place(land, box, corner, zoom)


def _place(land, box, corner, zoom):
    """Put a box in a corner, high enough to stay whole when the sheet is cut to 3:2."""
    aside, away = round(36 * zoom), round(60 * zoom)
    left = aside if "w" in corner else land.width - box.width - aside
    top = away if "n" in corner else land.height - box.height - away
    land.paste(box, (left, top))
    edge = [left, top, left + box.width, top + box.height]
    ImageDraw.Draw(land).rectangle(edge, outline=INK, width=round(3 * zoom))


def _row(box, place, pattern, colour, label, *, zoom):
    x, y = place
    sample = Image.new("RGB", (SAMPLE * 2, 60), WHITE)
    SAMPLES[pattern](ImageDraw.Draw(sample), colour)
    sample = sample.resize((round(SAMPLE * zoom), round(30 * zoom)), Image.Resampling.BOX)
    box.paste(sample, (round(x), round(y - 15 * zoom)))
    lettering.write(box, (x + (SAMPLE + 20) * zoom, y), label, "row", scale=zoom)


def _hatch(draw, colour):
    for start in range(-60, SAMPLE * 2, 14):
        draw.line([(start, 60), (start + 60, 0)], fill=colour, width=3)
    draw.rectangle([0, 0, SAMPLE * 2 - 1, 59], outline=colour, width=2)


def _dash(draw, colour):
    strokes.dashed(draw, [(0, 30), (SAMPLE * 2, 30)], colour, 7, dash=28, gap=20)


def _rail(draw, colour):
    strokes.railway(draw, [(0, 30), (SAMPLE * 2, 30)], colour, 4, step=26, tick=11)


def _road(draw, colour):
    strokes.solid(draw, [(4, 30), (SAMPLE * 2 - 4, 30)], (96, 84, 60), 18)
    strokes.solid(draw, [(4, 30), (SAMPLE * 2 - 4, 30)], colour, 11)


SAMPLES = {
    "fill": lambda draw, colour: draw.rectangle([0, 4, 131, 56], fill=colour, outline=EDGE),
    "hatch": _hatch,
    "line": lambda draw, colour: draw.line([(0, 30), (SAMPLE * 2, 30)], fill=colour, width=13),
    "river": lambda draw, colour: draw.line([(0, 30), (SAMPLE * 2, 30)], fill=colour, width=13),
    "dash": _dash,
    "rail": _rail,
    "road": _road,
    "point": lambda draw, colour: draw.ellipse([44, 8, 88, 52], fill=colour, outline=INK, width=5),
}


def scale_bar(land, sheet, *, km, lines, corner="se", zoom=1):
    """A bar in kilometres, an arrow to the north, and who made the map."""
    bar = km * sheet.per_km / zoom
    width = round(max(bar + 170, *(lettering.width_of(line, "fine") for line in lines)) + 60)
    box = Image.new("RGB", (round(width * zoom), round((108 + 30 * len(lines)) * zoom)), WHITE)
    draw = ImageDraw.Draw(box)
    for number in range(5):
        start, end = (32 + bar * (number + step) / 5 for step in (0, 1))
        piece = [start * zoom, 50 * zoom, end * zoom, 64 * zoom]
        _bar(draw, piece, number + 1)
    for share, text in ((0, "0"), (1, f"{km:g} km")):
        place = ((32 + bar * share) * zoom, 30 * zoom)
        lettering.write(box, place, text, "tick", anchor="mm", scale=zoom)
    _north(draw, box, ((width - 46) * zoom, 50 * zoom), zoom)
    for number, line in enumerate(lines):
        place = (32 * zoom, (94 + number * 30) * zoom)
        lettering.write(box, place, line, "fine", scale=zoom)
    _place(land, box, corner, zoom)


def _north(draw, box, place, zoom):
    x, y = place
    arrow = [(0, -26), (-13, 6), (0, -2), (13, 6)]
    draw.polygon([(x + right * zoom, y + down * zoom) for right, down in arrow], fill=INK)
    lettering.write(box, (x, y + 22 * zoom), "N", "tick", anchor="mm", scale=zoom)
