"""Guests follow once they confirmed by a link in a mail; nobody else learns who follows what."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import opting_in
from comments.models import Guest, Subscriber, Subscription
from comments.readers import reader_of
from tests.comments.followers import follow, subscribe
from tests.comments.guests import MARA
from tests.factories import (
    make_article,
    make_comment,
    make_member,
    make_subscriber,
    make_subscription,
)
from tests.mails import link_in

pytestmark = pytest.mark.django_db


def is_running():
    return Subscription.objects.active().exists()


def test_a_guest_gets_one_mail_and_nothing_runs_before_it_is_confirmed(client, mailoutbox):
    article = make_article(headline="The old bridge")
    answer = subscribe(client, article, level="hourly")
    assert answer.status_code == 303
    [mail] = mailoutbox
    assert mail.to == [MARA]
    assert "The old bridge" in mail.body
    assert "Once an hour" in mail.body
    assert not is_running()


def test_the_page_says_whose_replies_are_followed(client, mailoutbox):
    follow(client, make_comment(name="Ilse Varn"))
    assert "<bdi>Ilse Varn</bdi>" in Client().get(link_in(mailoutbox[0])).text


def test_pressing_the_button_confirms_subscription_and_address(client, mailoutbox):
    subscribe(client, make_article())
    page = Client().post(link_in(mailoutbox[0]))
    assert "Confirmed" in page.text
    assert is_running()
    assert Guest.objects.get(email=MARA).confirmed_at


def test_opening_the_link_shows_what_is_asked_and_changes_nothing(client, mailoutbox):
    subscribe(client, make_article(headline="The old bridge"), kind="replies", level="hourly")
    page = Client().get(link_in(mailoutbox[0])).text
    for words in ("The old bridge", "Replies to my comments", "Once an hour", MARA):
        assert words in page
    assert not is_running()
    assert not Guest.objects.get().confirmed_at


def test_a_link_scanner_confirms_nothing(client, mailoutbox):
    subscribe(client, make_article())
    for method in ("get", "head"):
        assert getattr(Client(), method)(link_in(mailoutbox[0])).status_code == 200
    assert Client().options(link_in(mailoutbox[0])).status_code == 405
    assert not is_running()


def test_confirming_twice_is_fine(client, mailoutbox):
    subscribe(client, make_article())
    for _ in range(2):
        answer = Client().post(link_in(mailoutbox[0]))
    assert answer.status_code == 200
    assert Subscription.objects.active().count() == 1


def test_confirming_gives_no_right_to_the_comments_of_the_address(client, mailoutbox, rf):
    subscribe(client, make_article())
    device = Client()
    answer = device.post(link_in(mailoutbox[0]))
    assert not answer.cookies
    assert reader_of(answer.wsgi_request).guest is None


def test_an_expired_link_offers_a_new_one(client, mailoutbox):
    subscribe(client, make_article())
    link = link_in(mailoutbox[0])
    with time_machine.travel(timezone.now() + timedelta(days=3, hours=1)):
        answer = Client().get(link)
        assert (answer.status_code, is_running()) == (410, False)
        assert "Send a new link" in answer.text
        assert len(mailoutbox) == 1
        assert Client().post(link).status_code == 200
        assert not is_running()
        Client().post(link_in(mailoutbox[1]))
        assert is_running()


def test_of_a_withdrawn_article_no_new_link_is_sent(client, mailoutbox):
    article = make_article()
    subscribe(client, article)
    article.status = "draft"
    article.save(update_fields=["status"])
    with time_machine.travel(timezone.now() + timedelta(days=3, hours=1)):
        pages = [getattr(Client(), method)(link_in(mailoutbox[0])) for method in ("get", "post")]
    assert [page.status_code for page in pages] == [410, 410]
    assert not any("Send a new link" in page.text for page in pages)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("token", ["a:b:c", "%00", "%ED%A0%80", "A" * 1500])
@pytest.mark.parametrize("name", ["confirm", "end", "mute", "manage"])
def test_a_forged_link_leads_to_words_not_to_an_error(client, name, token):
    path = f"/comments/subscriptions/{name}/{token}/"
    statuses = {client.get(path).status_code, client.post(path).status_code}
    assert statuses in ({400}, {410})


def test_one_address_in_two_spellings_is_one_subscriber(mailoutbox):
    article = make_article()
    subscribe(Client(), article, email="MARA@Bücher.example")
    subscribe(Client(), article, email="mara@xn--bcher-kva.example")
    assert [mail.to for mail in mailoutbox] == [["mara@xn--bcher-kva.example"]] * 2
    assert Subscription.objects.count() == 1


def test_what_is_followed_already_is_said_by_mail_with_the_link_to_change_it(client, mailoutbox):
    followed = make_subscription(subscriber=make_subscriber(email=MARA), level="daily")
    subscribe(client, followed.article, level="at_once")
    followed.refresh_from_db()
    assert followed.level == "daily"
    page = Client().get(link_in(mailoutbox[0]))
    assert followed.article.headline in page.text


def test_the_address_of_a_member_leads_to_what_the_member_follows(client, mailoutbox):
    member = make_member()
    subscribe(client, make_article(), email=member.email)
    Client().post(link_in(mailoutbox[0]))
    assert Subscription.objects.active().get().subscriber.user == member
    assert not Guest.objects.exists()


def test_an_address_that_a_member_did_not_confirm_is_nobodys(client, mailoutbox):
    member = make_member()
    EmailAddress.objects.update(verified=False)
    subscribe(client, make_article(), email=member.email)
    assert Subscriber.objects.get().guest.email == member.email


def known(address):
    """What may be known of an address: each of these gets another mail, or none."""
    article = make_article()
    if address == "following":
        make_subscription(article, subscriber=make_subscriber(email=MARA))
    elif address == "asked before":
        make_subscription(article, subscriber=make_subscriber(email=MARA), confirmed_at=None)
    elif address == "stopped":
        make_subscriber(email=MARA, stopped_at=timezone.now(), stopped_why="asked")
    elif address == "refused":
        make_subscriber(email=MARA, stopped_at=timezone.now(), stopped_why="bounced")
    elif address in ("member", "closed account"):
        make_member(email=MARA, is_active=address == "member")
    elif address == "commented":
        make_comment(email=MARA)
    return article


ADDRESSES = ["unknown", "following", "asked before", "member", "commented"]
SILENT = ["stopped", "refused", "closed account"]


@pytest.mark.parametrize(
    ("address", "mails"), [*((a, 1) for a in ADDRESSES), *((a, 0) for a in SILENT)]
)
@pytest.mark.parametrize("htmx", [False, True])
def test_the_answer_is_the_same_whatever_is_known_of_an_address(
    client, mailoutbox, address, mails, htmx
):
    article = known(address)
    headers = {"HX-Request": "true"} if htmx else {}
    said = {"kind": "article", "level": "daily", "email": MARA}
    path = reverse("comments:subscribe", args=[article.pk])
    answer = client.post(path, said, headers=headers)
    told = answer if htmx else client.get(answer.url)
    assert answer.status_code == (200 if htmx else 303)
    assert "Look into the inbox" in told.text
    assert MARA not in told.text
    assert not answer.cookies
    assert len(mailoutbox) == mails


@pytest.mark.parametrize("address", [*ADDRESSES, *SILENT])
def test_nothing_is_asked_about_an_address_before_the_answer_is_sent(rf, monkeypatch, address):
    from comments.views.following import subscribe as view

    asked = []
    monkeypatch.setattr(opting_in, "ask", lambda *args, **named: asked.append(args))
    request = rf.post("/", {"kind": "article", "level": "daily", "email": MARA})
    request.htmx = False
    answer = view(request, known(address).pk)
    assert not asked
    answer.close()
    assert len(asked) == 1


def test_the_mail_holds_no_words_of_other_readers(client, mailoutbox):
    follow(client, make_comment(name="Glimbo sale", text="glimbo.example"))
    assert "limbo" not in mailoutbox[0].subject + mailoutbox[0].body


def test_the_mail_is_in_the_language_of_who_asks(client, mailoutbox):
    client.cookies["language"] = "ru"
    subscribe(client, make_article())
    assert Subscriber.objects.get().language == "ru"


def test_a_mail_that_is_not_stored_is_one_line_without_the_address(client, monkeypatch, caplog):
    def refuse(*args, **named):
        raise OSError(MARA)

    monkeypatch.setattr("comments.mail.write", refuse)
    assert subscribe(client, make_article()).status_code == 303
    assert "ask was not done: OSError" in caplog.text
    assert MARA not in caplog.text
    assert not Subscription.objects.exists()


def test_who_stopped_all_mail_while_they_had_the_link_is_told_so(client, mailoutbox):
    subscribe(client, make_article())
    Subscriber.objects.update(stopped_at=timezone.now(), stopped_why="asked")
    assert "No mail goes to this address at present" in Client().post(link_in(mailoutbox[0])).text
    assert not is_running()
