"""How many comments there are, in figures."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

SHORTENED_FROM = 10_000


def exact_number(number):
    """All figures, in groups."""
    return number_format(number, use_l10n=True, force_grouping=number >= SHORTENED_FROM)


def short_number(number):
    """12.3K for many; never more than there are."""
    if number < SHORTENED_FROM:
        return exact_number(number)
    if number < 1_000_000:
        return _("%(number)sK") % {"number": _in_tenths(number, 1000)}
    return _("%(number)sM") % {"number": _in_tenths(number, 1_000_000)}


def spoken_number(number):
    """The number whose plural form goes with the short one: "12.1K" is always many."""
    return min(number, SHORTENED_FROM)


def _in_tenths(number, unit):
    tenths = number * 10 // unit
    return number_format(tenths / 10, decimal_pos=1 if tenths % 10 else 0)
