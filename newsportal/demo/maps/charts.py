"""Story art that is not a map: curves, seats, a bridge, a gauge, a timetable."""

import math

from PIL import Image, ImageDraw

from newsportal.demo.maps import lettering, strokes
from newsportal.demo.maps.lettering import GREY, INK, MAGENTA, WHITE

SIZE, FINE = (1800, 1200), 2
PAPER, RULE, SEA, BUFF, SAND = (
    (244, 248, 250),
    (206, 217, 224),
    (47, 127, 176),
    (222, 178, 84),
    (228, 211, 166),
)


class Board:
    """A drawing board: shapes at double size, words on top when it is finished."""

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


def gauge_curve(*, title, subtitle, days):
    """The water level at Stellin over a week, against the mark of 2021."""
    board = Board()
    level = [2.1, 2.14, 2.2, 2.35, 2.7, 3.2, 3.7, 4.1, 4.42, 4.57, 4.61, 4.55, 4.49, 4.43]
    across = [220 + number * 110 for number in range(len(level))]
    points = [(x, 1040 - (value - 1.5) * 230) for x, value in zip(across, level, strict=True)]
    for metres in (2, 3, 4, 5):
        y = 1040 - (metres - 1.5) * 230
        board.line([(190, y), (1710, y)], RULE, 2)
        board.text(170, y, f"{metres} m", "subtitle", anchor="rm")
    curve = strokes.curve(points)
    board.shape([*curve, (points[-1][0], 1040), (points[0][0], 1040)], (206, 226, 239))
    board.line(curve, SEA, 8)
    mark = 1040 - (5.01 - 1.5) * 230
    board.line([(190, mark), (1710, mark)], MAGENTA, 4, dash=18)
    board.text(230, mark - 30, "2021 mark, 5.01 m", "note", colour=MAGENTA)
    board.disc(*points[10], 15, MAGENTA)
    board.text(
        points[10][0] + 4, points[10][1] - 44, "4.61 m, 04:10", "note", anchor="mm", colour=INK
    )
    board.line([(190, 1040), (1710, 1040)], INK, 4)
    for number, day in enumerate(days):
        board.text(220 + number * 220, 1084, day, "subtitle", anchor="mm")
    return board.finish(title, subtitle)


def seats(*, title, subtitle, blocs):
    """A half circle of seats; `blocs` is [(name, seats, colour)]."""
    board = Board()
    places = sorted(
        (math.pi - angle, ring)
        for ring, count in enumerate((17, 21, 25, 29, 33, 37))
        for angle in (math.pi * number / (count - 1) for number in range(count))
    )
    colours = [colour for _, count, colour in blocs for _ in range(count)]
    for (angle, ring), colour in zip(sorted(places, key=lambda p: -p[0]), colours, strict=False):
        radius = 300 + ring * 66
        board.disc(900 + radius * math.cos(angle), 950 - radius * math.sin(angle), 24, colour)
    board.line([(900, 232), (900, 960)], INK, 3, dash=10)
    board.text(900, 214, "82 seats needed", "subtitle", anchor="mm")
    for number, (name, count, colour) in enumerate(blocs):
        x, y = 120 + number * 338, 1080
        board.disc(x, y, 20, colour)
        board.text(x + 36, y, f"{name} {count}", "row")
    return board.finish(title, subtitle)


def bars(*, title, subtitle, rows, unit):
    """Bars with a number at their end; `rows` is [(label, value, colour)]."""
    board = Board()
    most = max(value for _, value, _ in rows)
    step = 900 / len(rows)
    for number, (label, value, colour) in enumerate(rows):
        y = 240 + number * step
        end = 520 + 1000 * value / most
        board.shape([(520, y), (end, y), (end, y + step * 0.62), (520, y + step * 0.62)], colour)
        board.text(490, y + step * 0.31, label, "row", anchor="rm")
        board.text(end + 20, y + step * 0.31, f"{value:g}{unit}", "row")
    board.line([(520, 216), (520, 1140)], INK, 4)
    return board.finish(title, subtitle)


