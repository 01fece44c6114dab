"""Lines as map makers draw them: curved, cased, dashed, ticked like a railway."""

import math


def curve(points, *, steps=8):
    """A smooth line through all the points (Catmull-Rom)."""
    known = [points[0], *points, points[-1]]
    smooth = []
    for before, start, end, after in zip(known, known[1:], known[2:], known[3:], strict=False):
        smooth += [_between(before, start, end, after, step / steps) for step in range(steps)]
    return [*smooth, points[-1]]


def _between(before, start, end, after, t):
    return tuple(
        0.5
        * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )
        for a, b, c, d in zip(before, start, end, after, strict=True)
    )


def walk(points, step):
    """Places at equal distances along a line, each with the direction of the line there."""
    left = 0.0
    for (x, y), (end_x, end_y) in zip(points, points[1:], strict=False):
        length = math.hypot(end_x - x, end_y - y) or 1e-9
        along = (end_x - x) / length, (end_y - y) / length
        while left <= length:
            yield (x + along[0] * left, y + along[1] * left), along
            left += step
        left -= length


def solid(draw, points, colour, width):
    """A line with round joints and ends."""
    draw.line(points, fill=colour, width=width, joint="curve")
    for x, y in (points[0], points[-1]):
        draw.ellipse([x - width / 2, y - width / 2, x + width / 2, y + width / 2], fill=colour)


def dashed(draw, points, colour, width, *, dash, gap):
    """A line of dashes that follow its bends."""
    fine = [place for place, _ in walk(points, 4)]
    on, every = round(dash / 4), round((dash + gap) / 4)
    for start in range(0, len(fine) - 1, every):
        piece = fine[start : start + on + 1]
        if len(piece) > 1:
            draw.line(piece, fill=colour, width=width, joint="curve")


def railway(draw, points, colour, width, *, step, tick):
    """A line with cross ticks."""
    draw.line(points, fill=colour, width=width, joint="curve")
    for (x, y), (along_x, along_y) in walk(points, step):
        draw.line(
            [(x - along_y * tick, y + along_x * tick), (x + along_y * tick, y - along_x * tick)],
            fill=colour,
            width=width,
        )
