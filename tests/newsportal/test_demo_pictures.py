"""The demo's maps and charts: each can be drawn, and always in the same way."""

from datetime import UTC, datetime
from functools import cache

import pytest

from newsportal.demo import pictures, texts

NOW = datetime(2031, 3, 9, 12, 0, tzinfo=UTC)
SPECS = texts.table("pictures")


@cache
def painted(name):
    return pictures.paint(SPECS[name], NOW)


@pytest.mark.parametrize("name", sorted(SPECS))
def test_a_picture_is_large_enough_to_look_at(name):
    assert painted(name).width >= 1800


def test_at_least_six_are_maps():
    assert len([name for name, spec in SPECS.items() if spec["kind"] == "map"]) >= 6


def test_one_sheet_is_6000_by_4200_in_a_palette():
    picture = painted("parcels")
    assert (picture.size, picture.mode) == ((6000, 4200), "P")


@pytest.mark.parametrize("name", ["wards", "night", "bridge"])
def test_a_picture_is_drawn_alike_each_time(name):
    assert pictures.paint(SPECS[name], NOW).tobytes() == painted(name).tobytes()


def test_a_flat_sheet_is_kept_without_loss_and_a_shaded_one_small():
    assert pictures.draw(SPECS["seats"], NOW).name.endswith(".png")
    assert pictures.draw(SPECS["night"], NOW).name.endswith(".jpg")


def test_a_sheet_carries_its_date():
    subtitle = texts.dated(SPECS["pass-road"]["subtitle"], texts.moment(SPECS["pass-road"], NOW))
    assert subtitle == "Roads at 16:00 on 4 March 2031"
