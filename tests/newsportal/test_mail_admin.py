"""Mail in the admin: what waits, what failed, once more, and a test of the way out."""

import smtplib
import ssl
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from newsportal import trial_mail
from newsportal.admin_mail.outgoing import state_of
from newsportal.models import OutgoingMail
from tests.factories import make_member, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_mail")]
LIST = "/admin/newsportal/outgoingmail/"
CONSOLE = "django.core.mail.backends.console.EmailBackend"


def make_mail(state="waiting", **fields):
    now = timezone.now()
    known = {
        "waiting": {},
        "failing": {"error": "TimeoutError", "tries": 2, "due_at": now + timedelta(hours=1)},
        "sent": {"sent_at": now},
        "given_up": {"given_up_at": now, "error": "TimeoutError", "tries": 6},
    }[state]
    known |= {"to": "reader@harbour.example", "subject": f"This is {state}", "text": "<b>Hi</b>"}
    return OutgoingMail.objects.create(**known | fields)


@pytest.fixture
def chief(client):
    user = make_user(group="Chief editor")
    client.force_login(user)
    return user


@pytest.fixture
def administrator(client):
    user = make_member(is_staff=True, is_superuser=True, email="me@harbour.example")
    client.force_login(user)
    return user


@pytest.mark.parametrize("state", ["waiting", "failing", "sent", "given_up"])
def test_mails_are_filtered_by_what_became_of_them(client, chief, state):
    for each in ("waiting", "failing", "sent", "given_up"):
        make_mail(each)
    page = client.get(LIST, {"state": state})
    assert [state_of(row) for row in page.context["cl"].result_list] == [state]


def test_each_state_is_shown_with_its_count(client, chief):
    make_mail("given_up")
    make_mail("given_up")
    assert "Given up (2)" in client.get(LIST).content.decode()


def test_the_list_costs_the_same_for_one_mail_and_for_many(
    client, chief, django_assert_max_num_queries
):
    for _ in range(20):
        make_mail()
    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_whole_addresses_are_for_administrators(client, chief):
    row = make_mail()
    for page in (LIST, f"{LIST}{row.pk}/change/"):
        shown = client.get(page).content.decode()
        assert "r…@harbour.example" in shown
        assert "reader@harbour.example" not in shown


def test_an_administrator_sees_the_address(client, administrator):
    make_mail()
    assert "reader@harbour.example" in client.get(LIST).content.decode()


def test_a_text_is_shown_as_text(client, chief):
    row = make_mail()
    page = client.get(f"{LIST}{row.pk}/change/").content.decode()
    assert "&lt;b&gt;Hi&lt;/b&gt;" in page


@pytest.mark.parametrize("priority", [0, 1])
def test_nobody_finds_a_way_into_an_account_in_the_outbox(client, administrator, priority):
    token = "eyJhIjoxfQ:1abcde:" + "x" * 43
    row = make_mail(text=f"https://news.example/confirm/{token}/", priority=priority)
    page = client.get(f"{LIST}{row.pk}/change/").content.decode()
    assert token not in page
    assert ("personal link" in page) == (priority == 0)


