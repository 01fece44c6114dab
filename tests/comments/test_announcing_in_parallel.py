"""Many workers at once, and workers that are killed: everybody is told once, within the limits."""

import os
import signal
from collections import Counter

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from comments import announcing, mailing, noticing, pacing
from comments.models import Announcement, Comment, Notice
from newsportal.models import OutgoingMail
from tests.comments.test_concurrency import in_parallel
from tests.factories import make_article, make_comment, make_subscriber, make_subscription

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch, stored_mail):
    """Nobody begins before the test says so, and nobody is done with one batch."""
    monkeypatch.setattr(announcing, "_wake", lambda: None)
    monkeypatch.setattr(announcing, "SUBSCRIPTIONS_AT_ONCE", 3)
    monkeypatch.setattr(mailing, "TOGETHER", 3)


@pytest.fixture
def article():
    return make_article()


def followers(article, number=10, **fields):
    found = []
    for each in range(number):
        guest = make_subscriber(email=f"reader{each}@example.org")
        found.append(make_subscription(article, subscriber=guest, level="at_once", **fields))
    return [each.subscriber for each in found]


def assert_told_once(people, comments):
    told = Counter(Notice.objects.values_list("subscriber", "comment"))
    assert told == Counter((person.pk, comment.pk) for person in people for comment in comments)
    assert not Announcement.objects.exists()


def killed(act):
    """Do it in a process of its own, which ends in the middle of it."""
    connection.close()
    if (pid := os.fork()) == 0:
        try:
            act()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def test_many_workers_tell_everybody_of_every_comment_once(article):
    people, comments = followers(article), [make_comment(article) for _ in range(4)]
    in_parallel(8, lambda number: announcing.announce_due())
    announcing.announce_due()
    assert_told_once(people, comments)


def test_a_worker_killed_in_a_batch_leaves_all_of_it_to_the_next(article, monkeypatch):
    people, comments = followers(article), [make_comment(article) for _ in range(2)]
    keep, batches = noticing.keep, []

    def deadly(notices):
        keep(notices)
        batches.append(notices)
        if len(batches) == 3:
            die()

    monkeypatch.setattr(noticing, "keep", deadly)
    assert killed(announcing.announce_due)
    monkeypatch.undo()
    assert Notice.objects.count() == 6
    announcing.announce_due()
    assert_told_once(people, comments)


def test_many_workers_write_every_mail_once(article):
    people = followers(article)
    for _ in range(3):
        make_comment(article)
    announcing.announce_due()
    in_parallel(8, lambda number: mailing.mail_due())
    assert OutgoingMail.objects.count() == len(mail.outbox) == len(people)
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_a_worker_killed_while_it_writes_mails_loses_and_doubles_none(article, monkeypatch):
    people = followers(article)
    make_comment(article)
    announcing.announce_due()
    write, written = mailing.mail.write, []

    def deadly(*args, **known):
        message = write(*args, **known)
        written.append(message)
        if len(written) == 4:
            die()
        return message

    monkeypatch.setattr(mailing.mail, "write", deadly)
    assert killed(mailing.mail_due)
    monkeypatch.undo()
    assert OutgoingMail.objects.count() == 3
    mailing.mail_due()
    to = Counter(OutgoingMail.objects.values_list("to", flat=True))
    assert to == Counter(person.guest.email for person in people)


def test_the_limit_holds_whoever_writes(article):
    ann = make_subscriber()
    for _ in range(9):
        other = make_article(section=article.section)
        make_subscription(other, subscriber=ann, level="at_once")
        make_comment(other)

    def work(number):
        announcing.announce_due()
        return mailing.mail_due()

    in_parallel(8, work)
    announcing.announce_due()
    mailing.mail_due()
    assert OutgoingMail.objects.count() == pacing.AT_ONCE_PER_HOUR
    late = Notice.objects.filter(mailed_at=None)
    assert late.filter(level="hourly", due_at__gt=timezone.now()).count() == 4


def test_what_is_removed_while_mails_are_written_is_in_no_mail_that_waits(article, monkeypatch):
    """Whichever comes second sees the other."""
    monkeypatch.setattr("newsportal.mail_backend.wake_delivery", lambda: None)
    followers(article)
    for _ in range(3):
        comment = make_comment(article, text="Glimbo.")
        announcing.announce_due()

        def act(number, comment=comment):
            if number == 3:
                return Comment.objects.get(pk=comment.pk).reject(code="off_topic", by=None)
            return mailing.mail_due()

        in_parallel(4, act)
        mailing.mail_due()
    assert not OutgoingMail.objects.filter(text__contains="Glimbo.").exists()
    assert not Notice.objects.exclude(mail=None).exists()


def test_posting_goes_on_while_a_worker_tells_and_mails(article):
    people = followers(article, 5)

    def act(number):
        if number % 2:
            announcing.announce_due()
            return mailing.mail_due()
        return [make_comment(article) for _ in range(3)]

    in_parallel(8, act)
    announcing.announce_due()
    assert_told_once(people, list(Comment.objects.all()))