def timetable(*, title, subtitle, stations, trains):
    """Trains as slanting lines between stations, as railways plan them."""
    board = Board()
    left, right, top, low = 330, 1690, 260, 1080
    per_km = (low - top) / stations[-1][1]
    for hour in range(6, 19):
        x = left + (hour - 6) * (right - left) / 12
        board.line([(x, top), (x, low)], RULE, 2)
        if hour % 2 == 0:
            board.text(x, low + 44, f"{hour:02}:00", "subtitle", anchor="mm", scale=1.1)
    for name, km in stations:
        board.line([(left, top + km * per_km), (right, top + km * per_km)], RULE, 3)
        board.text(left - 24, top + km * per_km, name, "row", anchor="rm")
    for start, is_north, colour in trains:
        _train(board, start, is_north, colour, stations, (left, (right - left) / 12, top, per_km))
    board.line([(left, top), (left, low), (right, low)], INK, 4)
    return board.finish(title, subtitle)


def _train(board, start, is_north, colour, stations, axes):
    left, per_hour, top, per_km = axes
    clock, points, line = start, [], list(reversed(stations)) if is_north else stations
    for (_, km), (_, next_km) in zip(line, [*line[1:], line[-1]], strict=True):
        for wait in (0, 0.05):
            points.append((left + (clock - 6 + wait) * per_hour, top + km * per_km))
        clock += 0.05 + abs(next_km - km) / 46
    board.line(points, colour, 6)


def bridge(*, title, subtitle):
    """The Brael bridge from the side, with its four sensors."""
    board = Board(squared=True)
    ground = [(0, 800), (170, 790), (300, 860), (470, 960), (900, 1000), (1330, 960), (1500, 860),
              (1640, 790), (1800, 800), (1800, 1200), (0, 1200)]  # fmt: skip
    board.shape([(230, 850), (1570, 850), (1330, 975), (900, 1010), (470, 975)], (160, 203, 227))
    board.shape(ground, SAND, outline=INK, width=4)
    arch = [(110 + 1580 * t / 40, 600 - 300 * math.sin(math.pi * t / 40)) for t in range(41)]
    for x, y in arch[2:-1:2]:
        board.line([(x, y), (x, 600)], INK, 4)
    for (x, y), (far_x, _) in zip(arch[2:-3:2], arch[4:-1:2], strict=True):
        board.line([(x, y), (far_x, 600)], GREY, 3)
    board.line(arch, INK, 10)
    board.shape([(60, 596), (1740, 596), (1740, 636), (60, 636)], WHITE, outline=INK, width=5)
    for x in (480, 1320):
        board.shape(
            [(x - 34, 636), (x + 34, 636), (x + 52, 972), (x - 52, 972)],
            WHITE,
            outline=INK,
            width=5,
        )
    for x in (60, 1650):
        board.shape([(x, 636), (x + 90, 636), (x + 90, 800), (x, 800)], WHITE, outline=INK, width=5)
    for number, x in enumerate((300, 700, 1100, 1500), start=1):
        board.disc(x, 616, 26, MAGENTA)
        board.text(x, 616, str(number), "number", anchor="mm", colour=WHITE, scale=1.1)
    board.line([(480, 1080), (1320, 1080)], MAGENTA, 4)
    board.text(900, 1116, "84 m between piers", "note", anchor="mm")
    board.text(130, 720, "N", "title", anchor="mm")
    board.text(1690, 720, "S", "title", anchor="mm")
    return board.finish(title, subtitle)


def staff_gauge(*, title, subtitle):
    """A staff gauge in the water, and where to read it."""
    board = Board()
    board.shape([(0, 760), (1800, 760), (1800, 1200), (0, 1200)], (160, 203, 227))
    board.line([(0, 760), (1800, 760)], SEA, 7)
    board.shape([(700, 210), (900, 210), (900, 1150), (700, 1150)], WHITE, outline=INK, width=6)
    for number in range(47):
        y, wide = 220 + number * 20, 90 if number % 5 == 0 else 45
        board.line([(700, y), (700 + wide, y)], INK, 6 if number % 5 == 0 else 4)
    for metres in range(5):
        board.text(880, 320 + metres * 200, f"{4 - metres}", "title", anchor="rm", scale=1.6)
    board.shape([(920, 760), (990, 720), (990, 800)], MAGENTA)
    board.text(
        1020,
        760,
        "1.80 m: read here, where\nthe flat water meets the plate",
        "note",
        colour=MAGENTA,
    )
    board.line([(690, 716), (610, 680)], GREY, 3)
    board.text(590, 668, "not at the rim that\nclimbs the plate", "row", anchor="rm", colour=GREY)
    board.text(
        330, 1090, "Zero of the gauge:\n112.40 m above the sea", "subtitle", anchor="mm", colour=INK
    )
    return board.finish(title, subtitle)
