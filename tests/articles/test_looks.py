"""Two uploads of one picture are noticed, however they were saved."""

import pytest
from PIL import Image, ImageDraw, ImageOps

from articles import images
from articles.models import MapImage
from tests.articles.pictures import upload_only
from tests.factories import make_map, make_upload

pytestmark = pytest.mark.django_db


def sheet(turn=0):
    """A map whose parts differ: patches from dark to light in no order."""
    picture = Image.new("RGB", (900, 800), "white")
    draw = ImageDraw.Draw(picture)
    for number in range(72):
        column, row = number % 9, number // 9
        tint = (number * 83 + turn * 41 * (number % 5)) % 255
        draw.rectangle((column * 100, row * 100, column * 100 + 99, row * 100 + 99), (tint,) * 3)
    return picture


@pytest.mark.parametrize(
    ("name", "format", "picture"),
    [
        ("a.png", "PNG", sheet()),
        ("a.jpg", "JPEG", sheet()),
        ("a.webp", "WEBP", sheet().resize((600, 533))),
    ],
)
def test_a_copy_is_found_however_it_was_saved(name, format, picture):
    first = upload_only(make_upload(picture=sheet()))
    copy = upload_only(make_upload(name, picture=picture, format=format))
    assert MapImage.objects.look_alikes(copy) == [first]


@pytest.mark.parametrize("picture", [sheet(turn=1), ImageOps.mirror(sheet())])
def test_another_map_is_not_taken_for_a_copy(picture):
    upload_only(make_upload(picture=sheet()))
    assert MapImage.objects.look_alikes(upload_only(make_upload(picture=picture))) == []


def test_a_picture_without_a_file_looks_like_nothing():
    assert MapImage.objects.look_alikes(make_map()) == []


def test_one_file_has_one_fingerprint():
    twins = [upload_only(make_upload()) for _ in range(2)]
    assert len({twin.sha256 for twin in twins}) == 1
    assert len(twins[0].sha256) == 64


@pytest.mark.parametrize(("looks", "others", "bits"), [(0, -1, 64), (-1, -1, 0), (5, 4, 1)])
def test_difference_counts_bits_of_signed_numbers(looks, others, bits):
    assert images.difference(looks, others) == bits
