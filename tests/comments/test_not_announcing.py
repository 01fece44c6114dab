"""Who is told nothing: writers of what they wrote, and all who don't want to hear of it."""

import pytest
from django.utils import timezone

from comments import announcing
from comments.models import Guest, Ignored, Mute, Notice, Subscriber
from tests.factories import (
    make_article,
    make_comment,
    make_member,
    make_subscriber,
    make_subscription,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


def tell():
    announcing.announce_due()


def told_of(comment):
    """{subscriber: kind} of what stands there once all were told."""
    tell()
    return {each.subscriber: each.kind for each in Notice.objects.filter(comment=comment)}


def follower(article, **fields):
    return make_subscription(article, **fields).subscriber


def notice_of(subscriber):
    return Notice.objects.get(subscriber=subscriber)


def test_members_hear_of_nothing_they_wrote(article):
    ann = make_member()
    follower(article, subscriber=make_subscriber(ann))
    own = make_comment(article, author=ann)
    assert told_of(own) == told_of(make_comment(parent=own, author=ann)) == {}


def test_a_member_who_writes_signed_out_is_not_told_of_it(article):
    ann = make_member(email="ann@example.com")
    follower(article, subscriber=make_subscriber(ann))
    assert told_of(make_comment(article, email="Ann@example.com")) == {}


def test_a_guest_who_became_a_member_is_not_told_under_the_old_address(article):
    ann = make_member(email="ann@example.com")
    follower(article, subscriber=make_subscriber(email="ann@example.com"))
    assert told_of(make_comment(article, author=ann, email="")) == {}


def test_a_guest_who_leaves_the_address_out_is_known_by_the_device(article):
    device = "3f0c1f0a-6f4e-4a2e-9a39-3a8c3f5d7b11"
    follower(article, subscriber=make_subscriber(email="ann@example.com"))
    make_comment(article, email="ann@example.com", reader=device)
    assert told_of(make_comment(article, email="", reader=device)) == {}


def test_nobody_is_told_of_people_they_ignore_or_threads_they_muted(article):
    ann, ben, eve = follower(article), follower(article), make_user()
    Ignored.objects.create(member=ann.user, person=eve)
    root = make_comment(article, author=eve)
    assert told_of(root) == {ben: "comment"}
    Mute.objects.create(subscriber=ben, root=root)
    assert set(told_of(make_comment(parent=root))) == {ann, root.author.subscriber}


def test_closed_accounts_are_told_nothing(article):
    ann = follower(article)
    ann.user.is_active = False
    ann.user.save(update_fields=["is_active"])
    assert told_of(make_comment(article)) == {}


def test_who_wants_no_mail_keeps_the_bell_and_a_guest_has_none(article):
    ann = follower(article, level="at_once")
    guest = make_subscriber(email="guest@example.org")
    follower(article, subscriber=guest)
    Subscriber.objects.update(stopped_at=timezone.now(), stopped_why="asked")
    assert told_of(make_comment(article)) == {ann: "comment"}
    assert notice_of(ann).due_at is None


def test_an_address_that_was_never_confirmed_gets_no_replies(article):
    guest = Guest.objects.asking("ann@example.com")
    make_subscription(article, subscriber=Subscriber.objects.of_guest(guest), kind="replies")
    own = make_comment(article, email="ann@example.com")
    assert told_of(make_comment(parent=own, email="ben@example.com")) == {}
