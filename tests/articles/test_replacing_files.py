"""A picture gets another file: pages keep their address, the former file is history."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from articles import images, tasks
from articles.models import MapImage, ReplacedFile
from tests.articles.forms import picture_form
from tests.articles.pictures import files_in, opened, served_names, upload, upload_only
from tests.factories import make_article, make_map, make_picture, make_upload, make_user

pytestmark = pytest.mark.django_db
Files = MapImage.Files


def replace(image, *, by=None, size=(300, 200)):
    image.take_file(make_upload("b.png", picture=make_picture(size=size)), by=by)
    image.save()
    assert image.make_files()
    return image


@pytest.fixture
def a_day_later(django_capture_on_commit_callbacks):
    def work():
        with (
            time_machine.travel(timezone.now() + timedelta(hours=25), tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            return tasks.forget_replaced_files()

    return work


def test_the_page_keeps_its_address_and_the_files_get_new_ones():
    image = upload(make_upload())
    page, before = image.get_absolute_url(), served_names(image)
    replace(image)
    assert image.get_absolute_url() == page
    assert not set(before) & set(served_names(image))
    assert images.folder_of(before[0]) == images.folder_of(image.full)


def test_the_former_file_is_kept_with_who_replaced_it():
    image, editor = upload(make_upload()), make_user()
    master = image.file.name
    replace(image, by=editor)
    former = image.replaced.get(file=master)
    assert (former.width, former.height, former.by) == (900, 600, editor)
    assert images.masters().exists(master)


def test_pages_that_were_cached_can_show_the_former_files_for_a_day(a_day_later):
    image = upload(make_upload())
    former, master = served_names(image), image.file.name
    replace(image)
    assert tasks.forget_replaced_files() == 0
    assert all(default_storage.exists(name) for name in former)
    assert a_day_later() == 2  # the quick file too
    assert not any(default_storage.exists(name) for name in former)
    assert all(default_storage.exists(name) for name in served_names(image))
    assert [row.file for row in ReplacedFile.objects.all()] == [master]
    assert a_day_later() == 0


def test_a_file_stays_while_an_older_text_shows_it_by_its_address(a_day_later):
    image = upload(make_upload())
    shown = image.full
    make_article(body=f'<p><img src="{default_storage.url(shown)}" alt=""></p>')
    replace(image)
    a_day_later()
    assert default_storage.exists(shown)


def test_a_figure_in_a_text_does_not_hold_former_files(a_day_later):
    image = upload(make_upload())
    shown = image.full
    figure = f'<img src="{default_storage.url(shown)}" alt="" data-file="{image.pk}">'
    make_article(body=f"<figure>{figure}</figure>")
    replace(image)
    a_day_later()
    assert not default_storage.exists(shown)


def test_a_former_file_can_be_made_the_current_one_again():
    image, editor = upload(make_upload()), make_user()
    replace(image)
    image.restore_file(image.replaced.exclude(file="").get(), by=editor)
    assert image.files_state == Files.WAITING
    assert image.make_files()
    image.refresh_from_db()
    assert opened(image.full).size == (image.width, image.height) == (900, 600)
    assert image.replaced.exclude(file="").count() == 2


def test_nothing_is_left_of_a_file_that_was_not_saved(tmp_path):
    image = upload(make_upload())
    image = MapImage.objects.get()
    before, shown = files_in(tmp_path), image.src
    image.take_file(make_upload("b.png"))
    image.take_file(make_upload("c.png"))
    image.drop_new_files()
    assert files_in(tmp_path) == before
    assert image.src == shown
    image.save()
    assert not image.replaced.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_a_file_whose_transaction_failed(tmp_path):
    upload_only(make_upload())
    image = MapImage.objects.get()
    before, shown = files_in(tmp_path), image.src
    image.take_file(make_upload("b.png"))

    @transaction.atomic
    def save_and_fail():
        image.save()
        raise OSError

    with pytest.raises(OSError):
        save_and_fail()
    image.drop_new_files()
    assert files_in(tmp_path) == before
    assert image.src == shown


def test_the_form_notes_who_brought_another_file(client):
    image, chief = upload(make_upload()), make_user(group="Chief editor")
    client.force_login(chief)
    address = reverse("admin:articles_mapimage_change", args=[image.pk])
    client.post(address, picture_form(file=make_upload("b.png")))
    assert [row.by for row in image.replaced.exclude(file="")] == [chief]


def test_an_admin_page_that_fails_after_saving_leaves_no_file(client, tmp_path, monkeypatch):
    image = upload(make_upload())
    before = files_in(tmp_path)
    client.force_login(make_user(group="Chief editor"))
    monkeypatch.setattr("articles.admin.pictures.MapImageAdmin.save_related", None)
    address = reverse("admin:articles_mapimage_change", args=[image.pk])
    with pytest.raises(TypeError):
        client.post(address, picture_form(file=make_upload("b.png")))
    assert files_in(tmp_path) == before


def test_changed_rights_are_written_into_new_files():
    image = upload(make_upload())
    before = image.full
    image.credit = "Map: Ines Calder"
    image.save()
    assert image.files_state == Files.WAITING
    assert image.full == before
    assert image.make_files()
    assert b"Ines Calder" in default_storage.open(image.full).read()


@pytest.mark.parametrize("field", ["title", "caption", "alt", "source"])
def test_other_changes_leave_the_files_as_they_are(field):
    image = upload(make_upload())
    setattr(image, field, "Another")
    image.save()
    assert image.files_state == Files.READY


def test_a_picture_without_a_file_is_not_asked_for_files():
    image = make_map()
    image.credit = "Another"
    image.save()
    assert image.files_state == Files.READY


def test_all_files_go_with_the_picture(tmp_path, django_capture_on_commit_callbacks):
    image = replace(upload(make_upload()))
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert files_in(tmp_path) == []


def test_pages_that_show_the_picture_are_outdated(django_capture_on_commit_callbacks):
    image = upload(make_upload())
    article = make_article(lead_image=image)
    with django_capture_on_commit_callbacks() as callbacks:
        replace(image)
    stamps = {str(callback) for callback in callbacks}
    assert any(f"stamp:article:{article.pk}" in stamp for stamp in stamps)
    assert any(f"stamp:map:{image.pk}" in stamp for stamp in stamps)
