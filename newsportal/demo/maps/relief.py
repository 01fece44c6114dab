"""Invented terrain: heights out of seeded noise, hill shading and contour lines out of heights.

Everything works on whole images in Pillow's mode "F" (one float per pixel), so it runs in C.
"""

import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageMath

BICUBIC = Image.Resampling.BICUBIC


def calculate(formula, **images):
    """An image out of images, pixel by pixel."""
    return ImageMath.lambda_eval(
        lambda args: formula(**{name: args[name] for name in images}), **images
    )


def scaled(image, factor, offset=0):
    """A float image times a number plus a number."""
    return image.convert("F").point(lambda value: value * factor + offset)


def noise(size, window, *, cells, seed, angle=0.0):
    """Smooth random hills between -1 and 1, `cells` of them in 60 km, on a turned grid.

    `window` is (west, north, across) in kilometres, so two sheets of one place agree.
    """
    side = round(cells * 2) + 6
    grid = Image.frombytes("L", (side, side), random.Random(seed).randbytes(side * side))  # noqa: S311
    west, north, across = window
    step = across / size[0] * cells / 60
    along, over = step * math.cos(angle), step * math.sin(angle)
    east, south = (west - 30) * cells / 60, (north - 22) * cells / 60
    start_x = side / 2 + east * math.cos(angle) + south * math.sin(angle)
    start_y = side / 2 - east * math.sin(angle) + south * math.cos(angle)
    turned = (along, over, start_x, -over, along, start_y)
    hills = grid.convert("F").transform(size, Image.Transform.AFFINE, turned, BICUBIC)
    return scaled(hills, 1 / 127.5, -1)


def ridges(size, window, *, cells, seed, octaves=5):
    """Mountains between 0 and about 1: finer crests grow only on the coarser ones."""
    total, weight = Image.new("F", size, 0), Image.new("F", size, 1)
    for octave in range(octaves):
        turn = {"seed": f"{seed}/{octave}", "angle": 0.5 + octave}
        hills = noise(size, window, cells=cells * 2**octave, **turn)
        weight = calculate(lambda n, w: (1 - abs(n)) * (1 - abs(n)) * w, n=hills, w=weight)
        share = 0.5 * 0.55**octave
        total = calculate(lambda t, w, s=share: t + w * s, t=total, w=weight)
        weight = calculate(lambda w: 1 - abs(1 - w * 1.9) * 0.7, w=weight)
    return total


def soft_mask(size, draw_shapes, *, blur):
    """A float image between 0 and 1 of blurred white shapes; `draw_shapes(draw, scale)` draws them.

    Drawn small and enlarged: a blur this wide has no detail to lose.
    """
    mask = Image.new("L", (size[0] // 8, size[1] // 8), 0)
    draw_shapes(ImageDraw.Draw(mask), 1 / 8)
    mask = mask.filter(ImageFilter.GaussianBlur(blur / 8))
    return scaled(mask.convert("F").resize(size, BICUBIC), 1 / 255)


def shade(heights, *, strength):
    """How light each slope is with the sun in the north-west; 128 is level ground."""
    east, west = ImageChops.offset(heights, -1, 0), ImageChops.offset(heights, 1, 0)
    south, north = ImageChops.offset(heights, 0, -1), ImageChops.offset(heights, 0, 1)
    light = calculate(
        lambda e, w, s, n: 128 + ((e - w) + (s - n)) * strength, e=east, w=west, s=south, n=north
    )
    return light.convert("L")


def contours(heights, *, interval, width=1.0):
    """An anti-aliased mask of the lines of equal height."""
    steps = scaled(heights, 1 / interval, 0.5)
    east, south = ImageChops.offset(steps, -1, 0), ImageChops.offset(steps, 0, -1)
    mask = calculate(
        lambda h, e, s: 255 * (width + 0.5 - abs(h % 1 - 0.5) / (abs(e - h) + abs(s - h) + 0.002)),
        h=steps,
        e=east,
        s=south,
    )
    return mask.convert("L")


def above(field, level, *, sharpness):
    """An anti-aliased mask of where a float image is higher than a level."""
    return scaled(field, sharpness * 255, 127 - level * sharpness * 255).convert("L")


def edge(mask, *, width=7):
    """The rim of a mask."""
    return ImageChops.subtract(mask, mask.filter(ImageFilter.MinFilter(width)))
