"""A map sheet: land painted below, lines drawn at twice the size, words set last."""

from PIL import Image, ImageChops, ImageDraw

from newsportal.demo.maps import lettering, panel, strokes
from newsportal.demo.maps.lettering import ANCHORS, INK, WHITE

MARGIN = 64
FINE = 2  # Lines are drawn this many times larger and then reduced: Pillow's own have steps.
RIVER, POND = (47, 127, 176), (143, 193, 222)
DOTS = {"city": 11, "town": 10, "village": 8}


class Sheet:
    """One map while it is being drawn. Places are given in kilometres east and south."""

    def __init__(self, land, *, west, north, across):
        self.size = land.size
        self.west, self.north, self.per_km = west, north, land.width / across
        self.canvas = land.resize((land.width * FINE, land.height * FINE), Image.Resampling.BICUBIC)
        self.draw = ImageDraw.Draw(self.canvas)
        self.words = []

    def at(self, place, fine=FINE):
        """Where a place is on the sheet, in pixels."""
        return tuple(
            (value - start) * self.per_km * fine
            for value, start in zip(place, (self.west, self.north), strict=True)
        )

    def trace(self, points):
        """A smooth line through places, in pixels."""
        return strokes.curve([self.at(point) for point in points])

    def line(self, points, colour, width, *, casing=None, dash=None):
        """A line; `casing` is (colour, extra width) below it, `dash` is (dash, gap)."""
        traced = self.trace(points)
        if casing:
            strokes.solid(self.draw, traced, casing[0], (width + casing[1] * 2) * FINE)
        if dash:
            on, off = (length * FINE for length in dash)
            strokes.dashed(self.draw, traced, colour, width * FINE, dash=on, gap=off)
        else:
            strokes.solid(self.draw, traced, colour, width * FINE)

    def railway(self, points):
        """A railway line."""
        strokes.railway(self.draw, self.trace(points), INK, 2 * FINE, step=44 * FINE, tick=8 * FINE)

    def fill(self, shape, colour, *, opacity=1.0, hatch=None):
        """Fill what `shape(draw)` draws in white, plainly or with slanting lines."""
        mask = Image.new("L", self.canvas.size, 0)
        shape(ImageDraw.Draw(mask))
        self._paint(mask, colour, opacity, hatch)

    def stain(self, mask, colour, *, opacity=1.0, hatch=None):
        """Fill where a mask of the land is white."""
        mask = mask.resize(self.canvas.size, Image.Resampling.BILINEAR)
        self._paint(mask, colour, opacity, hatch)

    def _paint(self, mask, colour, opacity, hatch):
        if hatch:
            mask = ImageChops.multiply(mask, _hatching(mask.size, hatch * FINE))
        self.canvas.paste(colour, mask=mask.point(lambda value: round(value * opacity)))

    def band(self, points, km):
        """The shape of everything within a distance of a line, for `fill`."""
        traced = self.trace(points)
        return lambda draw: strokes.solid(draw, traced, 255, round(km * 2 * self.per_km * FINE))

    def place(self, name, place, rank="village", side="e"):
        """A town's mark and name."""
        x, y = self.at(place)
        r = DOTS[rank] * FINE
        if rank == "city":
            self.draw.rectangle(
                [x - r, y - r, x + r, y + r], fill=INK, outline=WHITE, width=FINE * 2
            )
        else:
            inside = INK if rank == "town" else WHITE
            self.draw.ellipse(
                [x - r, y - r, x + r, y + r], fill=inside, outline=INK, width=FINE * 3
            )
        self.label(name, place, rank, side=side, away=DOTS[rank] + 9)

    def badge(self, text, place, *, radius=21, fill=WHITE, ink=INK):
        """A numbered circle."""
        (x, y), r = self.at(place), radius * FINE
        self.draw.ellipse([x - r, y - r, x + r, y + r], fill=fill, outline=INK, width=4 * FINE)
        self.words.append((self.at(place, 1), text, "number", "mm", ink))

    def label(self, words, place, style, *, side="c", away=0, colour=None):
        """Words beside a place; set when the sheet is finished."""
        x, y = self.at(place, 1)
        x += away * (("e" in side) - ("w" in side))
        y += away * (("s" in side) - ("n" in side))
        self.words.append(((x, y), words, style, ANCHORS[side], colour))

    def along(self, words, place, angle, **style):
        """Slanted words along a river or a range."""
        self.words.append((self.at(place, 1), words, angle, style, None))

    def finish(self, *, legend=None, scale=None, grid=10):
        """The finished picture, in its frame."""
        land = self.canvas.reduce(FINE)
        panel.grid(land, self, every=grid)
        for place, words, style, how, colour in self.words:
            if isinstance(style, str):
                lettering.write(land, place, words, style, anchor=how, colour=colour)
            else:
                lettering.write_along(land, place, words, angle=style, **how)
        if legend:
            panel.legend(land, **legend)
        if scale:
            panel.scale_bar(land, self, **scale)
        return panel.frame(land, self, every=grid, margin=MARGIN)


def _hatching(size, step):
    lines = Image.new("L", size, 0)
    draw = ImageDraw.Draw(lines)
    for start in range(-size[1], size[0], step):
        draw.line([(start, size[1]), (start + size[1], 0)], fill=255, width=max(2, step // 7))
    return lines
