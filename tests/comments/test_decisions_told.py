"""What writers are told of decisions: by the bell and by mail, once, and when they are taken back."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from comments import bell, undoing
from comments.models import Comment, Guest, Notice, Subscriber
from newsportal.models import OutgoingMail
from newsportal.outbox import deliver
from tests.factories import (
    make_article,
    make_comment,
    make_member,
    make_subscriber,
    make_user,
    mark_spam,
    reject,
)

pytestmark = pytest.mark.django_db
PENDING = Comment.Status.PENDING
MARA = "mara@example.com"


@pytest.fixture
def moderator():
    return make_user(group="Moderator")


def confirmed_guest():
    guest = Guest.objects.asking(MARA)
    guest.confirm()
    return guest


def kinds(user):
    return list(Notice.objects.filter(subscriber__user=user).values_list("kind", flat=True))


def subjects():
    return [message.subject.rpartition(" is ")[2] for message in mail.outbox]


@pytest.mark.parametrize(
    ("decide", "kind", "words"),
    [
        (lambda comment, by: comment.approve(by=by), "approved", "published"),
        (lambda comment, by: reject(comment, by=by), "rejected", "removed"),
    ],
)
def test_members_are_told_of_a_held_comment_by_bell_and_mail(moderator, decide, kind, words):
    member = make_member()
    decision = decide(make_comment(author=member, status=PENDING), moderator)
    notice = Notice.objects.get()
    assert (notice.kind, notice.decision, notice.subscriber.user) == (kind, decision, member)
    [message] = mail.outbox
    assert message.to == [member.email]
    assert words in message.subject


def test_the_bell_mails_nothing_of_its_own(moderator):
    make_comment(author=make_member(), status=PENDING).approve(by=moderator)
    notice = Notice.objects.get()
    assert (notice.level, notice.due_at) == ("", None)


def test_a_featured_comment_is_told_to_its_writer(moderator):
    member = make_member()
    make_comment(author=member).feature(by=moderator)
    assert kinds(member) == ["featured"]
    assert subjects() == ["featured"]
    assert bell.unread_count(member) == 1


def test_guests_are_told_by_mail_alone(moderator):
    confirmed_guest()
    make_comment(email=MARA).feature(by=moderator)
    assert mail.outbox[0].to == [MARA]
    assert not Notice.objects.exists()


def test_who_only_typed_an_address_gets_no_mail(moderator):
    make_comment(email=MARA).feature(by=moderator)
    assert not mail.outbox


def test_a_member_without_a_confirmed_address_still_has_the_bell(moderator):
    member = make_user()
    make_comment(author=member).feature(by=moderator)
    assert kinds(member) == ["featured"]
    assert not mail.outbox


def test_nobody_is_told_what_they_decided_themselves():
    editor = make_user(group="Editor")
    editor.emailaddress_set.create(email=editor.email, primary=True, verified=True)
    make_comment(author=editor).feature(by=editor)
    assert not Notice.objects.exists()
    assert not mail.outbox


def test_spam_is_not_answered(moderator):
    member = make_member()
    mark_spam(make_comment(author=member), by=moderator)
    assert kinds(member) == []
    assert not mail.outbox


def test_who_stopped_mail_has_the_bell_but_is_mailed_what_they_can_object_to(moderator):
    member = make_member()
    make_subscriber(member, stopped_at=timezone.now(), stopped_why="asked")
    comment = make_comment(author=member, status=PENDING)
    comment.approve(by=moderator)
    comment.feature(by=moderator)
    assert not mail.outbox
    reject(comment, by=moderator)
    assert len(mail.outbox) == 1
    assert "appeal within six months" in mail.outbox[0].body
    assert sorted(kinds(member)) == ["approved", "featured", "rejected"]


def test_a_guest_who_stopped_mail_is_not_mailed_praise(moderator):
    make_subscriber(email=MARA, stopped_at=timezone.now(), stopped_why="asked")
    make_comment(email=MARA).feature(by=moderator)
    assert not mail.outbox


def test_mail_is_in_the_language_of_the_subscriber(moderator):
    member = make_member()
    make_subscriber(member, language="ar")
    make_comment(author=member, status=PENDING).approve(by=moderator)
    assert "is published" not in mail.outbox[0].subject


def test_many_decisions_in_one_go_are_one_mail_and_a_notice_each(moderator):
    member, act = make_member(), uuid.uuid4()
    for _ in range(3):
        make_comment(author=member, status=PENDING).approve(by=moderator, act=act)
    assert len(mail.outbox) == 1
    assert kinds(member) == ["approved"] * 3


def test_one_act_is_one_stored_mail_to_each_person(moderator, stored_mail):
    act = uuid.uuid4()
    for member in (make_member(), make_member()):
        for _ in range(2):
            make_comment(author=member, status=PENDING).approve(by=moderator, act=act)
    assert OutgoingMail.objects.count() == 2


def test_a_removal_taken_back_before_it_was_mailed_is_never_told(moderator, stored_mail):
    member = make_member()
    decision = reject(make_comment(author=member), by=moderator)
    undoing.undo(decision.act, moderator)
    assert not OutgoingMail.objects.exists()
    assert kinds(member) == []


def test_a_removal_taken_back_after_it_was_mailed_is_told(moderator, stored_mail):
    member = make_member()
    decision = reject(make_comment(author=member), by=moderator)
    deliver()
    undoing.undo(decision.act, moderator)
    assert kinds(member) == ["approved"]
    deliver()
    assert ["shown again" in message.subject for message in mail.outbox] == [False, True]


def test_a_mail_that_is_just_being_sent_counts_as_sent(moderator, stored_mail):
    member = make_member()
    decision = reject(make_comment(author=member), by=moderator)
    OutgoingMail.objects.update(taken_until=timezone.now() + timedelta(minutes=5))
    undoing.undo(decision.act, moderator)
    assert OutgoingMail.objects.count() == 2


def test_who_read_of_a_removal_at_the_bell_reads_that_it_was_taken_back(moderator):
    member = make_user()
    decision = reject(make_comment(author=member), by=moderator)
    bell.read(member)
    undoing.undo(decision.act, moderator)
    assert kinds(member) == ["approved"]


def test_several_removals_taken_back_are_told_in_one_mail(moderator, stored_mail):
    member, act = make_member(), uuid.uuid4()
    for _ in range(3):
        reject(make_comment(author=member), by=moderator, act=act)
    deliver()
    undoing.undo(act, moderator)
    assert OutgoingMail.objects.filter(sent_at=None).count() == 1
    assert kinds(member) == ["approved"] * 3


def test_what_of_an_act_still_stands_is_mailed(moderator, stored_mail):
    member, act = make_member(), uuid.uuid4()
    first, second = (make_comment(author=member) for _ in range(2))
    for comment in (first, second):
        reject(comment, by=moderator, act=act)
    second.approve(by=make_user(group="Moderator"))
    undoing.undo(act, moderator)  # of the second, a colleague decided since
    assert OutgoingMail.objects.filter(subject__contains="removed").exists()


@pytest.mark.parametrize("action", ["approve", "feature"])
def test_praise_taken_back_is_not_sent(moderator, stored_mail, action):
    member = make_member()
    status = PENDING if action == "approve" else Comment.Status.VISIBLE
    decision = getattr(make_comment(author=member, status=status), action)(by=moderator)
    undoing.undo(decision.act, moderator)
    assert not OutgoingMail.objects.exists()
    assert bell.unread_count(member) == 0


def test_a_removed_comment_that_is_approved_later_is_told(moderator):
    member = make_member()
    comment = make_comment(author=member)
    reject(comment, by=moderator)
    comment.approve(by=make_user(group="Moderator"))
    assert "shown again" in mail.outbox[1].subject
    assert bell.unread_count(member) == 1  # the removal is no longer one


def test_the_bell_needs_no_row_before(moderator):
    member = make_member()
    assert not Subscriber.objects.exists()
    make_comment(make_article(), author=member, status=PENDING).approve(by=moderator)
    assert Subscriber.objects.get().user == member
