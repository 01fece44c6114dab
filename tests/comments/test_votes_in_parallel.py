"""Voters and moderators at the same comment in the same moment: every count exact."""

from itertools import cycle
from random import Random
from uuid import UUID, uuid4

import pytest
from django.db import connection

from comments import votes
from comments.casting import Origin
from comments.models import Comment, Vote
from comments.recounting import recount
from tests.comments.test_concurrency import in_parallel
from tests.comments.tree_checker import problems
from tests.factories import make_article, make_comment, reject

COUNTED, HELD, VOIDED = Vote.Standing.COUNTED, Vote.Standing.HELD, Vote.Standing.VOIDED
pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
NETWORK = UUID(int=24)


def assert_exact(comment):
    assert problems(connection) == {}
    assert not recount(mend=False)
    comment.refresh_from_db()


def cast(comment, voter, value, origin=None):
    """True when the vote was taken: the comment may have been hidden meanwhile."""
    try:
        comment.cast_vote(voter, value, origin)
    except Comment.DoesNotExist:
        return False
    return True


def test_thirty_two_voters_toggle_on_one_comment():
    comment, voters = make_comment(), [uuid4() for _ in range(8)]

    def toggle(number):
        chance = Random(number)
        for _ in range(12):
            comment.cast_vote(chance.choice(voters), chance.choice([-1, 0, 1]))

    in_parallel(32, toggle)
    assert_exact(comment)
    assert Vote.objects.count() <= 8


def test_of_many_guests_of_a_network_exactly_two_are_counted():
    comment = make_comment()
    origins = [Origin(address=UUID(int=n), network=NETWORK) for n in range(16)]
    found = in_parallel(16, lambda n: comment.cast_vote(uuid4(), 1, origins[n]).standing)
    assert sorted(found) == [COUNTED] * 2 + [HELD] * 14
    assert_exact(comment)
    assert comment.score == 2


def test_of_many_guests_of_an_address_exactly_one_is_counted(settings):
    settings.VOTES_PER_NETWORK = 100
    comment = make_comment()
    origin = Origin(address=UUID(int=1), network=NETWORK)
    found = in_parallel(16, lambda n: comment.cast_vote(uuid4(), 1, origin).standing)
    assert found.count(COUNTED) == 1
    assert_exact(comment)


def test_moderators_void_and_count_while_everybody_votes():
    comment, voters = make_comment(), [uuid4() for _ in range(12)]
    standings = cycle([VOIDED, COUNTED])

    def act(number):
        chance = Random(number)
        for _ in range(10):
            if number % 4:
                comment.cast_vote(chance.choice(voters), chance.choice([-1, 0, 1]))
            else:
                chosen = chance.sample(voters, 6)
                votes.review(comment, chosen, next(standings), by=None, reason="Race")

    in_parallel(16, act)
    assert_exact(comment)


def test_two_moderators_void_the_same_votes_once():
    comment, voters = make_comment(), [uuid4() for _ in range(20)]
    for voter in voters:
        comment.cast_vote(voter, 1)
    found = in_parallel(8, lambda n: votes.review(comment, voters, VOIDED, by=None, reason=f"{n}"))
    assert sorted(found) == [0] * 7 + [20]
    assert_exact(comment)


@pytest.mark.parametrize("verb", [reject, Comment.erase])
def test_comments_are_hidden_while_they_are_voted_on(verb):
    root = make_comment()
    replies = [make_comment(parent=root) for _ in range(6)]

    def act(number):
        if number < 6:
            return verb(replies[number])
        return [cast(reply, uuid4(), 1) for reply in replies]

    in_parallel(24, act)
    assert_exact(root)
    taken = Vote.objects.filter(comment__in=replies).count()
    assert sum(Comment.objects.get(pk=reply.pk).up for reply in replies) == taken


def test_people_leave_while_threads_are_moderated_and_voted_on():
    article, leavers = make_article(), [uuid4() for _ in range(4)]
    thread = [make_comment(article)]
    for _ in range(7):
        thread.append(make_comment(parent=thread[-1]))
    for leaver in leavers:
        for comment in thread:
            comment.cast_vote(leaver, 1)

    def act(number):
        if number < 4:
            return votes.withdraw_all(leavers[number])
        comment = thread[number % 8]
        if number % 3:
            return [cast(each, uuid4(), -1) for each in thread]
        return comment.reject(code="off_topic", by=None) and comment.approve(by=None)

    found = in_parallel(20, act)
    assert found[:4] == [8] * 4
    assert_exact(thread[0])
