"""Uploaded pictures, where Django itself serves them."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(settings):
    folder = settings.MEDIA_ROOT / "maps" / "abc"
    folder.mkdir(parents=True)
    (folder / "480-0123.webp").write_bytes(b"pixels")
    return "/media/maps/abc/480-0123.webp"


def test_a_picture_is_kept_for_ever_and_can_run_nothing(client, picture):
    response = client.get(picture)
    assert b"".join(response.streaming_content) == b"pixels"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["maps/", "maps/abc", "none.webp", "a" * 300, "a/" * 3000 + "b"])
def test_whatever_is_no_picture_is_not_found(client, db, picture, path):
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize("path", ["../db.sqlite3", "..%2fdb.sqlite3", "maps/../../db.sqlite3"])
def test_nothing_outside_the_folder_is_served(client, db, settings, picture, path):
    (settings.MEDIA_ROOT.parent / "db.sqlite3").write_bytes(b"secret")
    assert client.get(f"/media/{path}").status_code in {400, 404}
