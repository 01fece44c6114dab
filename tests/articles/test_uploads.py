"""What happens to a picture between an editor's disk and a reader's screen."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, PngImagePlugin

from articles.models import MapImage
from tests.articles.hostile import REFUSED, TAKEN, png
from tests.articles.pictures import (
    RIGHTS,
    files_in,
    opened,
    served,
    served_names,
    upload,
    upload_only,
)
from tests.factories import make_picture, make_upload

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SECRET = "Q7-SERIAL-4711"


def refusal_of(file):
    with pytest.raises(ValidationError) as refused:
        upload_only(file)
    assert MapImage.objects.count() == 0
    return " ".join(refused.value.message_dict["file"])


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.png", "PNG"),
        ("a.jpg", "JPEG"),
        ("A.JPEG", "JPEG"),
        ("a.webp", "WEBP"),
        ("a.tif", "TIFF"),
        ("a.tiff", "TIFF"),
    ],
)
def test_pictures_of_the_listed_formats_are_taken(name, format):
    image = upload(make_upload(name, format=format))
    assert (image.width, image.height) == (900, 600)
    assert image.has_file


def test_a_phone_picture_with_a_second_frame_is_taken():
    second = make_picture(size=(90, 60))
    file = make_upload("a.jpg", format="MPO", save_all=True, append_images=[second])
    assert upload(file).width == 900


NOT_PICTURES = {
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "page.html": b"<html><script>alert(1)</script></html>",
    "page.jpg": b"<html><script>alert(1)</script></html>",
    "paper.pdf": b"%PDF-1.7\n1 0 obj\n",
    "paper.tif": b"%PDF-1.7\n1 0 obj\n",
    "shell.gif": b"GIF89a<?php system($_GET[0]); ?>",
    "shell.png": b"GIF89a<?php system($_GET[0]); ?>",
    "print.png": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n",
    "empty.png": b"\x89PNG\r\n\x1a\n",
    "nothing": b"",
}


@pytest.mark.parametrize("name", NOT_PICTURES)
def test_anything_else_is_refused_and_not_kept(name, tmp_path):
    assert "PNG, JPEG, WebP and TIFF" in refusal_of(SimpleUploadedFile(name, NOT_PICTURES[name]))
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.jpg", "PNG"),
        ("a.png", "JPEG"),
        ("a.gif", "PNG"),
        ("a.png", "GIF"),
        ("a.png.html", "PNG"),
    ],
)
def test_a_name_that_contradicts_the_content_is_refused(name, format):
    assert "the name must say which" in refusal_of(make_upload(name, format=format))


def test_a_file_over_the_byte_limit_is_refused_before_it_is_opened(settings, monkeypatch):
    settings.MAP_UPLOAD_MAX_MEGABYTES = 0
    monkeypatch.setattr(Image, "open", None)
    assert "at most" in refusal_of(make_upload())


def test_a_picture_over_the_pixel_limit_is_refused_before_decoding(settings, monkeypatch):
    settings.MAP_UPLOAD_MAX_MEGAPIXELS = 0.5
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", None)
    assert "at most 0.5 megapixels" in refusal_of(make_upload())


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(50_000, 50_000), (12_000, 9_000)])
def test_a_decompression_bomb_is_refused_at_once(size, tmp_path):
    started = time.process_time()
    assert "at most 100 megapixels" in refusal_of(SimpleUploadedFile("a.png", png(*size)))
    assert time.process_time() - started < 5  # the gate of the threat list, in processor time
    assert files_in(tmp_path) == []


def test_the_worst_files_are_refused_for_a_reason_in_little_memory(tmp_path):
    for name, (_reason, make) in REFUSED.items():
        (tmp_path / name).write_bytes(make())
    for name, make in TAKEN.items():
        (tmp_path / name).write_bytes(make())
    command = [sys.executable, "-W", "ignore", "-m", "tests.articles.hostile", str(tmp_path)]
    reading = subprocess.run(
        command,
        capture_output=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "newsportal.settings", "LANGUAGE_CODE": "en"},
        timeout=60,
    )
    found = json.loads(reading.stdout)
    for name, (reason, _make) in REFUSED.items():
        assert reason in found["answers"][name], name
    assert {name: found["answers"][name] for name in TAKEN} == dict.fromkeys(TAKEN, ["pages"])
    assert found["megabytes"] < 150  # the largest of them would take more than a gigabyte


@pytest.mark.parametrize("name", ["text.png", "xmp.webp", "scans.jpg"])
def test_nothing_is_kept_of_a_file_that_wants_to_harm(name, tmp_path):
    reason, make = REFUSED[name]
    assert reason in refusal_of(SimpleUploadedFile(name, make()))
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("format", ["PNG", "JPEG", "TIFF"])
def test_a_truncated_file_is_refused(format, tmp_path):
    noise = Image.effect_noise((400, 400), 90).convert("RGB")
    whole = make_upload(f"a.{format.lower()}".replace("jpeg", "jpg"), picture=noise, format=format)
    half = SimpleUploadedFile(whole.name.replace("tiff", "tif"), whole.read()[: whole.size // 2])
    assert refusal_of(half)
    assert files_in(tmp_path) == []


def exif_with_secrets(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (50.0, 3.0, 7.0)
    exif.get_ifd(0x8769)[0xA431] = SECRET
    return exif


def png_texts():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", SECRET)
    texts.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{SECRET}</x:xmpmeta>")
    return texts


@pytest.mark.parametrize(
    ("name", "format", "options"),
    [
        ("a.jpg", "JPEG", {"comment": SECRET, "xmp": SECRET.encode()}),
        ("a.png", "PNG", {"pnginfo": png_texts()}),
        ("a.webp", "WEBP", {"xmp": SECRET.encode()}),
        ("a.tif", "TIFF", {"description": SECRET}),
    ],
)
def test_no_served_file_tells_more_than_its_pixels(name, format, options):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = make_upload(
        name, format=format, exif=exif_with_secrets(), icc_profile=profile, **options
    )
    assert SECRET.encode() in file.read()
    image = upload(file)
    for served_name in served_names(image):
        picture = opened(served_name)
        assert SECRET.encode() not in served(served_name)
        assert not dict(picture.getexif())
        assert not {"icc_profile", "exif", "comment"} & set(picture.info)


def test_bytes_hidden_behind_the_picture_are_not_served():
    file = make_upload()
    polyglot = SimpleUploadedFile("a.png", file.read() + b"PK\x03\x04<?php evil(); ?>")
    for name in served_names(upload(polyglot)):
        assert b"php" not in served(name)


def test_the_editor_is_told_what_was_left_out():
    notes = MapImage(**RIGHTS).take_file(
        make_upload("a.jpg", format="JPEG", exif=exif_with_secrets(), comment=SECRET)
    )
    assert len(notes) == 4
    assert "GPS" in notes[0]


def test_a_picture_without_extras_brings_no_notes():
    assert MapImage(**RIGHTS).take_file(make_upload()) == []


def test_a_picture_taken_sideways_is_served_upright():
    image = upload(make_upload("a.jpg", format="JPEG", exif=exif_with_secrets(orientation=6)))
    assert (image.width, image.height) == (600, 900)
    assert opened(image.full).size == (600, 900)


def test_the_uploaded_file_is_kept_privately_as_it_was(tmp_path):
    content = make_upload().read()
    image = upload(SimpleUploadedFile("Secret valley.PNG", content))
    [master] = (tmp_path / "masters" / "maps").iterdir()
    assert master.read_bytes() == content
    assert "valley" not in image.file.name.lower()
    assert content not in [
        path.read_bytes() for path in files_in(tmp_path / "media") if path.is_file()
    ]


class FullDisk(FileSystemStorage):
    """Writes half of a file and fails, as a full disk does."""

    def _save(self, name, content):
        super()._save(name, SimpleUploadedFile(name, content.read()[:10]))
        raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_nothing_behind(settings, tmp_path):
    location = {"location": tmp_path / "media"}
    full_disk = {"BACKEND": f"{__name__}.FullDisk", "OPTIONS": location}
    settings.STORAGES = settings.STORAGES | {"default": full_disk}
    assert "nothing was saved" in refusal_of(make_upload())
    assert files_in(tmp_path) == []


def test_a_row_that_cannot_be_saved_leaves_no_files(tmp_path):
    with pytest.raises(ValidationError):
        upload(make_upload(), valid_at="not a time")
    assert files_in(tmp_path) == []
