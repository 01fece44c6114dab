"""Which colours of a legend readers with a colour vision deficiency can't tell apart.

Simulation: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color
Vision Deficiency", IEEE TVCG 15 (2009), full severity, on linear sRGB. Distance: Euclidean in OKLab
(Björn Ottosson, 2020), where equal steps look equal.
"""

import re
from dataclasses import dataclass
from itertools import combinations
from math import dist

from django.utils.translation import gettext_lazy as _

# Two adjacent steps of an even ramp of five lie about 0.1 apart, what an eye just notices 0.02.
TOO_CLOSE = 0.065
HEX = re.compile(r"#[0-9a-fA-F]{6}")
NORMAL = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
# How common they are among men: deuteranopia and its weaker forms 6 %, protanopia 2 %.
DEFICIENCIES = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
EYES = {
    "normal": _("for everybody"),
    "protanopia": _("without red cones (protanopia)"),
    "deuteranopia": _("without green cones (deuteranopia)"),
    "tritanopia": _("without blue cones (tritanopia)"),
}
TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


@dataclass(frozen=True)
class Pair:
    """Two rows that look alike to some readers, and as what."""

    first: object
    second: object
    eyes: str
    looks: tuple[str, str]

    @property
    def to_whom(self):
        return EYES[self.eyes]

    @property
    def swatches(self):
        """Both rows as these readers see them: {pattern, colour, label}."""
        rows = zip((self.first, self.second), self.looks, strict=True)
        return [{"pattern": r.pattern, "colour": seen, "label": r.label} for r, seen in rows]


def too_close(rows):
    """The pairs of rows with one pattern that come too close: each once, for the first such eyes."""
    known = [row for row in rows if HEX.fullmatch(row.colour or "")]
    pairs = (_compare(one, other) for one, other in combinations(known, 2))
    return [pair for pair in pairs if pair]


def seen_as(colour, eyes):
    """A "#rrggbb" as it looks to eyes with a deficiency."""
    return _hex(_times(DEFICIENCIES.get(eyes, NORMAL), _linear(colour)))


def distance(one, other):
    """How different two "#rrggbb" look: 0 for the same, 1 between black and white."""
    return dist(_oklab(one), _oklab(other))


def _compare(one, other):
    if one.pattern != other.pattern:
        return None
    for eyes in EYES:
        looks = seen_as(one.colour, eyes), seen_as(other.colour, eyes)
        if distance(*looks) < TOO_CLOSE:
            return Pair(one, other, eyes, looks)
    return None


def _times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _linear(colour):
    shares = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]


def _hex(linear):
    shares = [min(1, max(0, value)) for value in linear]
    gamma = [12.92 * s if s <= 0.0031308 else 1.055 * s ** (1 / 2.4) - 0.055 for s in shares]
    return "#" + "".join(f"{round(s * 255):02x}" for s in gamma)


def _oklab(colour):
    return _times(TO_LAB, [value ** (1 / 3) for value in _times(TO_LMS, _linear(colour))])
