"""A plane cut into cells around points: fields, wards."""

import math
import random


def scatter(columns, rows, *, seed, jitter=0.38):
    """Points near the crossings of a grid, in grid units."""
    chance = random.Random(seed)  # noqa: S311
    return [
        (
            column + 0.5 + chance.uniform(-jitter, jitter) + (0.5 if row % 2 else 0) - 0.25,
            row + 0.5 + chance.uniform(-jitter, jitter),
        )
        for row in range(rows)
        for column in range(columns)
    ]


def around(points, *, reach=2.6, size=3.0):
    """For each point the polygon of all that is nearer to it than to the others (Voronoi)."""
    grid = {}
    for point in points:
        grid.setdefault((int(point[0]), int(point[1])), []).append(point)
    return [_cell(point, _near(point, grid, reach), size) for point in points]


def _near(point, grid, reach):
    column, row, far = int(point[0]), int(point[1]), math.ceil(reach)
    for x in range(column - far, column + far + 1):
        for y in range(row - far, row + far + 1):
            for other in grid.get((x, y), ()):
                if other != point:
                    yield other


def _cell(point, others, size):
    x, y = point
    polygon = [
        (x - size, y - size),
        (x + size, y - size),
        (x + size, y + size),
        (x - size, y + size),
    ]
    for other in others:
        polygon = _clip(polygon, point, other)
    return polygon


def _clip(polygon, point, other):
    """The part of a polygon that is nearer to `point` than to `other`."""
    across = other[0] - point[0], other[1] - point[1]
    middle = (other[0] + point[0]) / 2, (other[1] + point[1]) / 2
    sides = [(x - middle[0]) * across[0] + (y - middle[1]) * across[1] for x, y in polygon]
    kept = []
    for number, (corner, side) in enumerate(zip(polygon, sides, strict=True)):
        before, before_side = polygon[number - 1], sides[number - 1]
        if (side <= 0) != (before_side <= 0):
            share = before_side / (before_side - side)
            kept.append(tuple(b + (c - b) * share for b, c in zip(before, corner, strict=True)))
        if side <= 0:
            kept.append(corner)
    return kept


def shrink(polygon, center, share):
    """The same shape, smaller, around a point."""
    return [
        (center[0] + (x - center[0]) * share, center[1] + (y - center[1]) * share)
        for x, y in polygon
    ]
