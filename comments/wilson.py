"""The order "Best": the share of votes for a comment that we can be fairly sure of.

Lower bound of the score confidence interval for a Bernoulli parameter (E. B. Wilson, "Probable
inference, the law of succession, and statistical inference", JASA 22, 1927), 80 % two-sided. Ten
votes for and none against stand above one for and none against; an early comment that many saw has
no lead over a late one that the same share of its readers liked.
"""

from django.db.models import FloatField, IntegerField, Value
from django.db.models.functions import Cast, Floor, Greatest, Sqrt

Z = 1.281551565545
# Stored as an integer, so that a page can go on exactly after a comment.
SCALE = 1_000_000_000


def lower_bound(up, down):
    """The bound in billionths (0 without votes), as an expression both databases compute."""
    up, down = Cast(up, FloatField()), Cast(down, FloatField())
    votes = up + down
    spread = Sqrt(up * down / Greatest(votes, _number(1)) + _number(Z * Z / 4))
    bound = (up + _number(Z * Z / 2) - _number(Z) * spread) / (votes + _number(Z * Z))
    return Cast(Floor(bound * _number(SCALE) + _number(0.5)), IntegerField())


def _number(value):
    return Value(float(value), output_field=FloatField())
