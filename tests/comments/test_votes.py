"""Votes and scores, below the pages."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection

from comments.models import Comment, Vote
from tests.comments.tree_checker import problems
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def tally_after(*values):
    comment, voter = make_comment(), uuid4()
    return [comment.cast_vote(voter, value)[:4] for value in values][-1]


@pytest.mark.parametrize(
    ("values", "tally"),
    [
        ([1], (1, 0, 1, 1)),
        ([-1], (0, 1, -1, -1)),
        ([1, 1], (1, 0, 1, 1)),
        ([1, -1], (0, 1, -1, -1)),
        ([1, 0], (0, 0, 0, 0)),
        ([1, 0, 0], (0, 0, 0, 0)),
        ([1, 0, -1], (0, 1, -1, -1)),
        ([0], (0, 0, 0, 0)),
    ],
)
def test_a_vote_sets_a_state(values, tally):
    assert tally_after(*values) == tally
    assert problems(connection) == {}


def test_readers_add_up():
    comment = make_comment()
    for value in (1, 1, -1):
        comment.cast_vote(uuid4(), value)
    comment.refresh_from_db()
    assert (comment.up, comment.down, comment.score) == (2, 1, 1)


@pytest.mark.parametrize("value", [1, -1, 0])
@pytest.mark.parametrize("status", [s for s in Comment.Status if s != Comment.Status.VISIBLE])
def test_a_comment_that_is_not_visible_takes_no_votes(status, value):
    comment = make_comment(status=status)
    with pytest.raises(Comment.DoesNotExist):
        comment.cast_vote(uuid4(), value)
    assert not Vote.objects.exists()


def test_a_vote_for_a_hidden_comment_stays_as_it_was():
    comment, voter = make_comment(), uuid4()
    comment.cast_vote(voter, 1)
    comment.reject(code="off_topic", by=None)
    with pytest.raises(Comment.DoesNotExist):
        comment.cast_vote(voter, -1)
    assert Vote.objects.get().value == 1


def test_other_values_are_refused():
    with pytest.raises(ValueError, match="2"):
        make_comment().cast_vote(uuid4(), 2)


@pytest.mark.parametrize("value", [1, 0])
def test_a_vote_takes_two_statements(django_assert_num_queries, value):
    comment = make_comment()
    with django_assert_num_queries(4):  # two, and the two of a savepoint
        comment.cast_vote(uuid4(), value)


@pytest.mark.postgresql
def test_voters_do_not_wait_for_the_disk_but_others_do():
    comment = make_comment()
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
        comment.cast_vote(uuid4(), 1)
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("off",)


def stamp(comment):
    return cache.get(f"stamp:discussion:{comment.article_id}")


def test_votes_renew_shared_pages_now_and_then(django_capture_on_commit_callbacks):
    comment = make_comment()
    with django_capture_on_commit_callbacks(execute=True):
        comment.cast_vote(uuid4(), 1)
    first = stamp(comment)
    with django_capture_on_commit_callbacks(execute=True):
        comment.cast_vote(uuid4(), 1)
    assert first
    assert stamp(comment) == first
