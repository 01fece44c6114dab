"""Who is told of a new comment: those who follow it, whom it answers, and whom it mentions."""

from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import announcing
from comments.making import make_discussion
from comments.models import Announcement, Comment, Notice
from tests.factories import (
    make_article,
    make_comment,
    make_member,
    make_subscriber,
    make_subscription,
    reject,
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


def test_who_follows_an_article_is_told_of_every_comment_once(article):
    ann, ben = follower(article), follower(article)
    first = make_comment(article)
    reply = make_comment(parent=first)
    assert told_of(first) == told_of(reply) == {ann: "comment", ben: "comment"}
    tell()
    assert Notice.objects.count() == 4
    assert not Announcement.objects.exists()


def test_posting_costs_one_statement_more_whoever_follows(article):
    follower(article)
    with CaptureQueriesContext(connection) as posted:
        make_comment(article)
    about = [each["sql"] for each in posted if "comments_announcement" in each["sql"]]
    assert len(about) == 1
    assert not [each for each in posted if "subscription" in each["sql"]]


def test_a_crowd_of_comments_wakes_one_worker(article, django_capture_on_commit_callbacks):
    with mock.patch("comments.tasks.tell_followers") as task:
        with django_capture_on_commit_callbacks(execute=True):
            for _ in range(3):
                make_comment(article)
        assert task.enqueue.call_count == 1
        tell()
        with django_capture_on_commit_callbacks(execute=True):
            make_comment(article)
        assert task.enqueue.call_count == 2


def test_another_article_is_nobodys_news(article):
    follower(article)
    assert told_of(make_comment()) == {}


@pytest.mark.parametrize("state", [{"confirmed_at": None}, {"ended_at": timezone.now()}])
def test_what_is_not_confirmed_or_was_ended_tells_nobody(article, state):
    make_subscription(article, **state)
    assert told_of(make_comment(article)) == {}


def test_who_follows_a_thread_is_told_of_all_in_it_and_of_nothing_else(article):
    root = make_comment(article)
    ann = follower(article, kind="thread", comment=root)
    deep = make_comment(parent=make_comment(parent=root))
    assert told_of(deep) == {ann: "comment"}
    assert told_of(make_comment(article)) == {}


def test_a_thread_is_followed_where_it_goes_on(article):
    root = make_comment(article)
    ann = follower(article, kind="thread", comment=root)
    onward = make_comment(article, continues=root)
    assert told_of(make_comment(parent=onward)) == {ann: "comment"}


def test_who_follows_a_comment_is_told_of_direct_replies_alone(article):
    root = make_comment(article)
    ann = follower(article, comment=root)
    reply = make_comment(parent=root)
    assert told_of(reply) == {ann: "comment"}
    assert told_of(make_comment(parent=reply)) == {}


def test_an_answer_that_hangs_elsewhere_still_answers(article):
    """Too deep to hang on it, it names whom it answers."""
    root = make_comment(article)
    deep = make_comment(parent=root)
    ann = follower(article, comment=deep)
    assert told_of(make_comment(parent=root, reply_to=deep)) == {ann: "comment"}


def test_replies_to_ones_own_comments_are_told_as_such(article):
    guest = make_subscriber(email="ann@example.com")
    make_subscription(article, subscriber=guest, kind="replies")
    own = make_comment(article, email="Ann@example.com")
    assert told_of(make_comment(parent=own, email="ben@example.com")) == {guest: "reply"}
    assert told_of(make_comment(article, email="ben@example.com")) == {}


def test_a_member_hears_by_the_bell_of_replies_and_mentions_unasked(article):
    ann, ben = make_member(username="ann"), make_member(username="ben")
    own = make_comment(article, author=ann)
    reply = make_comment(parent=own, text="@ben has a map of it.")
    told = {each.user: kind for each, kind in told_of(reply).items()}
    assert told == {ann: "reply", ben: "mention"}
    assert set(Notice.objects.values_list("level", "due_at")) == {("", None)}


def test_a_members_wish_has_answers_mailed_wherever_they_are(article):
    ann = make_subscriber(answers_level="hourly")
    own = make_comment(article, author=ann.user)
    make_comment(parent=own)
    make_comment(article)
    tell()
    found = notice_of(ann)
    assert (found.kind, found.level, found.subscription) == ("reply", "hourly", None)


def test_with_several_reasons_it_is_told_once_most_directly_and_soonest(article):
    ann = make_subscriber(answers_level="hourly")
    own = make_comment(article, author=ann.user)
    make_subscription(article, subscriber=ann, level="daily")
    quick = make_subscription(subscriber=ann, comment=own, kind="thread", level="at_once")
    make_comment(parent=own)
    tell()
    found = notice_of(ann)
    assert (found.kind, found.level, found.subscription) == ("reply", "at_once", quick)


def test_the_soonest_counts_also_when_it_is_found_in_a_later_batch(article, monkeypatch):
    monkeypatch.setattr(announcing, "SUBSCRIPTIONS_AT_ONCE", 1)
    root = make_comment(article)
    ann = follower(article, level="daily")
    follower(article)
    make_subscription(subscriber=ann, comment=root, kind="thread", level="at_once")
    reply = make_comment(parent=root)
    tell()
    assert Notice.objects.get(subscriber=ann, comment=reply).level == "at_once"


def test_what_waits_for_a_moderator_is_told_when_it_is_first_shown_and_only_then(article):
    ann = follower(article)
    comment = make_comment(article, status=Comment.Status.PENDING)
    assert told_of(comment) == {}
    comment.approve(by=None)
    assert told_of(comment) == {ann: "comment"}
    Notice.objects.all().delete()
    reject(comment)
    comment.approve(by=None)
    assert told_of(comment) == {}


def test_what_is_held_before_all_were_told_is_told_when_it_comes_back(article, time_machine):
    ann = follower(article)
    comment = make_comment(article)
    comment.hold()
    assert told_of(comment) == {}
    comment.approve(by=None)
    time_machine.move_to(timezone.now() + announcing.HELD_FOR)
    assert told_of(comment) == {ann: "comment"}


def test_what_is_removed_before_anybody_was_told_is_told_to_nobody(article):
    follower(article)
    comment = make_comment(article)
    reject(comment)
    assert told_of(comment) == {}
    assert not Announcement.objects.exists()


def test_an_article_taken_off_the_site_sends_nothing_while_it_is(article):
    follower(article)
    comment = make_comment(article)
    article.status = article.Status.DRAFT
    article.save(update_fields=["status"])
    assert told_of(comment) == {}


def test_imported_and_invented_comments_are_no_news(article):
    follower(article)
    make_discussion(article, 20)
    Comment.objects.post(article=article, text="Long ago.", name="Ann", is_news=False)
    assert not Announcement.objects.exists()


def test_a_worker_killed_between_batches_leaves_the_rest_to_the_next(article, monkeypatch):
    monkeypatch.setattr(announcing, "SUBSCRIPTIONS_AT_ONCE", 2)
    people = {follower(article) for _ in range(5)}
    comment = make_comment(article)
    assert announcing._tell_some(comment.pk)  # and here it dies
    assert 0 < Notice.objects.count() < 5
    tell()
    assert set(told_of(comment)) == people
    assert Notice.objects.count() == 5


def test_what_fails_is_tried_again_later_and_holds_up_nobody(article, monkeypatch, time_machine):
    ann = follower(article)
    bad, good = make_comment(article), make_comment(article)
    audience = announcing.Audience

    def stumbling(comment):
        if comment.pk == bad.pk:
            raise RuntimeError
        return audience(comment)

    monkeypatch.setattr(announcing, "Audience", stumbling)
    assert told_of(good) == {ann: "comment"}
    monkeypatch.undo()
    assert told_of(bad) == {}
    time_machine.move_to(timezone.now() + announcing.PAUSE)
    assert told_of(bad) == {ann: "comment"}


def test_a_batch_costs_the_same_for_few_and_for_many(article):
    counts = []
    for _ in range(2):
        for _ in range(3):
            follower(article)
        comment = make_comment(article)
        with CaptureQueriesContext(connection) as asked:
            announcing._tell_some(comment.pk)
        counts.append(len(asked))
    assert counts[0] == counts[1]
