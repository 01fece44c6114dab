"""Figures as pictures: a level over time, seats, bars, a timetable."""

import math

from newsportal.demo.maps import strokes
from newsportal.demo.maps.board import RULE, SEA, Board
from newsportal.demo.maps.lettering import INK, MAGENTA

LEVELS = [2.1, 2.14, 2.2, 2.35, 2.7, 3.2, 3.7, 4.1, 4.42, 4.57, 4.61, 4.55, 4.49, 4.43]
MARK_OF_2021, CREST = 5.01, 10
PALE_SEA = (206, 226, 239)


def gauge_curve(*, title, subtitle, days):
    """The water level at Stellin over a week, against the mark of 2021."""
    board = Board()
    for metres in (2, 3, 4, 5):
        board.line([(190, _height(metres)), (1710, _height(metres))], RULE, 2)
        board.text(170, _height(metres), f"{metres} m", "subtitle", anchor="rm")
    points = [(220 + number * 110, _height(level)) for number, level in enumerate(LEVELS)]
    curve = strokes.curve(points)
    board.shape([*curve, (points[-1][0], 1040), (points[0][0], 1040)], PALE_SEA)
    board.line(curve, SEA, 8)
    _mark_and_crest(board, *points[CREST])
    board.line([(190, 1040), (1710, 1040)], INK, 4)
    for number, day in enumerate(days):
        board.text(220 + number * 220, 1084, day, "subtitle", anchor="mm")
    return board.finish(title, subtitle)


def _height(metres):
    return 1040 - (metres - 1.5) * 230


def _mark_and_crest(board, x, y):
    mark = _height(MARK_OF_2021)
    board.line([(190, mark), (1710, mark)], MAGENTA, 4, dash=18)
    board.text(230, mark - 30, f"2021 mark, {MARK_OF_2021} m", "note")
    board.disc(x, y, 15, MAGENTA)
    board.text(x, y - 44, f"{LEVELS[CREST]} m, 04:10", "note", anchor="mm", colour=INK)


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
