"""Which unsafe requests are taken for our own: a token, or the browser's word for the origin."""

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

pytestmark = [pytest.mark.django_db]


def done(request):
    return HttpResponse("done")


urlpatterns = [path("act/", done)]


@pytest.fixture
def browser():
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["news.example"]):
        yield Client(enforce_csrf_checks=True, headers={"host": "news.example"})


def test_a_form_of_our_own_page_needs_no_token(browser):
    response = browser.post("/act/", headers={"origin": "http://news.example"})
    assert response.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "http://evil.example"},
        {"origin": "http://news.example.evil.example"},
        {"origin": "http://news.example:8080"},
        {"origin": "https://news.example"},
        {"origin": "http://news.example", "sec-fetch-site": "cross-site"},
        {"origin": "http://news.example", "sec-fetch-site": "same-site"},
        {"referer": "http://news.example/"},
    ],
)
def test_anything_else_without_a_token_is_refused(browser, headers):
    assert browser.post("/act/", headers=headers).status_code == 403


def test_a_token_still_counts_without_an_origin(browser):
    browser.cookies["csrf"] = "a" * 32
    response = browser.post("/act/", {"csrfmiddlewaretoken": "a" * 32})
    assert response.status_code == 200
