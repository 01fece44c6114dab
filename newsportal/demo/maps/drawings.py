"""Things drawn from the side: the Brael bridge, a staff gauge."""

import math

from newsportal.demo.maps.board import SAND, SEA, WATER, Board
from newsportal.demo.maps.geography import path
from newsportal.demo.maps.lettering import GREY, INK, MAGENTA, WHITE

GROUND = path(
    "0 800, 170 790, 300 860, 470 960, 900 1000, 1330 960, 1500 860, 1640 790, 1800 800,"
    "1800 1200, 0 1200"
)
RIVER = path("230 850, 1570 850, 1330 975, 900 1010, 470 975")
INKED = {"outline": INK, "width": 5}


def bridge(*, title, subtitle):
    """The Brael bridge from the side, with its four sensors."""
    board = Board(squared=True)
    board.shape(RIVER, WATER)
    board.shape(GROUND, SAND, outline=INK, width=4)
    _truss(board)
    board.shape(path("60 596, 1740 596, 1740 636, 60 636"), WHITE, **INKED)
    for x in (480, 1320):
        pier = [(x - 34, 636), (x + 34, 636), (x + 52, 972), (x - 52, 972)]
        board.shape(pier, WHITE, **INKED)
    for x, bank in ((60, "N"), (1650, "S")):
        board.shape([(x, 636), (x + 90, 636), (x + 90, 800), (x, 800)], WHITE, **INKED)
        board.text(x + 45, 720, bank, "title", anchor="mm")
    for number, x in enumerate((300, 700, 1100, 1500), start=1):
        board.disc(x, 616, 26, MAGENTA)
        board.text(x, 616, str(number), "number", anchor="mm", colour=WHITE, scale=1.1)
    board.line([(480, 1080), (1320, 1080)], MAGENTA, 4)
    board.text(900, 1116, "84 m between piers", "note", anchor="mm")
    return board.finish(title, subtitle)


def _truss(board):
    """An arch with posts and braces."""
    arch = [(110 + 1580 * t / 40, 600 - 300 * math.sin(math.pi * t / 40)) for t in range(41)]
    for x, y in arch[2:-1:2]:
        board.line([(x, y), (x, 600)], INK, 4)
    for (x, y), (far_x, _) in zip(arch[2:-3:2], arch[4:-1:2], strict=True):
        board.line([(x, y), (far_x, 600)], GREY, 3)
    board.line(arch, INK, 10)


def staff_gauge(*, title, subtitle):
    """A staff gauge in the water, and where to read it."""
    board = Board()
    board.shape(path("0 760, 1800 760, 1800 1200, 0 1200"), WATER)
    board.line([(0, 760), (1800, 760)], SEA, 7)
    _plate(board)
    board.shape(path("920 760, 990 720, 990 800"), MAGENTA)
    board.text(1020, 760, "1.80 m: read here, where\nthe flat water meets the plate", "note")
    board.line([(690, 716), (610, 680)], GREY, 3)
    board.text(590, 668, "not at the rim that\nclimbs the plate", anchor="rm", colour=GREY)
    zero = "Zero of the gauge:\n112.40 m above the sea"
    board.text(330, 1090, zero, "subtitle", anchor="mm", colour=INK)
    return board.finish(title, subtitle)


def _plate(board):
    """The enamelled plate with a mark every ten centimetres."""
    board.shape(path("700 210, 900 210, 900 1150, 700 1150"), WHITE, outline=INK, width=6)
    for number in range(47):
        length, width = (90, 6) if number % 5 == 0 else (45, 4)
        y = 220 + number * 20
        board.line([(700, y), (700 + length, y)], INK, width)
    for metres in range(5):
        board.text(880, 320 + metres * 200, f"{4 - metres}", "title", anchor="rm", scale=1.6)
