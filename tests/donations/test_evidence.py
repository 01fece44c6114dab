"""Scans and letters: looked at before they are kept, seen by those who may, run by nobody."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from donations import evidence
from donations.models import Evidence, LedgerEntry
from tests.donations.test_admin import ADD, entry_form
from tests.factories import make_campaign, make_upload, make_user

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 a letter"


@pytest.fixture
def treasurer(client):
    user = make_user(group="Treasurer")
    client.force_login(user)
    return user


def book_with(client, file):
    return client.post(reverse(ADD), entry_form(make_campaign(), file=file))


def upload(name="letter.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.mark.parametrize(
    "file",
    [upload(), make_upload("scan.png"), make_upload("scan.jpg", format="JPEG")],
    ids=["pdf", "png", "jpeg"],
)
def test_a_letter_is_kept_with_its_entry(client, treasurer, file):
    file.seek(0)
    book_with(client, file)
    kept = LedgerEntry.objects.get().evidence
    assert (kept.name, kept.uploaded_by) == (file.name, treasurer)


def test_it_is_kept_under_a_name_of_chance_where_no_address_leads(client, treasurer):
    book_with(client, upload("oda-fen.pdf"))
    file = Evidence.objects.get().file
    assert re.fullmatch(r"evidence/[0-9a-f]{32}\.pdf", file.name)
    assert not file.path.startswith(str(settings.MEDIA_ROOT))
    assert client.get(f"{settings.MEDIA_URL}{file.name}").status_code == 404


@pytest.mark.parametrize(
    "file",
    [
        upload("letter.pdf", b"<script>glimbo</script>"),
        upload("letter.html", b"<p>glimbo</p>"),
        upload("scan.png", b"\x89PNG\r\n\x1a\n broken"),
        upload("scan.svg", b"<svg/>"),
        make_upload("scan.gif", format="GIF"),
    ],
    ids=["script", "html", "broken", "svg", "gif"],
)
def test_what_is_no_letter_by_its_content_is_refused(client, treasurer, file):
    file.seek(0)
    page = book_with(client, file)
    assert "Only PDF, JPEG and PNG files are taken." in page.content.decode()
    assert not Evidence.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_a_file_that_is_too_large_is_refused(client, treasurer, monkeypatch):
    monkeypatch.setattr(evidence, "MAX_BYTES", 10)
    assert "larger than 10 MB" in book_with(client, upload()).content.decode()
    assert not LedgerEntry.objects.exists()


def test_the_ending_is_that_of_the_content(client, treasurer):
    book_with(client, upload("../../letter\u202efdp.html"))
    assert Evidence.objects.get().name == "letterfdp.pdf"


def test_one_file_for_two_entries_is_kept_once(client, treasurer):
    book_with(client, upload())
    client.post(
        reverse(ADD), entry_form(LedgerEntry.objects.get().campaign, file=upload("again.pdf"))
    )
    assert (LedgerEntry.objects.count(), Evidence.objects.count()) == (2, 1)


def test_a_full_disk_is_told_and_nothing_is_booked(client, treasurer, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("no space left")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    page = book_with(client, upload())
    assert "can’t be stored now" in page.content.decode()
    assert not LedgerEntry.objects.exists()
    assert not Evidence.objects.exists()


def test_who_sees_the_ledger_saves_the_file_and_no_browser_runs_it(client, treasurer):
    book_with(client, upload())
    address = reverse("admin:donations_ledgerentry_evidence", args=[Evidence.objects.get().pk])
    response = client.get(address)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "private, no-store" in response["Cache-Control"]


def test_it_is_not_for_others(client, treasurer):
    book_with(client, upload())
    address = reverse("admin:donations_ledgerentry_evidence", args=[Evidence.objects.get().pk])
    client.force_login(make_user(group="Editor"))
    assert client.get(address).status_code == 403
    client.logout()
    assert client.get(address).status_code == 302


def test_a_file_that_is_gone_is_not_found(client, treasurer):
    book_with(client, upload())
    kept = Evidence.objects.get()
    kept.file.storage.delete(kept.file.name)
    address = reverse("admin:donations_ledgerentry_evidence", args=[kept.pk])
    assert client.get(address).status_code == 404
