"""Following an article, a comment or a thread, and the box below a comment that is written."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments import subscribing
from comments.models import Comment, Discussion, Mute, Subscription
from tests.comments.followers import follow, subscribe
from tests.comments.guests import MARA, opened, send
from tests.factories import (
    make_article,
    make_comment,
    make_member,
    make_subscriber,
    make_subscription,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(name="member")
def _member(client):
    member = make_member()
    client.force_login(member)
    return member


def running():
    """What is followed and brings mail: (kind, level, comment)."""
    return [(each.kind, each.level, each.comment) for each in Subscription.objects.active()]


def shown(client, article):
    return client.get(article.get_absolute_url()).text


def test_a_member_follows_an_article_at_once(client, member, mailoutbox):
    article = make_article()
    answer = subscribe(client, article, level="hourly")
    assert (answer.status_code, answer.url) == (303, f"{article.get_absolute_url()}#follow")
    [followed] = Subscription.objects.active()
    assert (followed.subscriber.user, followed.article) == (member, article)
    assert running() == [("article", "hourly", None)]
    assert not mailoutbox


def test_once_a_day_is_what_nobody_chose_otherwise(client, member):
    article = make_article()
    page = client.get(reverse("comments:subscribe", args=[article.pk])).text
    assert '<option value="daily" selected>' in page


def test_a_guest_whose_private_link_was_opened_here_follows_at_once(mailoutbox):
    device = opened()
    subscribe(device, make_article(), kind="replies", email="somebody@example.com")
    [followed] = Subscription.objects.active()
    assert followed.subscriber.guest.email == MARA
    assert not mailoutbox


def test_following_twice_is_following_once_as_said_last(client, member):
    article = make_article()
    subscribe(client, article, level="daily")
    subscribe(client, article, level="at_once")
    assert running() == [("article", "at_once", None)]


def test_the_page_says_what_is_followed_in_place_of_the_offer(client, member):
    article = make_article()
    assert "You follow this article" not in shown(client, article)
    subscribe(client, article, level="hourly")
    page = shown(client, article)
    assert "You follow this article" in page
    assert "Once an hour" in page


def test_a_button_on_the_page_stops_it(client, member):
    article = make_article()
    subscribe(client, article)
    answer = subscribe(client, article, stop="article")
    assert answer.url == f"{article.get_absolute_url()}#follow"
    assert running() == []
    assert "You follow this article" not in shown(client, article)


def test_stopping_what_somebody_else_follows_changes_nothing(client, member):
    followed = make_subscription()
    subscribe(client, followed.article, stop="article")
    assert running() == [("article", "daily", None)]


def test_what_was_stopped_can_be_followed_again(client, member):
    article = make_article()
    for said in ({}, {"stop": "article"}, {"level": "hourly"}):
        subscribe(client, article, **said)
    assert running() == [("article", "hourly", None)]
    assert Subscription.objects.count() == 1


def test_strangers_find_the_form_beside_the_heading(client):
    article = make_article()
    page = shown(client, article)
    assert f'action="{reverse("comments:subscribe", args=[article.pk])}"' in page
    assert 'id="follow-email"' in page


def test_strangers_share_one_page_whoever_follows_it(client, member):
    article = make_article()
    before = Client().get(article.get_absolute_url()).content
    subscribe(client, article)
    make_subscription(article, subscriber=make_subscriber(email=MARA))
    answer = Client().get(article.get_absolute_url())
    assert answer.content == before
    assert not answer.cookies


def test_a_closed_discussion_offers_nothing_to_follow(client, member):
    article = make_article()
    Discussion.objects.create(article=article, closes_after_days=1)
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now() - timedelta(days=2))
    assert 'id="follow"' not in shown(client, article)
    assert subscribe(client, article).status_code == 422
    assert running() == []


def test_htmx_gets_the_bar_alone(client, member):
    article = make_article()
    address = reverse("comments:subscribe", args=[article.pk])
    said = {"kind": "article", "level": "daily"}
    answer = client.post(address, said, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "You follow this article" in answer.text


@pytest.mark.parametrize(("kind", "names"), [("comment", "reply"), ("thread", "root")])
def test_a_comment_or_its_thread_is_followed(client, member, kind, names):
    root = make_comment()
    reply = make_comment(parent=root)
    answer = follow(client, reply, kind=kind)
    assert answer.status_code == 303
    assert running() == [(kind, "daily", {"reply": reply, "root": root}[names])]
    assert "Stop" in client.get(answer.url).text


def test_following_a_comment_can_be_stopped_where_it_began(client, member):
    comment = make_comment()
    follow(client, comment)
    follow(client, comment, stop="comment")
    assert running() == []


def test_each_comment_has_a_link_to_follow_it(client):
    comment = make_comment()
    page = shown(client, comment.article)
    assert f'href="{reverse("comments:follow", args=[comment.pk])}"' in page


def test_what_is_no_longer_there_is_not_followed(client, member):
    comment = make_comment()
    comment.reject(by=None, code="spam")
    assert follow(client, comment).status_code == 422
    assert running() == []


def test_a_closed_thread_is_not_followed(client, member):
    comment = make_comment()
    Comment.objects.filter(pk=comment.pk).update(closed_at=timezone.now())
    assert follow(client, comment).status_code == 422


def test_who_follows_something_here_can_mute_a_thread(client, member):
    root = make_comment()
    reply = make_comment(parent=root)
    subscribe(client, root.article)
    answer = follow(client, reply, mute="1")
    assert Mute.objects.get().root == root
    assert "Hear of this thread again" in client.get(answer.url).text
    follow(client, reply, mute="0")
    assert not Mute.objects.exists()


def test_who_follows_nothing_has_nothing_to_mute(client):
    comment = make_comment()
    assert "Mute this thread" not in client.get(reverse("comments:follow", args=[comment.pk])).text
    assert follow(client, comment, mute="1").status_code == 422


def test_who_stopped_all_mail_is_told_so(client, member):
    make_subscriber(user=member, stopped_at=timezone.now(), stopped_why="asked")
    answer = subscribe(client, make_article())
    assert answer.status_code == 422
    assert "You have stopped all mail" in answer.text
    assert not Subscription.objects.exists()


def test_a_member_without_a_confirmed_address_is_told_why_not(client):
    client.force_login(make_user())
    answer = subscribe(client, make_article())
    assert answer.status_code == 422
    assert "Confirm your e-mail address first" in answer.text


def test_of_what_is_in_force_a_stranger_changes_nothing():
    followed = make_subscription(level="daily")
    again = subscribing.follow(
        followed.subscriber, followed.article, "article", level="at_once", confirmed=False
    )
    assert (again, again.level) == (followed, "daily")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "thread"),
        ("kind", "\0"),
        ("kind", ""),
        ("level", "glimbo"),
        ("level", "9" * 30),
        ("email", ""),
        ("email", "a@b"),
        ("email", "a@example.com\nbcc: b@example.com"),
        ("email", "a\0@example.com"),
        ("email", b"\xed\xa0\x80@example.com"),
        ("email", "a" * 300 + "@example.com"),
        ("email", "a@example.com, b@example.com"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(client, mailoutbox, field, value):
    answer = subscribe(client, make_article(), **{field: value})
    assert answer.status_code == 422
    assert f'id="follow-{field}_error"' in answer.text
    assert not mailoutbox


@pytest.mark.parametrize("said", [{"stop": "glimbo"}, {"stop": "\0"}, {"mute": "2"}, {"mute": ""}])
def test_what_no_button_sends_is_refused(client, member, said):
    assert follow(client, make_comment(), **said).status_code == 400


def test_the_box_of_a_member_follows_replies_to_this_comment(client, member, mailoutbox):
    article = make_article()
    send(client, article, follow="on")
    comment = Comment.objects.get()
    assert running() == [("comment", "daily", comment)]
    assert not mailoutbox


def test_the_box_is_not_ticked_for_anybody(client, member):
    article = make_article()
    assert "Email me when someone replies" in shown(client, article)
    send(client, article)
    assert not Subscription.objects.exists()


def test_the_box_of_a_guest_brings_one_mail_to_confirm_however_often_it_is_sent(mailoutbox):
    article, device = make_article(), Client()
    for _ in range(2):
        send(device, article, follow="on")
    [mail] = mailoutbox
    assert mail.to == [MARA]
    assert running() == []
    [asked] = Subscription.objects.all()
    assert (asked.kind, asked.comment) == ("comment", Comment.objects.get())


def test_the_box_of_a_guest_who_confirmed_here_needs_no_mail(mailoutbox):
    send(opened(), make_article(), follow="on")
    assert running() == [("comment", "daily", Comment.objects.get())]
    assert not mailoutbox


def test_the_box_says_that_a_mail_to_confirm_comes_first_where_one_comes(client, member):
    article, said = make_article(), "We first mail you a link to confirm."
    assert said in shown(Client(), article)
    assert said not in shown(opened(), article)
    assert said not in shown(client, article)


def test_another_address_than_the_one_confirmed_here_is_asked(mailoutbox):
    send(opened(), make_article(), follow="on", email="else@example.com")
    assert [mail.to for mail in mailoutbox] == [["else@example.com"]]
    assert running() == []


def test_a_comment_that_is_rejected_is_not_followed(client, member, monkeypatch):
    article = make_article()
    monkeypatch.setattr(Comment, "is_editable", False)
    send(client, article, follow="on")
    assert not Subscription.objects.exists()


def test_the_box_of_a_member_without_an_address_keeps_the_text_and_says_why(client):
    client.force_login(make_user())
    answer = send(client, make_article(), follow="on")
    assert answer.status_code == 422
    assert "Confirm your e-mail address first" in answer.text
    assert "The bridge is open." in answer.text
    assert not Comment.objects.exists()
