"""What moderators do to votes, and what becomes of the votes of people who leave; below the pages."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection

from comments import votes
from comments.models import Vote
from comments.recounting import recount
from tests.comments.tree_checker import problems
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

COUNTED, HELD, VOIDED = Vote.Standing.COUNTED, Vote.Standing.HELD, Vote.Standing.VOIDED


def make_votes(comment, *values, standing=COUNTED):
    voters = [uuid4() for _ in values]
    for voter, value in zip(voters, values, strict=True):
        comment.cast_vote(voter, 1)
        votes.review(comment, [voter], standing, by=None, reason="")
        comment.cast_vote(voter, value)
    return voters


def review(comment, voters, standing, by=None, reason="A farm"):
    return votes.review(comment, voters, standing, by=by, reason=reason)


def stored(comment):
    comment.refresh_from_db()
    assert problems(connection) == {}
    assert not recount(mend=False)
    return comment.up, comment.down, comment.score


def test_voided_votes_count_no_more():
    comment = make_comment()
    voters = make_votes(comment, 1, 1, -1)
    assert review(comment, voters[:1] + voters[2:], VOIDED) == 2
    assert stored(comment) == (1, 0, 1)


@pytest.mark.parametrize("standing", [HELD, VOIDED])
def test_held_and_voided_votes_can_be_counted(standing):
    comment = make_comment()
    voters = make_votes(comment, 1, -1, 0, standing=standing)
    assert stored(comment) == (0, 0, 0)
    assert review(comment, voters, COUNTED) == 3
    assert stored(comment) == (1, 1, 0)


def test_voiding_held_votes_changes_no_count():
    comment = make_comment()
    voters = make_votes(comment, 1, -1, standing=HELD)
    assert review(comment, voters, VOIDED) == 2
    assert stored(comment) == (0, 0, 0)


def test_repeating_changes_nothing_and_keeps_the_trace():
    comment, first, second = make_comment(), make_user(), make_user()
    voters = make_votes(comment, 1)
    review(comment, voters, VOIDED, by=first, reason="A farm")
    assert review(comment, voters, VOIDED, by=second, reason="Other words") == 0
    vote = Vote.objects.get()
    assert (vote.reviewer, vote.reason, bool(vote.reviewed_at)) == (first, "A farm", True)
    assert stored(comment) == (0, 0, 0)


def test_votes_of_another_comment_are_left_alone():
    comment, other = make_comment(), make_comment()
    voters = make_votes(other, 1)
    assert review(comment, voters, VOIDED) == 0
    assert stored(other) == (1, 0, 1)


@pytest.mark.parametrize("value", [1, -1, 0])
def test_a_voided_vote_stays_voided_whatever_its_voter_does(value):
    comment = make_comment()
    [voter] = make_votes(comment, 1)
    review(comment, [voter], VOIDED)
    assert comment.cast_vote(voter, value).standing == VOIDED
    assert stored(comment) == (0, 0, 0)


def test_votes_on_a_hidden_comment_are_counted_right_too():
    comment = make_comment()
    voters = make_votes(comment, 1, 1)
    comment.reject(code="off_topic", by=None)
    review(comment, voters[:1], VOIDED)
    assert stored(comment) == (1, 0, 1)


def test_shared_pages_are_rendered_anew(django_capture_on_commit_callbacks):
    comment = make_comment()
    voters = make_votes(comment, 1)
    name = f"stamp:discussion:{comment.article_id}"
    before = cache.get(name)
    with django_capture_on_commit_callbacks(execute=True):
        review(comment, voters, VOIDED)
    assert cache.get(name) not in (None, before)


def test_all_votes_of_somebody_who_leaves_are_gone_and_count_no_more(monkeypatch):
    monkeypatch.setattr(votes, "WITHDRAWN_AT_ONCE", 2)
    root = make_comment()
    comments = [root, make_comment(parent=root), make_comment(), make_comment(), make_comment()]
    leaver = uuid4()
    for comment, value in zip(comments, (1, -1, 1, 0, 1), strict=True):
        comment.cast_vote(leaver, value)
        make_votes(comment, 1)
    review(comments[2], [leaver], VOIDED)
    assert votes.withdraw_all(leaver) == 4  # one was never cast
    assert Vote.objects.filter(voter=leaver).count() == 0
    assert [stored(comment) for comment in comments] == [(1, 0, 1)] * 5


def test_somebody_without_votes_leaves_quietly():
    assert votes.withdraw_all(uuid4()) == 0
