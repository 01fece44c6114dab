import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import subscriber_links
from tests.factories import PASSWORD, make_member, make_subscriber
from tests.mails import link_in
from tests.newsportal.test_signing_in import is_signed_in, sign_in

pytestmark = pytest.mark.django_db
NEW = "a rather different passphrase"


def ask_for_reset(client, email):
    return client.post(reverse("account_reset_password"), {"email": email})


def change_address(client, email):
    """Ask for another address; the password is asked for first."""
    wanted = client.post(reverse("account_email"), {"email": email, "action_add": ""})
    return client.post(wanted.url, {"password": PASSWORD, "next": reverse("account_email")})


def test_a_forgotten_password_is_replaced_by_mail_and_ends_every_session(client, mailoutbox):
    member = make_member()
    elsewhere = Client()
    sign_in(elsewhere, member.username)
    ask_for_reset(client, member.email)
    form = client.get(link_in(mailoutbox[0]), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert not is_signed_in(elsewhere)
    sign_in(client, member.username, NEW)
    assert is_signed_in(client)


def test_a_reset_link_works_once(client, mailoutbox):
    member = make_member()
    ask_for_reset(client, member.email)
    link = link_in(mailoutbox[0])
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert Client().get(link).context["token_fail"]


def test_asking_for_a_reset_tells_nothing_about_the_address(client):
    member = make_member()
    known, unknown = ask_for_reset(client, member.email), ask_for_reset(client, "no@example.com")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


@pytest.mark.parametrize(
    "address", ["mi\u212ae@example.org", "\u017fam@example.org", "sam@example.\u2134rg"]
)
def test_a_reset_goes_to_the_address_on_file_or_nowhere(client, address, mailoutbox):
    make_member(username="mike", email="mike@example.org")
    make_member(username="sam", email="sam@example.org")
    ask_for_reset(client, address)
    assert all(mail.to[0].isascii() for mail in mailoutbox)


def test_five_resets_in_half_an_hour_for_one_address(mailoutbox):
    member = make_member()
    for number in range(8):
        ask_for_reset(Client(REMOTE_ADDR=f"192.0.2.{number}"), member.email)
    assert len(mailoutbox) == 5


def test_a_new_address_holds_once_it_is_confirmed(client, mailoutbox):
    member = make_member()
    sign_in(client, member.username)
    change_address(client, "new@example.com")
    member.refresh_from_db()
    assert member.email != "new@example.com"
    client.post(link_in(mailoutbox[-1]))
    member.refresh_from_db()
    assert member.email == "new@example.com"


def test_links_in_the_old_inbox_tell_nothing_of_what_a_member_follows(client, mailoutbox):
    member = make_member()
    path = subscriber_links.manage_path(make_subscriber(member))
    sign_in(client, member.username)
    change_address(client, "new@example.com")
    assert Client().get(path).status_code == 200
    client.post(link_in(mailoutbox[-1]))
    assert Client().get(path).status_code == 410


def test_mail_that_came_back_says_nothing_about_a_new_address(client, mailoutbox):
    subscriber = make_subscriber(stopped_at=timezone.now(), stopped_why="bounced")
    sign_in(client, subscriber.user.username)
    change_address(client, "new@example.com")
    client.post(link_in(mailoutbox[-1]))
    subscriber.refresh_from_db()
    assert not subscriber.is_refused
    assert subscriber.stopped_at is None


def test_the_address_of_another_account_can_not_be_taken_over(client, mailoutbox):
    member, other = make_member(), make_member()
    sign_in(client, member.username)
    change_address(client, other.email)
    assert not EmailAddress.objects.filter(user=member, email=other.email).exists()
    assert mailoutbox[-1].to == [other.email]
    assert "confirm-email" not in mailoutbox[-1].body


def test_a_session_alone_can_not_change_the_address(client, mailoutbox):
    sign_in(client, make_member().username)
    response = client.post(reverse("account_email"), {"email": "new@example.com", "action_add": ""})
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert mailoutbox == []


@pytest.mark.parametrize(
    "name",
    [
        "account",
        "account_email",
        "account_change_password",
        "account_logout",
        "account_reauthenticate",
    ],
)
def test_every_page_for_members_is_in_the_sites_own_design(client, name):
    sign_in(client, make_member().username)
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert 'class="masthead' in page.text
    assert "style=" not in page.text


def test_a_member_sees_their_name_and_the_way_out(client):
    member = make_member()
    sign_in(client, member.username)
    page = client.get(reverse("account")).text
    assert member.username in page
    assert f'action="{reverse("account_logout")}"' in page
