"""The only code that writes tree columns: slotted nested sets on django-mptt."""

from django.db import models
from mptt.managers import TreeManager

# Direct replies a comment of each level may have; the last level has none.
FANOUT = (65_536, 2_048, 512, 256, 128, 64, 16)
MAX_LEVEL = len(FANOUT)


def _widths():
    widths = [2]
    for fanout in reversed(FANOUT):
        widths.append(2 + fanout * widths[-1])
    return tuple(reversed(widths))


WIDTH = _widths()
WIDTH_BY_LEVEL = models.Case(
    *[models.When(level=level, then=models.Value(width)) for level, width in enumerate(WIDTH)],
    output_field=models.BigIntegerField(),
)
COUNTERS = frozenset({"slots", "listed", "up", "down", "score", "replies", "total", "status"})


class SlottedTreeManager(TreeManager):
    """Takes slots instead of shifting neighbours."""


class SlottedTreeMixin:
    """What a node of a slotted tree answers differently."""
