"""The files of a picture, made in the background: which there are, and how heavy they may be."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from PIL import Image, ImageDraw

from articles import images, tasks
from articles.images import encoding, uploads
from articles.models import MapImage
from tests.articles.pictures import files_in, opened, served_names, upload, upload_only
from tests.factories import make_map, make_picture, make_upload

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SHEET = (6000, 4200)
Files = MapImage.Files


def noise(size=(900, 600)):
    return Image.effect_noise(size, 60).convert("RGB")


def photo(size=(900, 600)):
    return make_upload("a.jpg", picture=noise(size), format="JPEG")


def formats(image):
    return {rendition["format"] for rendition in image.renditions}


def test_a_picture_can_be_shown_before_its_files_are_made():
    image = upload_only(make_upload(picture=make_picture(size=(3000, 2000))))
    assert image.files_state == Files.WAITING
    assert (image.width, image.height) == (3000, 2000)
    assert opened(image.full).size == (1200, 800)
    assert image.src == image.fallback_url == image.share_url == image.full_url
    assert image.sizes_label.startswith("1200 × 800, ")


def test_all_files_are_there_when_the_request_has_ended(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = upload_only(make_upload())
    image.refresh_from_db()
    assert image.files_state == Files.READY
    assert all(default_storage.exists(name) for name in served_names(image))
    assert opened(image.full).size == (900, 600)


def test_making_files_twice_does_nothing_the_second_time(tmp_path):
    image = upload(make_upload())
    before = files_in(tmp_path)
    assert not tasks.make_files.call(image.pk)
    assert files_in(tmp_path) == before


def test_a_photo_comes_as_avif_webp_and_jpeg():
    image = upload(photo())
    assert formats(image) == {"avif", "webp"}
    assert opened(image.fallback).format == "JPEG"
    assert [source["type"] for source in image.sources] == ["image/avif", "image/webp"]


def test_browsers_are_told_what_each_file_is(client):
    image = upload_only(photo((60, 40)))
    image.make_files()
    types = {client.get(default_storage.url(name))["Content-Type"] for name in served_names(image)}
    assert types == {"image/avif", "image/webp", "image/jpeg"}


def test_without_an_avif_encoder_there_is_webp(monkeypatch):
    monkeypatch.setattr(encoding, "HAS_AVIF", False)
    assert formats(upload(photo())) == {"webp"}


def test_a_drawn_map_comes_as_webp_and_png():
    image = upload(make_upload())
    assert formats(image) == {"webp"}
    assert opened(image.fallback).format == "PNG"


def test_labels_of_a_drawn_map_stay_sharp_in_every_file():
    sheet = make_picture(size=(1200, 840), mode="RGB")
    ImageDraw.Draw(sheet).text((300, 300), "Upper ford", fill="#111111", font_size=24)
    image = upload(make_upload(picture=sheet))
    for name in (image.full, image.fallback, image.renditions[-1]["name"]):
        assert opened(name).convert("RGB").crop((290, 290, 460, 340)).tobytes() == (
            sheet.crop((290, 290, 460, 340)).tobytes()
        )


def shaded(size):
    """A map with relief: flat water, and land of many tints under lines and labels."""
    land = Image.effect_noise((size[0] // 20, size[1] // 20), 90).resize(size, Image.BICUBIC)
    sheet = Image.merge("RGB", (land, land, Image.new("L", size, 90)))
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, size[0], size[1] * 0.8), fill="#ddecf4")
    for step in range(40):
        draw.text((step * 140, step * 90), "Upper ford", fill="#111111", font_size=42)
    return sheet


def test_the_file_in_an_article_stays_below_300_kb():
    image = upload_only(make_upload(picture=shaded(SHEET), compress_level=1))
    assert (image.width, image.height) == SHEET
    assert opened(image.src.removeprefix("/media/")).size == (1200, 840)
    assert default_storage.size(image.full) <= 300_000


def test_what_is_too_heavy_without_loss_gets_a_palette_and_only_then_loss(monkeypatch):
    tried = []
    monkeypatch.setattr(encoding, "SMALL_BYTES", 0)
    monkeypatch.setattr(encoding, "BYTES_PER_PIXEL", 0)
    monkeypatch.setattr(encoding, "encoded", lambda *args: tried.append(args) or Heavy())
    encoding.compact(noise((60, 40)), {}, is_drawn=True)
    assert [options.get("lossless", False) for _image, options, _rights in tried][:3] == [
        True,
        True,
        False,
    ]
    assert len(tried[1][0].getcolors(maxcolors=2400)) <= 256


class Heavy:
    def tell(self):
        return 10**9


def test_the_share_crop_keeps_the_focal_point():
    wide = Image.new("RGB", (2000, 400), "white")
    ImageDraw.Draw(wide).rectangle((1900, 0, 2000, 400), fill="#a3125f")
    right = upload(make_upload(picture=wide), focal_x=100)
    left = upload(make_upload(picture=wide), focal_x=0)
    assert opened(right.share).getpixel((1195, 300)) == pytest.approx((163, 18, 95), abs=9)
    assert opened(left.share).getpixel((1195, 300)) == (255, 255, 255)


def test_a_failure_is_noted_and_what_readers_have_stays(tmp_path, monkeypatch):
    image = upload_only(make_upload())
    before = files_in(tmp_path)
    monkeypatch.setattr(encoding, "fallback", None)
    assert not image.make_files()
    image.refresh_from_db()
    assert image.files_state == Files.FAILED
    assert files_in(tmp_path) == before
    assert opened(image.full).size == (900, 600)


def test_files_of_a_picture_that_was_replaced_meanwhile_are_dropped(tmp_path):
    image = upload_only(make_upload())
    stale = MapImage.objects.get()
    image.take_file(make_upload("b.png", picture=make_picture(size=(300, 200))))
    image.save()
    before = files_in(tmp_path)
    assert not stale.make_files()
    assert files_in(tmp_path) == before
    image.refresh_from_db()
    assert (image.width, image.files_state) == (300, Files.WAITING)


def test_two_workers_with_one_picture_leave_the_files_of_one(tmp_path):
    upload_only(make_upload())
    first, second = MapImage.objects.get(), MapImage.objects.get()
    assert first.make_files()
    before = files_in(tmp_path)
    assert not second.make_files()
    assert files_in(tmp_path) == before


def test_a_queue_that_fails_does_not_lose_the_upload(
    monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(type(tasks.make_files), "enqueue", None)
    with django_capture_on_commit_callbacks(execute=True):
        upload_only(make_upload())
    assert MapImage.objects.get().files_state == Files.WAITING


def test_a_form_that_is_saved_after_the_files_were_made_keeps_them():
    image = upload_only(make_upload())
    in_a_form = MapImage.objects.get()
    assert image.make_files()
    in_a_form.title = "Renamed"
    in_a_form.save()
    image.refresh_from_db()
    assert (image.title, image.files_state) == ("Renamed", Files.READY)
    assert image.full == served_names(image)[0]
    assert default_storage.exists(in_a_form.full)


@pytest.mark.parametrize(("minutes", "asked"), [(1, 0), (3, 1)])
def test_files_that_nobody_made_are_asked_for_again(minutes, asked):
    image = upload_only(make_upload())
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
        assert tasks.make_missing_files() == asked
    image.refresh_from_db()
    assert (image.files_state == Files.READY) == bool(asked)


def test_tick_does_the_jobs_of_pictures(capsys):
    upload_only(make_upload())
    with time_machine.travel(timezone.now() + timedelta(minutes=3), tick=False):
        call_command("tick")
    assert MapImage.objects.get().files_state == Files.READY


def test_a_row_without_a_file_has_nothing_to_make():
    assert not make_map(files_state=Files.WAITING).make_files()
    assert not tasks.make_files.call(10**12)


def test_one_large_picture_is_open_at_a_time(monkeypatch):
    held = []
    read = uploads.read_upload

    def watched(*args, **kwargs):
        held.append(images.one_at_a_time.locked())
        return read(*args, **kwargs)

    monkeypatch.setattr(images, "read_upload", watched)
    upload(make_upload())
    assert held == [True, True]
    assert isinstance(images.one_at_a_time, type(threading.Lock()))
