"""Anonymous readers share one copy of a page; everybody else gets a page of their own."""

import time

import pytest
from django.core.cache import cache, caches
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

SHARED = "public, max-age=0, s-maxage=30"
BY_CDN = "public, max-age=30, stale-while-revalidate=30"
rendered = []


def shared(request):
    request.depends_on("thing:1")
    rendered.append(request.get_full_path())
    if request.GET.get("sort") == "cookie":
        response = HttpResponse("with a cookie")
        response.set_cookie("oops", "1")
        return response
    return HttpResponse(f"sort {request.GET.get('sort', '')}")


shared.is_shared = True


def own(request):
    return HttpResponse("for you")


def failing(request):
    rendered.append("failing")
    if len(rendered) > 1:
        raise RuntimeError("the database is away")
    return HttpResponse("before the failure")


failing.is_shared = True


def passing(request):
    rendered.append("passing")
    return HttpResponse("here", status=200 if len(rendered) == 1 else 404)


passing.is_shared = True
urlpatterns = [
    path("passing/", passing),
    path("shared/", shared),
    path("own/", own),
    path("failing/", failing),
]


@pytest.fixture(autouse=True)
def reader():
    rendered.clear()
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


def move_stamp(name="thing:1"):
    cache.set(f"stamp:{name}", str(time.time_ns()), None)


def test_a_shared_page_is_rendered_once_for_many_readers(reader):
    first = reader.get("/shared/")
    second = Client().get("/shared/")
    assert rendered == ["/shared/"]
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert second["Cache-Control"] == SHARED
    assert second["CDN-Cache-Control"] == BY_CDN
    assert not second.cookies
    assert "cookie" not in second["Vary"].lower()


def test_a_moved_stamp_renders_it_again(reader):
    reader.get("/shared/")
    move_stamp()
    reader.get("/shared/")
    assert len(rendered) == 2


def test_a_stamp_of_something_else_changes_nothing(reader):
    reader.get("/shared/")
    move_stamp("thing:2")
    reader.get("/shared/")
    assert len(rendered) == 1


def test_a_copy_grows_old(reader, monkeypatch):
    reader.get("/shared/")
    later = time.time() + 31
    monkeypatch.setattr("newsportal.page_cache.time.time", lambda: later)
    reader.get("/shared/")
    assert len(rendered) == 2


def test_while_one_reader_renders_the_others_get_the_old_copy(reader, monkeypatch):
    reader.get("/shared/")
    later = time.time() + 31
    monkeypatch.setattr("newsportal.page_cache.time.time", lambda: later)
    monkeypatch.setattr("newsportal.page_cache.pages.add", lambda *args: False)
    assert reader.get("/shared/").status_code == 200
    assert len(rendered) == 1


def test_the_same_page_again_is_not_sent_again(reader):
    etag = reader.get("/shared/")["ETag"]
    assert not etag.startswith("W/")
    again = reader.get("/shared/", headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.content == b""


def test_each_known_query_has_a_copy_of_its_own(reader):
    assert reader.get("/shared/?sort=newest").content == b"sort newest"
    assert reader.get("/shared/?sort=votes").content == b"sort votes"


def test_an_unknown_query_never_fills_the_copy(reader):
    reader.get("/shared/?utm_source=x")
    reader.get("/shared/")
    assert rendered == ["/shared/?utm_source=x", "/shared/"]
    reader.get("/shared/?fbclid=y")
    assert len(rendered) == 2


def test_a_page_that_sets_a_cookie_is_never_shared(reader):
    response = reader.get("/shared/?sort=cookie")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["session", "reader", "theme", "strip", "language"])
def test_a_reader_with_a_cookie_of_ours_gets_an_own_page(reader, name):
    reader.get("/shared/")
    reader.cookies[name] = "x"
    response = reader.get("/shared/")
    assert len(rendered) == 2
    assert response["Cache-Control"] == "private, no-store"


def test_a_view_that_does_not_say_so_is_private(reader):
    assert reader.get("/own/")["Cache-Control"] == "private, no-store"


def test_a_post_is_never_answered_from_the_copy(reader):
    reader.get("/shared/")
    response = reader.post("/shared/")
    assert len(rendered) == 2
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("value", ["false", "1", "TRUE"])
def test_a_made_up_htmx_header_never_fills_the_copy_that_htmx_gets(reader, value):
    reader.get("/shared/", headers={"hx-request": value})
    reader.get("/shared/", headers={"hx-request": "true"})
    assert len(rendered) == 2


def test_a_page_rendered_for_another_mount_point_never_fills_the_copy(reader):
    reader.get("/shared/", SCRIPT_NAME="/elsewhere")
    reader.get("/shared/")
    assert len(rendered) == 2


def test_a_forged_host_is_refused_even_when_there_is_a_copy(reader):
    reader.get("/shared/")
    assert reader.get("/shared/", headers={"host": "evil.example"}).status_code == 400


def test_asking_for_very_many_pages_does_not_push_out_what_limits_have_counted(reader):
    cache.set("counted", [1, 2, 3])
    for number in range(600):
        reader.get(f"/shared/?after={number}")
    assert cache.get("counted") == [1, 2, 3]
    assert len(caches["pages"]._cache) <= 500


def test_head_is_answered_like_get(reader):
    reader.get("/shared/")
    response = reader.head("/shared/")
    assert response.status_code == 200
    assert response.content == b""
    assert len(rendered) == 1


def test_when_the_page_fails_the_old_copy_is_served(reader, monkeypatch):
    assert reader.get("/failing/").status_code == 200
    later = time.time() + 31
    monkeypatch.setattr("newsportal.page_cache.time.time", lambda: later)
    response = reader.get("/failing/")
    assert rendered == ["failing", "failing"]
    assert response.content == b"before the failure"


def test_a_page_that_is_gone_is_gone_for_everybody(reader, monkeypatch):
    assert reader.get("/passing/").status_code == 200
    later = time.time() + 31
    monkeypatch.setattr("newsportal.page_cache.time.time", lambda: later)
    assert reader.get("/passing/").status_code == 404
    assert Client().get("/passing/").status_code == 404
