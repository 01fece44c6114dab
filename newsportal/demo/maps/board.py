"""A drawing board for story art: shapes at double size, words on top when it is finished."""

from PIL import Image, ImageDraw

from newsportal.demo.maps import lettering, strokes

SIZE, FINE = (1800, 1200), 2
PAPER, RULE, SAND = (244, 248, 250), (206, 217, 224), (228, 211, 166)
SEA, WATER = (47, 127, 176), (160, 203, 227)


class Board:
    """One picture while it is being drawn, in pixels of the finished size."""

    def __init__(self, *, squared=False):
        self.canvas = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), PAPER)
        self.pen = ImageDraw.Draw(self.canvas)
        self.texts = []
        for step in range(0, SIZE[0], 60) if squared else ():
            self.line([(step, 0), (step, SIZE[1])], RULE, 1)
            self.line([(0, step), (SIZE[0], step)], RULE, 1)

    def line(self, points, colour, width, *, dash=None):
        """A line through points."""
        fine = [(x * FINE, y * FINE) for x, y in points]
        if dash:
            strokes.dashed(self.pen, fine, colour, width * FINE, dash=dash * FINE, gap=dash * FINE)
        else:
            strokes.solid(self.pen, fine, colour, width * FINE)

    def shape(self, points, fill, *, outline=None, width=0):
        """A filled polygon."""
        fine = [(x * FINE, y * FINE) for x, y in points]
        self.pen.polygon(fine, fill=fill)
        if outline:
            self.pen.line([*fine, fine[0]], fill=outline, width=width * FINE, joint="curve")

    def disc(self, x, y, radius, fill):
        """A dot."""
        box = [(v + s * radius) * FINE for s in (-1, 1) for v in (x, y)]
        self.pen.ellipse(box, fill=fill)

    def text(self, x, y, words, style="row", *, anchor="lm", colour=None, scale=1.25):
        """Words, set at the end."""
        self.texts.append(((x, y), words, style, anchor, scale, colour))

    def finish(self, title, subtitle):
        """The picture with its title, in few colours so that it is kept without loss."""
        picture = self.canvas.reduce(FINE)
        lettering.write(picture, (90, 84), title, "title", scale=1.2)
        lettering.write(picture, (90, 146), subtitle, "subtitle", scale=1.1)
        for place, words, style, anchor, scale, colour in self.texts:
            lettering.write(picture, place, words, style, anchor=anchor, scale=scale, colour=colour)
        return picture.quantize(96, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
