"""The files readers get of a picture: sizes, colours, addresses, and when they go."""

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from articles.images import encoding
from tests.articles.pictures import files_in, opened, upload
from tests.factories import make_map, make_picture, make_upload

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_colours_of_another_profile_are_converted():
    standard = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = standard.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    sky = Image.new("RGB", (40, 40), (20, 60, 240))
    image = upload(make_upload(picture=sky, icc_profile=swapped))
    red, _green, blue = opened(image.full).convert("RGB").getpixel((9, 9))
    assert red > 200 > blue


def test_a_profile_that_does_not_fit_is_ignored():
    image = upload(make_upload(icc_profile=b"not a profile"))
    assert opened(image.full).convert("RGB").tobytes() == make_picture().tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixel_arrives(mode):
    picture = make_picture().convert("RGBA" if mode in {"LA", "PA"} else "L")
    format, name = ("TIFF", "a.tif") if mode in {"CMYK", "PA", "I;16"} else ("PNG", "a.png")
    if mode == "PA":
        format, name, mode = "PNG", "a.png", "P"
    picture = picture.convert("RGB") if mode in {"CMYK", "P", "RGBA"} else picture
    image = upload(make_upload(name, picture=picture.convert(mode), format=format))
    assert opened(image.full).size == (900, 600)


def test_sixteen_bit_grey_keeps_its_brightness():
    grey = Image.new("I;16", (40, 40), 128 * 256)
    image = upload(make_upload("a.png", picture=grey))
    assert opened(image.full).convert("L").getpixel((9, 9)) == pytest.approx(128, abs=2)


def test_a_drawn_map_stays_lossless_at_every_size():
    drawn = make_picture(size=(1000, 700))
    image = upload(make_upload(picture=drawn))
    assert opened(image.full).convert("RGB").tobytes() == drawn.tobytes()
    smallest = drawn.resize((480, 336), Image.Resampling.LANCZOS, reducing_gap=3)
    assert opened(image.renditions[0]["name"]).convert("RGB").tobytes() == smallest.tobytes()


def test_a_palette_map_keeps_its_colours():
    drawn = make_picture(mode="P")
    image = upload(make_upload(picture=drawn))
    assert opened(image.full).convert("RGB").tobytes() == drawn.convert("RGB").tobytes()


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (300, [300]),
        (480, [480]),
        (1000, [480, 800, 1000]),
        (2560, [480, 800, 1200, 1800, 2560]),
        (3000, [480, 800, 1200, 1800, 2560]),
    ],
)
def test_widths_never_exceed_the_picture(width, widths):
    image = upload(make_upload(picture=make_picture(size=(width, 200))))
    assert [rendition["width"] for rendition in image.renditions] == widths
    assert [opened(r["name"]).size[0] for r in image.renditions] == widths


def test_a_strip_longer_than_webp_allows_is_served():
    image = upload(make_upload(picture=make_picture(size=(17_000, 20))))
    assert opened(image.full).size == (17_000, 20)


def test_share_cards_get_a_crop_of_their_own_size():
    image = upload(make_upload(picture=make_picture(size=(500, 900), mode="RGBA")))
    assert opened(image.share).size == (1200, 630)
    assert opened(image.share).format == "JPEG"


def test_addresses_of_two_uploads_of_one_file_differ():
    assert upload(make_upload()).full != upload(make_upload()).full


def test_templates_get_addresses_and_sizes():
    image = upload(make_upload(picture=make_picture(size=(1500, 1000))))
    assert image.src == default_storage.url(image.renditions[2]["name"])
    assert image.card_src == default_storage.url(image.renditions[1]["name"])
    assert [part.split()[1] for part in image.srcset.split(", ")] == [
        "480w",
        "800w",
        "1200w",
        "1500w",
    ]
    assert image.card_srcset.endswith("1200w")
    assert image.sizes_label.startswith("1500 × 1000, ")


def test_a_row_without_a_file_has_no_addresses():
    image = make_map()
    assert not image.has_file
    assert not any([image.src, image.srcset, image.card_src, image.full_url, image.share_url])


def test_files_of_a_deleted_picture_go(tmp_path, django_capture_on_commit_callbacks):
    image = upload(make_upload())
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert files_in(tmp_path) == []


def test_a_large_map_is_taken_whole():
    file = make_upload(picture=make_picture(size=(6000, 4200)), compress_level=1)
    image = upload(file)
    assert (image.width, image.height) == (6000, 4200)
    assert opened(image.full).size == (6000, 4200)


def test_a_map_too_large_for_webp_stays_lossless(monkeypatch):
    monkeypatch.setattr(encoding, "WEBP_MAX_PIXELS", 1000)
    image = upload(make_upload())
    assert opened(image.full).format == "PNG"
    assert opened(image.full).convert("RGB").tobytes() == make_picture().tobytes()
