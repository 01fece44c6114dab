"""From a reader's wish to the mail in their box, read back from a real SMTP server, and to its end."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from comments.models import Notice
from newsportal.models import OutgoingMail
from tests.comments.followers import subscribe
from tests.comments.guests import MARA, send
from tests.factories import (
    make_article,
    make_comment,
    make_member,
    make_subscriber,
    make_subscription,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def box(smtp_server):
    return smtp_server.messages


def parts(message):
    """Plain text and HTML, as a mail program finds them."""
    return [message.get_body((kind,)).get_content() for kind in ("plain", "html")]


def path_in(text, word):
    return urlsplit(re.search(rf"http\S+/{word}/\S+", text)[0]).path


def says(article, text, **known):
    """Another reader's comment, through the form."""
    known = {"name": "Ida", "email": "ida@example.org", "text": text} | known
    return send(Client(), article, **known)


def test_a_guest_confirms_is_told_and_ends_it_with_one_click(box, client):
    article = make_article(headline="The ferry")
    subscribe(client, article, level="at_once")
    [asked] = box
    says(article, "Before it was confirmed.")
    assert len(box) == 1

    path = path_in(parts(asked)[0], "confirm")
    Client().get(path)
    says(article, "A scanner opened the link.")
    assert len(box) == 1
    Client().post(path)

    says(article, "The **pier** is closed.")
    news = box[1]
    assert news.envelope_to == [MARA]
    assert news["Subject"] == "1 new comment: The ferry"
    assert news["Auto-Submitted"] == "auto-generated"
    assert news["References"] == news["In-Reply-To"]
    assert news["Message-ID"]
    assert news["List-Id"]
    assert all("The pier is closed." in part for part in parts(news))

    assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    end = urlsplit(news["List-Unsubscribe"].strip(" <>")).path
    machine = Client(enforce_csrf_checks=True)
    answer = machine.post(end, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.cookies) == (200, {})
    says(article, "Nobody hears this.")
    call_command("tick", verbosity=0)
    assert len(box) == 2


def test_a_reply_reaches_its_member_at_once(box, client):
    article = make_article(headline="The ferry")
    ann = make_member(email="ann@example.com")
    make_subscriber(ann, answers_level="at_once", language="ar")
    own = make_comment(article, author=ann)
    Client().post(
        f"/comments/{own.pk}/reply/",
        {"name": "Ida", "email": "ida@example.org", "text": "On the left bank."},
    )
    [message] = box
    text, html = parts(message)
    assert message.envelope_to == ["ann@example.com"]
    assert 'dir="rtl"' in html
    assert "On the left bank." in text


def test_the_thread_is_muted_by_the_mails_link(box):
    article = make_article()
    make_subscription(article, subscriber=make_subscriber(), level="at_once")
    root = make_comment(article)
    path = path_in(parts(box[0])[0], "mute")
    Client().get(path)
    Client().post(path, {"mute": "1"})
    make_comment(parent=root)
    assert Notice.objects.count() == 1


def test_the_daily_digest_leaves_at_seven_where_the_site_is(box, time_machine, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    time_machine.move_to("2026-03-28 20:00+01:00")
    article = make_article(headline="The ferry")
    make_subscription(article, subscriber=make_subscriber())
    for number in range(2):
        make_comment(article, text=f"Pier {number}.")
    # The clocks go forward in this night.
    for moment, mails in [("06:59", 0), ("07:00", 1), ("07:01", 1), ("23:00", 1)]:
        time_machine.move_to(f"2026-03-29 {moment}+02:00")
        call_command("tick", verbosity=0)
        assert len(box) == mails
    assert box[0]["Subject"] == "2 new comments: The ferry"
    assert all("Pier 0." in part and "Pier 1." in part for part in parts(box[0]))


def test_a_server_that_is_away_gets_it_all_once_it_is_back(box, smtp_server, time_machine):
    smtp_server.close()
    article = make_article()
    people = [make_subscriber() for _ in range(3)]
    for each in people:
        make_subscription(article, subscriber=each, level="at_once")
    assert says(article, "The pier is closed.").status_code == 303
    assert OutgoingMail.objects.filter(sent_at=None).count() == 3
    smtp_server.open()
    for minutes in (10, 20):
        time_machine.move_to(timezone.now() + timedelta(minutes=minutes))
        call_command("tick", verbosity=0)
    assert sorted(message["To"] for message in box) == sorted(each.user.email for each in people)


def test_what_was_removed_while_the_server_was_away_is_never_sent(box, smtp_server, time_machine):
    smtp_server.close()
    article = make_article()
    make_subscription(article, subscriber=make_subscriber(), level="at_once")
    comment = make_comment(article, text="Glimbo.")
    # Whoever tried to send it has given it back by then.
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    comment.reject(by=None, code="off_topic")
    smtp_server.open()
    call_command("tick", verbosity=0)
    assert not box
