import importlib

import pytest
from django.apps import apps
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.urls import reverse

from comments.names import skeleton
from newsportal.accounts import AccountAdapter
from newsportal.models import User
from tests.factories import PASSWORD, make_author, make_user
from tests.mails import link_in

pytestmark = pytest.mark.django_db


def sign_up(client, **fields):
    known = {"username": "mara", "email": "mara@example.com", "password1": PASSWORD}
    return client.post(reverse("account_signup"), known | fields)


def test_signing_up_takes_a_name_an_address_and_its_confirmation(client, mailoutbox):
    sign_up(client)
    client.post(link_in(mailoutbox[0]))
    client.post(reverse("account_login"), {"login": "mara", "password": PASSWORD})
    assert client.get(reverse("account")).status_code == 200


def test_opening_the_link_in_the_mail_confirms_nothing(client, mailoutbox):
    sign_up(client)
    page = client.get(link_in(mailoutbox[0]))
    assert page.status_code == 200
    assert not User.objects.get().emailaddress_set.get().verified


def test_a_known_address_is_answered_like_a_new_one(client, mailoutbox):
    make_user(email="mara@example.com")
    known = sign_up(client, email="Mara@example.com")
    new = sign_up(client, username="other", email="other@example.com")
    assert (known.status_code, known.url) == (new.status_code, new.url)
    assert User.objects.filter(username="mara").count() == 0
    assert mailoutbox[0].to == ["mara@example.com"]
    assert reverse("account_reset_password") in mailoutbox[0].body


def test_a_known_address_is_answered_as_slowly_as_a_new_one(client, monkeypatch):
    hashed, encode = [], MD5PasswordHasher.encode

    def counted(hasher, password, salt):
        hashed.append(password)
        return encode(hasher, password, salt)

    make_user(email="mara@example.com")
    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    sign_up(client, email="mara@example.com")
    assert hashed == [PASSWORD]
    sign_up(client, username="other", email="other@example.com")
    assert hashed == [PASSWORD] * 2


def test_the_same_form_sent_twice_at_once_makes_one_account(client, monkeypatch):
    def the_other_is_quicker(adapter, request):
        make_user(username="mara", email="mara@example.com")
        return User()

    monkeypatch.setattr(AccountAdapter, "new_user", the_other_is_quicker)
    response = sign_up(client)
    assert response.url == reverse("account_email_verification_sent")
    assert User.objects.count() <= 1


@pytest.mark.parametrize(
    "name",
    [
        "ma\u202era",  # turns the rest of the line around
        "ma\u200bra",  # invisible
        "ma\x00ra",
        "ma ra",
        "mara@example.com",  # would be mistaken for an address at sign-in
    ],
)
def test_names_hold_nothing_that_can_not_be_seen(client, name):
    response = sign_up(client, username=name)
    assert response.status_code == 200
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "name", ["editor_vale", "Editor_Vale", "еditоr_vаle", "ＥＤＩＴＯＲ_vale", "editor.va1e"]
)
def test_nobody_signs_up_as_a_look_alike_of_the_newsroom(client, name):
    make_user(username="editor_vale", group="Editor")
    sign_up(client, username=name)
    assert User.objects.count() == 1


def test_nobody_signs_up_under_the_name_of_an_author(client):
    make_author(name="Ina Holm")
    sign_up(client, username="ina.holm")
    assert not User.objects.exists()


def test_names_are_one_whatever_their_case(client):
    make_user(username="Mara")
    sign_up(client)
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "mara@exa\u017fmple.com",
        "\u017fara@example.com",
        "mära@example.com",
        "mara\r\nBcc: x@example.com",
    ],
)
def test_addresses_that_could_pass_for_another_are_not_taken(client, address, mailoutbox):
    make_user(username="known", email="sara@example.com")
    sign_up(client, email=address)
    assert [mail for mail in mailoutbox if not str(mail.to[0]).isascii()] == []
    assert not User.objects.filter(email__contains="\u017f").exists()


def test_addresses_are_kept_in_one_form(client):
    sign_up(client, email="Mara@BÜCHER.example")
    assert User.objects.get().email == "mara@xn--bcher-kva.example"


def test_an_inbox_gets_three_unasked_mails_an_hour(client, mailoutbox):
    for number in range(6):
        sign_up(client, username=f"mara{number}", email=f"mara+{number}@example.com")
    assert len(mailoutbox) == 3


def test_links_in_mails_lead_to_the_site_whatever_host_was_asked(client, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["other.example"]
    client.post(
        reverse("account_signup"),
        {"username": "mara", "email": "mara@example.com", "password1": PASSWORD},
        headers={"host": "other.example"},
    )
    assert f"{settings.SITE_URL}/accounts/confirm-email/" in mailoutbox[0].body
    assert "other.example" not in mailoutbox[0].body


def test_two_accounts_may_have_no_address_at_all():
    User.objects.create_user("first")
    User.objects.create_user("second")
    assert User.objects.count() == 2


@pytest.mark.parametrize("name", ["maral", "Mаra", "m.a.r.a", "MARA"])
def test_a_name_that_looks_like_another_members_is_refused(client, name):
    make_user(username="mara" if name != "maral" else "mara1", email="other@example.com")
    response = sign_up(client, username=name)
    assert response.status_code == 200
    assert User.objects.count() == 1


def test_accounts_from_before_are_compared_too(transactional_db):
    fill = importlib.import_module("newsportal.migrations.0003_fill_skeletons").fill
    user = make_user(username="Mara", first_name="Анна", last_name="Berg")
    User.objects.update(username_skeleton="", name_skeleton="")
    fill(apps, connection.schema_editor())
    user.refresh_from_db()
    assert (user.username_skeleton, user.name_skeleton) == ("mara", skeleton("Анна Berg"))
