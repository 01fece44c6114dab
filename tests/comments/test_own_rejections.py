"""What writers are told of their own comments: why one waits, why it was rejected, what holds."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment, Finding, Guest, Sanction
from comments.readers import Reader
from newsportal.models import OutgoingMail
from tests.comments.guests import MARA, MINE, opened
from tests.factories import make_comment, make_member, make_user, mark_spam, reject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_mail")]
HELD = "It was held for a look."


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def held(author, *rules):
    waiting = {"reader": Reader(user=author).key, "status": Comment.Status.PENDING}
    comment = make_comment(author=author, **waiting)
    for rule in rules:
        Finding.objects.create(comment=comment, rule=rule, outcome="hold")
    return comment


def impose(kind="warning", **about):
    by = {"moderator": make_user(group="Moderator"), "code": "abuse", "text": "Calmly, please."}
    return Sanction.objects.create(kind=kind, **by | about)


def mails(template_subject=""):
    return OutgoingMail.objects.filter(subject__contains=template_subject)


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        (["newcomer"], "The first comments of somebody new"),
        (["links"], "It has links"),
        (["trap", "links"], "It has links"),
        (["trap"], HELD),
        (["spam_service"], HELD),
        (["a rule of tomorrow"], HELD),
        ([], HELD),
    ],
)
def test_a_waiting_comment_says_why_and_nothing_that_helps_spammers(rules, sentence):
    author = make_member()
    held(author, *rules)
    page = signed_in(author).get(MINE).text
    assert "Waiting for a moderator" in page
    assert sentence in page
    for rule in ("trap", "spam_service", "a rule of tomorrow"):
        assert rule not in page


def test_why_it_waits_stands_below_the_article_too():
    author = make_member()
    comment = held(author, "newcomer")
    page = signed_in(author).get(comment.article.get_absolute_url()).text
    assert "The first comments of somebody new" in page


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        ({"by": True}, "A moderator rejected this."),
        ({"rule": "words"}, "without a person looking at it"),
    ],
)
def test_a_rejection_says_whether_a_person_decided(about, sentence):
    author = make_member()
    by = make_user(group="Moderator") if about.pop("by", None) else None
    reject(make_comment(author=author), by=by, **about)
    assert sentence in signed_in(author).get(MINE).text


def test_what_was_never_shown_was_not_published_and_not_removed():
    author = make_member()
    reject(held(author))
    assert "Not published" in signed_in(author).get(MINE).text


def test_a_rejection_that_was_taken_back_is_not_told():
    author, by = make_member(), make_user(group="Moderator")
    comment = make_comment(author=author)
    reject(comment, by=by, reason="Not about ferries.")
    comment.approve(by=by)
    assert "Not about ferries." not in signed_in(author).get(MINE).text


@pytest.mark.parametrize("has_reply", [False, True])
def test_the_permalink_tells_its_writer_why_and_others_only_that(has_reply):
    author = make_member()
    comment = make_comment(author=author, text="Glimbo at the pier.")
    if has_reply:
        make_comment(parent=comment)
    reject(comment, reason="Not about ferries.")
    page = signed_in(author).get(comment.get_absolute_url())
    assert page.status_code == 410
    assert "Not about ferries." in page.text
    assert reverse("comments:appeal", args=[comment.pk]) in page.text
    for client in (Client(), signed_in(make_member())):
        other = client.get(comment.get_absolute_url(), follow=True).text
        assert "A moderator removed this comment." in other
        assert "Not about ferries." not in other
        assert "Glimbo" not in other


def test_a_list_takes_the_same_statements_for_one_and_many():
    author = make_member()
    client = signed_in(author)

    def write():
        held(author, "links")
        reject(make_comment(author=author))
        make_comment(author=author)

    write()
    client.get(MINE)
    with CaptureQueriesContext(connection) as one:
        client.get(MINE)
    for _ in range(4):
        write()
    with CaptureQueriesContext(connection) as many:
        client.get(MINE)
    assert len(one) == len(many)


def test_a_warning_is_shown_until_it_was_read():
    author = make_member()
    warning = impose(member=author)
    client, path = signed_in(author), reverse("comments:warning", args=[warning.pk])
    assert "Calmly, please." in client.get(MINE).text
    assert "Calmly, please." in client.get(path).text
    for _ in range(2):
        assert client.post(path).url == f"{MINE}?done=acknowledged"
    warning.refresh_from_db()
    assert warning.acknowledged_at
    assert "Calmly, please." not in client.get(MINE).text


def test_looking_at_a_warning_does_not_acknowledge_it():
    author = make_member()
    warning = impose(member=author)
    signed_in(author).get(reverse("comments:warning", args=[warning.pk]))
    warning.refresh_from_db()
    assert warning.acknowledged_at is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_finds_a_warning(method):
    path = reverse("comments:warning", args=[impose(member=make_member()).pk])
    for client in (Client(), signed_in(make_member()), opened()):
        assert getattr(client, method)(path).status_code == 404
    assert not Sanction.objects.exclude(acknowledged_at=None).exists()


def test_a_guest_reads_a_warning_by_the_private_link():
    warning = impose(guest=Guest.objects.asking(MARA))
    assert "Calmly, please." in opened().get(MINE).text
    assert opened().post(reverse("comments:warning", args=[warning.pk])).status_code == 303


def test_who_only_typed_an_address_reads_nothing_imposed_on_its_owner(client):
    comment = make_comment()
    form = {"name": "Mara L.", "email": MARA, "text": "Yes.", "remember": "on"}
    client.post(reverse("comments:post", args=[comment.article_id]), form)
    impose(guest=Guest.objects.asking(MARA))
    assert "Mara L." in client.get(MINE).text
    assert "Calmly, please." not in client.get(MINE).text


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("hold", "All your comments wait"),
        ("suspension", "You can&#x27;t comment for a while"),
        ("ban", "You can&#x27;t take part any more"),
    ],
)
def test_what_holds_is_told_with_its_reason_and_end(kind, sentence):
    author = make_member()
    until = timezone.now() + timedelta(hours=3) if kind == "suspension" else None
    impose(kind, member=author, until=until)
    page = signed_in(author).get(MINE).text.replace("'", "&#x27;")
    assert sentence in page
    assert "Personal attack" in page
    assert ("until " in page) == bool(until)


def test_a_rejection_is_written_to_a_confirmed_address():
    author = make_member()
    reject(make_comment(author=author), by=make_user(group="Moderator"), reason="Not here.")
    mail = mails().get()
    assert mail.to == author.email
    for words in ("A moderator removed", "Off topic", "Not here.", MINE):
        assert words in mail.text


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_a_guest_gets_mail_only_at_an_address_they_confirmed(is_confirmed):
    comment = make_comment(email="Mara@Example.com")
    guest = Guest.objects.asking(MARA)
    if is_confirmed:
        guest.confirm()
    reject(comment)
    assert [mail.to for mail in mails()] == [MARA] * is_confirmed


def test_nobody_writes_to_a_member_whose_address_is_not_confirmed():
    reject(make_comment(author=make_user()))
    assert not mails().exists()


def test_nobody_writes_about_spam_or_a_second_time():
    author = make_member()
    mark_spam(make_comment(author=author))
    assert not mails().exists()
    comment = make_comment(author=author)
    reject(comment)
    reject(comment, code="abuse")
    assert mails().count() == 1


def test_one_act_writes_to_each_person_once():
    author, act = make_member(), uuid4()
    for _ in range(2):
        reject(make_comment(author=author), act=act)
    reject(make_comment(author=make_member()), act=act)
    assert mails().count() == 2


def test_a_ban_writes_no_mail_for_each_comment_it_rejects():
    author = make_member()
    ban = impose("ban", member=author)
    reject(make_comment(author=author), act=ban.act)
    assert not mails().exists()


def test_who_waited_is_told_that_the_comment_is_published():
    author = make_member()
    comment = held(author)
    comment.approve(by=make_user(group="Moderator"))
    assert comment.get_absolute_url() in mails("is published").get().text
    make_comment(author=author).approve(by=make_user(group="Moderator"))
    assert mails().count() == 1


def test_a_mail_goes_with_the_decision_or_not_at_all(monkeypatch):
    comment = make_comment(author=make_member())
    monkeypatch.setattr("comments.deciding.apply", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        reject(comment)
    assert not mails().exists()
