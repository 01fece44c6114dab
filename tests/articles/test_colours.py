"""Which colours of a legend are told apart by everybody."""

import pytest

from articles import colours
from articles.models import LegendRow


def row(colour, pattern="fill", label="Row"):
    return LegendRow(colour=colour, pattern=pattern, label=label)


def eyes_of(*rows):
    return [pair.eyes for pair in colours.too_close(rows)]


@pytest.mark.parametrize(
    ("one", "other", "eyes"),
    [
        ("#ff0000", "#aa6600", "protanopia"),
        ("#1a6839", "#a8231b", "deuteranopia"),
        ("#0b5a80", "#0b5a85", "normal"),
        ("#f7e3a4", "#fbdfe6", "tritanopia"),
    ],
)
def test_colours_that_look_alike_to_some_are_named_with_those_who_mix_them(one, other, eyes):
    assert eyes_of(row(one), row(other)) == [eyes]


def test_a_palette_made_for_all_eyes_passes():
    safe = ("#000000", "#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7")
    assert eyes_of(*(row(colour) for colour in safe)) == []


def test_an_even_ramp_passes():
    ramp = ("#e9f0f5", "#bed6e4", "#80aecc", "#3e7ca8", "#104a76")
    assert eyes_of(*(row(colour) for colour in ramp)) == []


def test_another_pattern_tells_rows_apart():
    assert eyes_of(row("#a3125f", "fill"), row("#a3125f", "hatch")) == []


def test_each_pair_is_named_once():
    assert eyes_of(row("#111111"), row("#111111"), row("#111111")) == ["normal"] * 3


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#12345g", "#1234567"])
def test_what_is_no_colour_is_passed_over(colour):
    assert eyes_of(row(colour), row(colour)) == []


def test_a_pair_shows_how_each_row_looks_to_them():
    (pair,) = colours.too_close([row("#1a6839", label="Open"), row("#a8231b", label="Closed")])
    assert [swatch["label"] for swatch in pair.swatches] == ["Open", "Closed"]
    assert colours.distance(*(swatch["colour"] for swatch in pair.swatches)) < colours.TOO_CLOSE
    assert "deuteranopia" in str(pair.to_whom)


def test_greys_stay_grey_for_all_eyes():
    for eyes in colours.DEFICIENCIES:
        assert colours.distance(colours.seen_as("#808080", eyes), "#808080") < 0.01
