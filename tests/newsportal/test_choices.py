import pytest
from django.test import Client
from django.urls import reverse

HERE = "http://testserver/articles/a-bridge/?sort=newest"


def choose(client, name, value, referer=HERE):
    return client.post(reverse(name), {name: value}, headers={"referer": referer})


@pytest.mark.parametrize(
    ("name", "value"), [("theme", "dark"), ("theme", "light"), ("language", "ar")]
)
def test_a_choice_is_remembered_for_a_year_and_leads_back(client, name, value):
    response = choose(client, name, value)
    assert response.url == HERE
    assert response.cookies[name].value == value
    assert response.cookies[name]["max-age"] == 365 * 24 * 3600
    assert response.cookies[name]["httponly"]
    assert response.cookies[name]["samesite"] == "Lax"


@pytest.mark.parametrize(
    ("name", "value"), [("theme", "pink"), ("language", "xx"), ("language", "")]
)
def test_a_choice_that_was_not_offered_is_refused(client, name, value):
    response = choose(client, name, value)
    assert response.status_code == 400
    assert not response.cookies


@pytest.mark.parametrize("name", ["theme", "language"])
def test_a_link_can_not_choose_for_a_reader(client, name):
    assert client.get(reverse(name), {name: "dark"}).status_code == 405


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "http://testserver@evil.example/",
        "",
    ],
)
def test_a_choice_never_leads_to_another_site(client, referer):
    assert choose(client, "theme", "dark", referer).url == "/"


def test_a_choice_needs_no_token_when_the_form_was_on_our_page():
    client = Client(enforce_csrf_checks=True)
    ours = client.post("/theme/", {"theme": "dark"}, headers={"origin": "http://testserver"})
    foreign = client.post("/theme/", {"theme": "dark"}, headers={"origin": "https://evil.example"})
    assert (ours.status_code, foreign.status_code) == (302, 403)


@pytest.mark.django_db
def test_the_theme_is_written_into_the_page(client):
    choose(client, "theme", "dark")
    assert 'data-theme="dark"' in client.get("/accounts/login/").text


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("ru", "ltr"), ("ar", "rtl")])
def test_the_language_turns_the_page_its_way(client, code, direction):
    choose(client, "language", code)
    assert f'<html lang="{code}" dir="{direction}"' in client.get("/accounts/login/").text


@pytest.mark.django_db
def test_a_theme_that_was_typed_into_the_cookie_stays_out_of_the_page(client):
    client.cookies["theme"] = '"><script>alert(1)</script>'
    assert "alert(1)" not in client.get("/accounts/login/").text
