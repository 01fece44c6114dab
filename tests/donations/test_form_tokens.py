"""The token of the giving form: fresh, and of one browser."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import RequestFactory

from donations import tokens

NOW = datetime(2021, 9, 21, 12, tzinfo=UTC)
BROWSER, OTHER_BROWSER = "a" * 32, "b" * 32


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def nonce(token, browser=BROWSER):
    request = RequestFactory().post("/support/give/")
    request.COOKIES["giving"] = browser
    return tokens.nonce_of(request, token)


@pytest.mark.parametrize(
    ("seconds", "is_good"), [(0, False), (1.9, False), (2, True), (3600, True), (3602, False)]
)
def test_a_token_is_good_from_two_seconds_to_an_hour(clock, seconds, is_good):
    token = tokens.new_token(BROWSER)
    clock.shift(seconds)
    assert bool(nonce(token)) is is_good


def test_a_token_keeps_its_nonce_and_no_two_share_one(clock):
    one, other = tokens.new_token(BROWSER), tokens.new_token(BROWSER)
    clock.shift(3)
    assert nonce(one) == nonce(one) != nonce(other)


def test_a_token_of_another_browser_is_worth_nothing(clock):
    token = tokens.new_token(BROWSER)
    clock.shift(3)
    assert nonce(token, OTHER_BROWSER) is None


@pytest.mark.parametrize("browser", ["", "short", "A" * 32, "a" * 33, "a" * 32 + "\n", "é" * 32])
def test_a_cookie_that_we_never_set_binds_nothing(clock, browser):
    token = tokens.new_token(browser)
    clock.shift(3)
    assert nonce(token, browser) is None


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "é:é:é", "\ud800", "\0", "9" * 9999])
def test_what_is_no_token_is_refused_quietly(token):
    assert nonce(token) is None


def test_a_token_signed_for_something_else_is_refused(clock):
    from django.core import signing

    token = signing.dumps(["0" * 32, 0.0], salt="comments.reader")
    clock.shift(3)
    assert nonce(token) is None


def test_the_cookie_is_ours_alone_and_lasts_an_hour(client):
    cookie = client.post("/support/token/").cookies["giving"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (3600, True, "Lax")


def test_a_second_token_leaves_the_first_one_good(client):
    with time_machine.travel(NOW, tick=False) as clock:
        first, second = (client.post("/support/token/") for _time in range(2))
        clock.shift(3)
        assert first.cookies["giving"].value == second.cookies["giving"].value
        assert nonce(first.json()["token"], first.cookies["giving"].value)


def test_nobody_keeps_a_token_for_others(client):
    response = client.post("/support/token/")
    assert response["Cache-Control"] == "private, no-store"
    assert client.get("/support/token/").status_code == 405


def test_another_site_gets_no_token(client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/support/token/", headers={"origin": "https://elsewhere.example"})
    assert response.status_code == 403
    assert not response.cookies
