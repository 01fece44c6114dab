"""However busy a discussion is: few mails, and every comment in exactly one of them."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments import mailing, pacing
from comments.announcing import announce_due
from comments.models import Level, Notice
from tests.factories import make_article, make_comment, make_subscriber, make_subscription

START = datetime(2026, 11, 23, 10, tzinfo=UTC)
SECONDS, PAUSE = 3 * 3600, timedelta(minutes=pacing.THREAD_PAUSE_MINUTES)
HOUR = timedelta(hours=1)


class Told:
    """A notice as far as plan() looks at it."""

    def __init__(self, pk, thread):
        self.pk, self.thread, self.level, self.mailed_at = pk, thread, Level.AT_ONCE, None
        self.comment = self
        self.article_id = thread % 3  # three articles


def run(moments):
    """What becomes of comments in threads at these seconds: mails as (moment, level, notices).

    The worker looks at once, and every minute.
    """
    waiting, mails, recent, numbers = [], [], [], count()
    arriving = sorted(moments)
    ticks = sorted({*range(0, SECONDS + 7200, 60), *(second for second, _thread in arriving)})
    for second in ticks:
        now = START + timedelta(seconds=second)
        while arriving and arriving[0][0] <= second:
            told = Told(next(numbers), arriving.pop(0)[1])
            waiting.append((now, told))
        due = [told for moment, told in waiting if moment <= now]
        if not due:
            continue
        waiting = [pair for pair in waiting if pair[0] > now]
        digest = [told for told in due if told.level == Level.HOURLY]
        at_once = [told for told in due if told.level == Level.AT_ONCE]
        recent = [each for each in recent if each[2] > now - HOUR]
        plan = pacing.plan(at_once, recent, now)
        for notices in plan.mails:
            mails.append((now, Level.AT_ONCE, notices))
            recent += [(told.thread, told.article_id, now) for told in notices]
        for moment, notices in plan.put_off:
            waiting += [(moment, told) for told in notices]
        for told in plan.crowded:
            told.level = Level.HOURLY
            waiting.append((pacing.due_at(Level.HOURLY, now), told))
        if digest:
            mails.append((now, Level.HOURLY, digest))
    assert not waiting
    return mails


moments = st.lists(st.tuples(st.integers(0, SECONDS), st.integers(0, 11)), min_size=1, max_size=200)


@given(moments)
def test_however_comments_come_the_mails_stay_few_and_nothing_is_lost(moments):
    mails = run(moments)
    told = Counter(each.pk for _now, _level, notices in mails for each in notices)
    assert told == Counter(range(len(moments)))
    at_once = [(now, notices) for now, level, notices in mails if level == Level.AT_ONCE]
    for now, _level, _notices in mails:
        within = [each for each, _n in at_once if now - HOUR < each <= now]
        assert len(within) <= pacing.AT_ONCE_PER_HOUR
        digests = [when for when, level, _n in mails if level == Level.HOURLY]
        assert sum(now - HOUR < when <= now for when in digests) <= 1
    by_thread = {}
    for now, notices in at_once:
        for thread in {each.thread for each in notices}:
            assert now - by_thread.get(thread, START - HOUR) >= PAUSE
            by_thread[thread] = now
    for _now, notices in at_once:
        assert len({each.article_id for each in notices}) == 1


@settings(max_examples=10)
@given(st.lists(st.integers(0, 3599), min_size=200, max_size=200))
def test_two_hundred_comments_of_one_thread_in_an_hour_are_a_handful_of_mails(seconds):
    mails = run([(second, 0) for second in seconds])
    assert len(mails) <= 5
    assert sum(len(notices) for _now, _level, notices in mails) == 200


# The same with the database


@pytest.fixture
def ann(time_machine):
    time_machine.move_to(START, tick=False)
    return make_subscriber()


def told_at(moment, time_machine):
    time_machine.move_to(moment, tick=False)
    announce_due()
    return mailing.mail_due()


@pytest.mark.django_db
def test_a_thread_rests_for_fifteen_minutes_after_a_mail(ann, mailoutbox, time_machine):
    article = make_article()
    make_subscription(article, subscriber=ann, level="at_once")
    root = make_comment(article)
    assert told_at(START, time_machine) == 1
    make_comment(parent=root)
    make_comment(parent=root)
    assert told_at(START + timedelta(minutes=14, seconds=59), time_machine) == 0
    make_comment(article, text="Another thread.")
    assert told_at(START + timedelta(minutes=14, seconds=59), time_machine) == 1
    assert told_at(START + PAUSE, time_machine) == 1
    assert [mail.subject.split()[0] for mail in mailoutbox] == ["1", "1", "2"]


@pytest.mark.django_db
def test_from_the_sixth_mail_in_an_hour_on_the_rest_waits_for_the_full_hour(
    ann, mailoutbox, time_machine
):
    for number in range(8):
        article = make_article()
        make_subscription(article, subscriber=ann, level="at_once")
        make_comment(article)
        told_at(START + timedelta(minutes=number), time_machine)
    assert len(mailoutbox) == 5
    assert Notice.objects.filter(mailed_at=None, level="hourly").count() == 3
    assert told_at(START + timedelta(minutes=59), time_machine) == 0
    assert told_at(START + HOUR, time_machine) == 1
    assert mailoutbox[5].subject == "3 new comments in discussions you follow"
    assert not Notice.objects.filter(mailed_at=None).exists()


@pytest.mark.django_db
def test_what_others_are_mailed_counts_for_nobody_else(ann, mailoutbox, time_machine):
    article = make_article()
    for subscriber in (ann, make_subscriber()):
        make_subscription(article, subscriber=subscriber, level="at_once")
    make_comment(article)
    assert told_at(START, time_machine) == 2


@pytest.mark.django_db
def test_a_digest_does_not_use_up_the_mails_at_once(ann, mailoutbox, time_machine):
    for level in ["daily"] * 6 + ["at_once"]:
        article = make_article()
        make_subscription(article, subscriber=ann, level=level)
        make_comment(article)
    announce_due()
    Notice.objects.update(due_at=START)
    assert mailing.mail_due() == 2
