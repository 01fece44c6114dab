"""Very large maps come in squares; others don't."""

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from articles.images import renditions
from articles.models import MapImage
from tests.articles.pictures import opened, upload
from tests.factories import make_picture, make_upload

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def _tiled_from_a_million(monkeypatch):
    monkeypatch.setattr(renditions, "TILED_ABOVE_PIXELS", 1_000_000)
    monkeypatch.setattr(renditions, "WIDTHS", (480, 800))


def test_tiles_begin_above_thirty_megapixels():
    assert renditions.TILED_ABOVE_PIXELS == 30_000_000
    image = upload(make_upload())
    assert (image.tiles, image.tiles_url) == (None, "")


@pytest.mark.usefixtures("_tiled_from_a_million")
def test_levels_go_by_halves_down_to_one_square():
    drawn = make_picture(size=(1301, 900))
    image = upload(make_upload(picture=drawn))
    assert image.tiles["levels"] == [[1301, 900], [651, 450], [326, 225]]
    assert image.tiles["size"] == 512
    folder = image.tiles["folder"]
    for level, files in enumerate(
        [{"0-0.webp", "1-0.webp", "2-0.webp", "0-1.webp", "1-1.webp", "2-1.webp"}]
        + [{"0-0.webp", "1-0.webp"}, {"0-0.webp"}]
    ):
        assert set(default_storage.listdir(f"{folder}/{level}")[1]) == files
    assert image.tiles_url == default_storage.url(folder)


@pytest.mark.usefixtures("_tiled_from_a_million")
def test_the_squares_of_a_level_are_the_picture():
    drawn = make_picture(size=(1301, 900))
    image = upload(make_upload(picture=drawn))
    sheet = Image.new("RGB", drawn.size)
    for column in range(3):
        for row in range(2):
            tile = opened(f"{image.tiles['folder']}/0/{column}-{row}.webp")
            sheet.paste(tile, (column * 512, row * 512))
    assert sheet.tobytes() == drawn.tobytes()


@pytest.mark.usefixtures("_tiled_from_a_million")
def test_tiles_go_with_the_picture(tmp_path, django_capture_on_commit_callbacks):
    image = upload(make_upload(picture=make_picture(size=(1301, 900))))
    with django_capture_on_commit_callbacks(execute=True):
        MapImage.objects.get(pk=image.pk).delete()
    assert not list((tmp_path / "media").rglob("*.webp"))
