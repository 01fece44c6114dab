"""Who was banned may have everything erased, but is not back the next minute."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import belongings, retention, sanctions
from comments.models import Comment, Guest, Note, Sanction
from comments.persons import Person, person_of_reader
from comments.readers import Reader, email_key
from newsportal import account_data
from newsportal.models import OutgoingMail
from tests.comments.guests import MARA, opened, send
from tests.factories import make_article, make_comment, make_member, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_mail")]


@pytest.fixture
def moderator():
    return make_user(group="Moderator")


def ban(person, by):
    return sanctions.impose(person, "ban", by=by, code="abuse", text="Third time.")


def banned_member(moderator):
    member = make_member(email=MARA)
    ban(Person(member=member), moderator)
    return member


def banned_guest(moderator):
    guest = Guest.objects.asking(MARA)
    guest.confirm()
    guest.refresh_from_db()
    ban(Person(guest=guest, email=MARA), moderator)
    return guest


def newcomer():
    return person_of_reader(Reader(guest_id="new"), MARA)


def test_of_a_banned_member_a_hash_stays_for_a_year(moderator):
    account_data.erase(banned_member(moderator))
    left = Sanction.objects.get()
    assert (left.member, left.text, left.address) == (None, "", email_key(MARA))
    assert left.until - timezone.now() < timedelta(days=retention.BAN_DAYS)
    assert newcomer().is_banned
    assert Person(member=make_member(email=MARA)).is_banned


def test_of_a_banned_guest_too(moderator):
    guest = banned_guest(moderator)
    belongings.erase(Reader(guest_id="a", link=(guest.pk, guest.number)))
    assert not Guest.objects.exists()
    assert newcomer().is_banned
    assert not newcomer().may_know(Sanction.objects.get())


def test_after_that_nothing_is_left(moderator):
    account_data.erase(banned_member(moderator))
    Sanction.objects.update(until=timezone.now() - timedelta(minutes=1))
    assert retention.forget_traces() == 1
    assert not Sanction.objects.exists()


def test_of_who_was_only_warned_nothing_is_left(moderator):
    member = make_member()
    for kind in ("warning", "hold"):
        sanctions.impose(Person(member=member), kind, by=moderator, code="abuse")
    account_data.erase(member)
    assert not Sanction.objects.exists()


def test_notes_and_mails_go_with_the_person(moderator):
    member = banned_member(moderator)
    Note.objects.create(member=member, text="Note.", moderator=moderator)
    assert OutgoingMail.objects.exists()
    account_data.erase(member)
    assert not Note.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_the_file_of_a_member_says_what_was_decided_about_them(moderator):
    found = account_data.exported(banned_member(moderator))["sanctions"]
    assert [(each["kind"], each["reason"], each["text"]) for each in found] == [
        ("Banned", "Personal attack", "Third time.")
    ]


def test_the_banned_read_but_neither_comment_nor_vote(moderator):
    guest, comment = banned_guest(moderator), make_comment()
    client = opened(guest.email)
    assert client.get(comment.article.get_absolute_url()).status_code == 200
    answer = client.post(reverse("comments:vote", args=[comment.pk]), {"value": "1"})
    assert answer.status_code == 422
    assert "t vote here any more" in answer.text
    assert send(client, make_article()).status_code == 422
    assert Comment.objects.get().up == 0


def test_the_suspended_vote(moderator):
    member, comment = make_member(), make_comment()
    until = timezone.now() + timedelta(hours=1)
    sanctions.impose(Person(member=member), "suspension", by=moderator, code="abuse", until=until)
    comment_vote = reverse("comments:vote", args=[comment.pk])
    client = opened()
    client.force_login(member)
    assert client.post(comment_vote, {"value": "1"}).status_code == 303


def test_who_types_a_banned_address_is_not_told_why(moderator, client):
    banned_guest(moderator)
    answer = send(client, make_article())
    assert answer.status_code == 422
    assert "t comment with this address" in answer.text
    assert "Third time" not in answer.text
