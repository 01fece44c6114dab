"""Every way to type an amount: as minor units, or refused; never something else."""

import itertools

import pytest
from django.core.exceptions import ValidationError

from donations.forms.amounts import AmountField

field = AmountField(least_cents=200)
UNITS = ["2", "5", "10", "25", "40", "99", "100", "250", "999", "1000", "9999", "10000", "99999"]
FRACTIONS = {"": 0, ".0": 0, ".5": 50, ".50": 50, ".05": 5, ".99": 99, ".1": 10, ".10": 10}
FRACTIONS |= {",0": 0, ",5": 50, ",05": 5, ",99": 99, ",10": 10, ",00": 0, ".01": 1}
MANY = list(itertools.product(UNITS, FRACTIONS))
# Digits of other scripts, which int() and Decimal() would take.
SCRIPTS = ["٢٥", "۲۵", "２５", "२५", "২৫", "๒๕", "𝟚𝟝", "²⁵", "Ⅹ"]
NO_AMOUNTS = [
    *SCRIPTS,
    *("25.", ".5", ",5", "25.505", "25..5", "25.5.5", "25,5,5", "1,000", "1.000", "1 000", "1'000"),
    *("+25", "-25", "--25", "25-", "(25)", "$25", "25$", "25 USD", "€25", "25€", "1e3", "1E2"),
    *("0x19", "0b11", "0o31", "1_000", "2_5", "inf", "nan", "NaN", "Infinity", "1/2", "25%"),
    *("100000", "999999", "0100000", "9" * 30, "9" * 3000, "2\n5", "25\n5", "25.5\n0", "2\t5"),
    *("25\0", "\x0025", "2\u200b5", "25\u200b", "\u202e52", "25\u066b50", "25\u066c5", "25٫50"),
    *("twenty", "25;", "25'--", "<b>25</b>", "{{25}}", "25.0.", "0.0.0", "25.5,", "25 .5", "25. 5"),
    *("\ud800", "25\ud800", "25\u0660", "25.\u0665", "25,٥"),
]


@pytest.mark.parametrize(("units", "fraction"), MANY)
def test_units_with_a_point_or_a_comma_are_minor_units(units, fraction):
    assert field.clean(units + fraction) == int(units) * 100 + FRACTIONS[fraction]


@pytest.mark.parametrize("typed", [" 25", "25 ", "\t25\n", "\u00a025", "0025", "25.00", "25,00"])
def test_space_around_and_zeros_before_change_nothing(typed):
    assert field.clean(typed) == 2_500


@pytest.mark.parametrize("typed", NO_AMOUNTS)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValidationError):
        field.clean(typed)


@pytest.mark.parametrize("typed", ["0", "0.00", "0,5", "1", "1.99", "01,99", "00000"])
def test_less_than_the_least_is_refused(typed):
    with pytest.raises(ValidationError, match="at least 2.00"):
        field.clean(typed)