@pytest.mark.parametrize("state", ["failing", "given_up"])
def test_a_mail_is_tried_again_and_the_log_says_by_whom(client, chief, state):
    row = make_mail(state)
    client.post(LIST, {"action": "try_again", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.given_up_at is None
    assert row.due_at <= timezone.now()
    assert row.tries == 0
    assert LogEntry.objects.get().user == chief


def test_what_was_sent_or_is_being_sent_is_not_sent_twice(client, chief):
    rows = [make_mail("sent"), make_mail(taken_until=timezone.now() + timedelta(minutes=5))]
    chosen = {"action": "try_again", "_selected_action": [row.pk for row in rows]}
    page = client.post(LIST, chosen, follow=True).content.decode()
    assert "0 mails are tried again now." in page
    assert not LogEntry.objects.exists()


def test_a_mail_that_is_tried_again_is_sent(client, chief, django_capture_on_commit_callbacks):
    row = make_mail("given_up")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(LIST, {"action": "try_again", "_selected_action": [row.pk]})
    assert [sent.to for sent in mail.outbox] == [["reader@harbour.example"]]


def test_nobody_writes_or_changes_mails_by_hand(client, administrator):
    row = make_mail()
    for page in (f"{LIST}add/", f"{LIST}{row.pk}/delete/"):
        assert client.get(page).status_code == 403
    assert client.post(f"{LIST}{row.pk}/change/", {"to": "x@y.example"}).status_code == 403


def test_the_first_page_says_what_could_not_be_sent(client, chief):
    make_mail("given_up")
    make_mail("given_up", given_up_at=timezone.now() - timedelta(days=8))
    assert "1 mail could not be sent." in client.get("/admin/").content.decode()


def test_others_are_not_told(client):
    make_mail("given_up")
    client.force_login(make_user(group="Editor"))
    assert "could not be sent" not in client.get("/admin/").content.decode()


def test_the_page_names_the_way_out_without_its_secrets(client, chief, settings):
    settings.MAIL_TRANSPORT = trial_mail.SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "out.example", 587, True
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal-user", "portal-secret"
    page = client.get(reverse("mail")).content.decode()
    assert "SMTP to out.example:587, encrypted by STARTTLS." in page
    assert "portal-" not in page


def test_on_the_console_it_says_that_nothing_leaves(client, chief, settings):
    settings.MAIL_TRANSPORT = CONSOLE
    assert "nothing leaves this machine" in client.get(reverse("mail")).content.decode()


def test_a_test_goes_to_whoever_asks_and_past_the_outbox(client, administrator, smtp_server):
    page = client.post(reverse("mail_test"), {"to": "else@harbour.example"}).content.decode()
    assert [sent.envelope_to for sent in smtp_server.messages] == [["me@harbour.example"]]
    assert "accepted it" in page
    assert not OutgoingMail.objects.exists()


def test_what_the_server_refuses_is_told_in_its_words_as_text(client, administrator, smtp_server):
    smtp_server.refuse(550, "5.7.1 <b>Not from here</b>" + "x" * 300)
    page = client.post(reverse("mail_test")).content.decode()
    assert "refused it: 550 5.7.1 &lt;b&gt;Not from here&lt;/b&gt;" in page
    assert "x" * 250 not in page


def test_a_server_that_is_away_is_said_to_be_away(client, administrator, smtp_server):
    smtp_server.close()
    assert "No connection to" in client.post(reverse("mail_test")).content.decode()


def test_a_server_that_says_nothing_is_not_waited_for(
    client, administrator, smtp_server, monkeypatch
):
    monkeypatch.setattr(trial_mail, "SECONDS", 0.2)
    smtp_server.hang()
    assert "did not answer in time" in client.post(reverse("mail_test")).content.decode()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), "did not take the user name"),
        (smtplib.SMTPNotSupportedError("STARTTLS"), "does not offer"),
        (ssl.SSLError("wrong version"), "could not be made secure"),
        (ssl.SSLCertVerificationError("expired"), "could not be made secure"),
        (ValueError("anything"), "Not sent: ValueError"),
    ],
)
def test_what_went_wrong_is_told_in_plain_words(administrator, monkeypatch, error, sentence):
    def fail(message):
        raise error

    monkeypatch.setattr(trial_mail, "_hand_over", fail)
    outcome = trial_mail.send("me@harbour.example")
    assert not outcome.is_good
    assert sentence in outcome.sentence


def test_tests_are_limited(client, administrator, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"test_mail": "1/h/user"}
    client.post(reverse("mail_test"))
    answer = client.post(reverse("mail_test"))
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert len(mail.outbox) == 1


def test_without_a_confirmed_address_nothing_is_sent(client, chief):
    assert client.post(reverse("mail_test")).status_code == 422
    assert mail.outbox == []
