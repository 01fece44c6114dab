"""Moderators hear by mail of what waits for them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from comments import appeals, desk_digest
from comments.models import Comment, LegalCase
from newsportal.models import OutgoingMail
from tests.factories import make_article, make_comment, make_member, make_subscriber, reject

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)
MORNING = datetime(2026, 11, 23, 7, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evening(time_machine, stored_mail):
    time_machine.move_to(EVENING, tick=False)


@pytest.fixture
def moderator():
    return make_member(group="Moderator", email="mod@example.com")


@pytest.fixture
def article():
    return make_article()


def wait(article):
    return make_comment(article, status=Comment.Status.PENDING)


def test_a_moderator_is_told_in_the_morning_what_waits(moderator, article, time_machine):
    wait(article)
    wait(article)
    make_comment(article)
    time_machine.move_to(MORNING)
    assert desk_digest.mail_desk() == 1
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("mod@example.com", "Waiting for moderators: 2")
    assert "Pending: 2\nLongest wait: 11 hours\n" in mail.text
    assert "/moderation/?queue=pending" in mail.text
    assert "Reported" not in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Pending: 2" in mail.html


def test_every_queue_is_counted(moderator, article, time_machine):
    wait(article)
    removed = make_comment(article)
    reject(removed)
    appeals.lodge(removed, "Please look again.")
    LegalCase.objects.create(comment=removed, address="x", law="Law", explanation="Because")
    time_machine.move_to(MORNING)
    desk_digest.mail_desk()
    text = OutgoingMail.objects.get().text
    for said in ("Pending: 1", "Appeals: 1", "Cases of illegal content: 1"):
        assert said in text


def test_it_comes_once_however_often_it_is_asked_for(moderator, article, time_machine):
    wait(article)
    time_machine.move_to(MORNING)
    assert [desk_digest.mail_desk() for _ in range(3)] == [1, 0, 0]
    time_machine.move_to(MORNING + timedelta(hours=5))
    assert desk_digest.mail_desk() == 0
    time_machine.move_to(MORNING + timedelta(days=1))
    assert desk_digest.mail_desk() == 1


def test_nothing_waits_nothing_is_sent(moderator, time_machine):
    time_machine.move_to(MORNING)
    assert desk_digest.mail_desk() == 0


def test_what_came_after_seven_waits_for_the_next_morning(moderator, article, time_machine):
    time_machine.move_to(MORNING)
    wait(article)
    time_machine.move_to(MORNING + timedelta(hours=1))
    assert desk_digest.mail_desk() == 0
    time_machine.move_to(MORNING + timedelta(days=1))
    assert desk_digest.mail_desk() == 1


@pytest.mark.parametrize(("level", "mails"), [("", 0), ("hourly", 2), ("at_once", 2), ("daily", 0)])
def test_how_often_is_the_moderators_choice(level, mails, moderator, article, time_machine):
    make_subscriber(moderator, desk_level=level)
    time_machine.move_to(MORNING)
    wait(article)
    for minutes in (60, 61, 120):
        time_machine.move_to(MORNING + timedelta(minutes=minutes))
        desk_digest.mail_desk()
    assert OutgoingMail.objects.count() == mails


@pytest.mark.parametrize("group", [None, "Editor"])
def test_nobody_else_is_told(group, article, time_machine):
    make_subscriber(make_member(group=group))
    wait(article)
    time_machine.move_to(MORNING)
    assert desk_digest.mail_desk() == 0


def test_a_moderator_without_a_confirmed_address_or_who_left_gets_none(
    moderator, article, time_machine
):
    gone = make_member(group="Moderator")
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    moderator.emailaddress_set.update(verified=False)
    wait(article)
    time_machine.move_to(MORNING)
    assert desk_digest.mail_desk() == 0


def test_who_stopped_all_mail_gets_none(moderator, article, time_machine):
    make_subscriber(moderator, stopped_at=timezone.now())
    wait(article)
    time_machine.move_to(MORNING)
    assert desk_digest.mail_desk() == 0
