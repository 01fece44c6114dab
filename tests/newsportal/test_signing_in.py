import re

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, make_member, make_user

pytestmark = pytest.mark.django_db


def sign_in(client, login, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": login, "password": password} | more)


def is_signed_in(client):
    return client.get(reverse("account")).status_code == 200


def without_what_varies(response):
    """The page without its token and without what was typed into the name field."""
    page = re.sub(r'(name="csrfmiddlewaretoken" )?value="[^"]*"', "", response.text)
    return response.status_code, page


@pytest.mark.parametrize("login", ["mara", "MARA", "mara@example.com", "Mara@Example.com"])
def test_a_member_signs_in_by_name_or_mail_in_any_case(client, login):
    make_member(username="mara", email="mara@example.com")
    sign_in(client, login)
    assert is_signed_in(client)


def test_nobody_signs_in_before_the_address_is_confirmed(client, mailoutbox):
    user = make_user()
    response = sign_in(client, user.username)
    assert response.url == reverse("account_email_verification_sent")
    assert not is_signed_in(client)
    assert [mail.to for mail in mailoutbox] == [[user.email]]


def test_the_session_id_changes_at_sign_in(client):
    member = make_member()
    client.cookies[settings.SESSION_COOKIE_NAME] = "chosen-by-somebody-else"
    sign_in(client, member.username)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "chosen-by-somebody-else"
    assert is_signed_in(client)


def test_a_copied_cookie_is_worth_nothing_after_sign_out(client):
    sign_in(client, make_member().username)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert is_signed_in(thief)
    client.post(reverse("account_logout"))
    assert not is_signed_in(thief)


def test_opening_the_sign_out_page_signs_nobody_out(client):
    sign_in(client, make_member().username)
    client.get(reverse("account_logout"))
    assert is_signed_in(client)


def test_a_disabled_account_is_out_at_once(client):
    member = make_member()
    sign_in(client, member.username)
    member.is_active = False
    member.save(update_fields=["is_active"])
    assert not is_signed_in(client)


def test_changing_the_password_ends_every_session(client):
    member = make_member()
    elsewhere = Client()
    sign_in(elsewhere, member.username)
    sign_in(client, member.username)
    changed = {
        "oldpassword": PASSWORD,
        "password1": "another long one",
        "password2": "another long one",
    }
    client.post(reverse("account_change_password"), changed)
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "place",
    [
        "//evil.example",
        "https://evil.example/",
        "\\\\evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
    ],
)
def test_signing_in_never_leads_to_another_site(client, place):
    response = sign_in(client, make_member().username, next=place)
    assert response.url == "/"


def test_signing_in_leads_back_to_the_page(client):
    response = sign_in(client, make_member().username, next="/articles/a-bridge/")
    assert response.url == "/articles/a-bridge/"


def test_a_wrong_password_and_an_unknown_name_look_the_same(client):
    member = make_member()
    known = sign_in(client, member.username, "wrong")
    unknown = sign_in(client, "nobody-here", "wrong")
    assert without_what_varies(known) == without_what_varies(unknown)


@pytest.mark.parametrize("login", ["mara", "nobody", "mara@example.com", "nobody@example.com"])
def test_a_failed_sign_in_takes_the_same_work(client, login, monkeypatch):
    make_member(username="mara", email="mara@example.com")
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given: hashed.append(1) or encode(*given)
    )
    sign_in(client, login, "wrong")
    assert len(hashed) == 1


def test_ten_sign_ins_a_minute_from_one_address(client):
    for number in range(10):
        assert sign_in(client, f"somebody{number}", "wrong").status_code == 200
    response = sign_in(client, "somebody-else", "wrong")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


def test_after_five_failures_a_network_waits_even_with_the_right_password(client):
    member = make_member()
    for _ in range(5):
        sign_in(client, member.username, "wrong")
    sign_in(client, member.username)
    assert not is_signed_in(client)


def test_nobody_can_lock_the_account_of_another():
    member = make_member()
    for _ in range(6):
        sign_in(Client(REMOTE_ADDR="192.0.2.1"), member.username, "wrong")
    client = Client(REMOTE_ADDR="198.51.100.1")
    sign_in(client, member.username)
    assert is_signed_in(client)


def test_a_hundred_guesses_an_hour_from_anywhere_are_too_many():
    member = make_member()
    for number in range(100):
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), member.username, "wrong")
    client = Client(REMOTE_ADDR="198.51.100.1")
    sign_in(client, member.username)
    assert not is_signed_in(client)


def test_staff_sign_in_where_everybody_does(client):
    response = client.get(reverse("admin:login"))
    assert response.url.startswith(reverse("account_login"))


def test_a_member_is_told_that_the_newsroom_is_not_open_to_them(client):
    client.force_login(make_member())
    assert client.get(reverse("admin:login")).status_code == 403


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_account_pages_are_never_stored(client, name):
    assert "no-store" in client.get(reverse(name))["Cache-Control"]
