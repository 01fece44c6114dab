"""Guests' votes from one address or network: kept, counted only as far as they are believable."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from comments import traces
from comments.casting import Origin
from comments.models import Vote
from comments.origins import origin_of
from comments.readers import Reader
from tests.comments.tree_checker import problems
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

HELD, COUNTED = Vote.Standing.HELD, Vote.Standing.COUNTED
NETWORK = UUID(int=24)


def guest(address, network=NETWORK):
    return Origin(address=UUID(int=address), network=network)


def cast(comment, origin, value=1, voter=None):
    return comment.cast_vote(voter or uuid4(), value, origin)


def stored(comment):
    comment.refresh_from_db()
    return comment.up, comment.down, comment.score


def let_pass(**time):
    """As if all votes so far had been cast that much earlier."""
    earlier = timezone.now() - timedelta(**time)
    Vote.objects.update(created_at=earlier)


def test_the_second_guest_of_an_address_waits():
    comment = make_comment()
    assert cast(comment, guest(1)) == (1, 0, 1, 1, COUNTED)
    second = cast(comment, guest(1))
    assert second == (1, 0, 1, 1, HELD)
    assert second.waits
    assert stored(comment) == (1, 0, 1)
    assert problems(connection) == {}


def test_other_networks_count():
    comment = make_comment()
    for number in range(4):
        assert cast(comment, guest(number, UUID(int=number))).standing == COUNTED
    assert stored(comment) == (4, 0, 4)


def test_the_third_guest_of_a_network_in_ten_minutes_waits():
    comment = make_comment()
    found = [cast(comment, guest(number)).standing for number in range(4)]
    assert found == [COUNTED, COUNTED, HELD, HELD]
    assert stored(comment) == (2, 0, 2)


@pytest.mark.parametrize(("limit", "counted"), [(1, 0), (2, 1), (5, 4)])
def test_a_site_chooses_how_many_a_network_may_have(settings, limit, counted):
    settings.VOTES_PER_NETWORK = limit
    comment = make_comment()
    found = [cast(comment, guest(number)).standing for number in range(6)]
    assert found.count(COUNTED) == counted


def test_an_address_waits_a_day_a_network_ten_minutes():
    comment = make_comment()
    cast(comment, guest(1))
    cast(comment, guest(2))
    let_pass(minutes=11)
    assert cast(comment, guest(3)).standing == COUNTED
    assert cast(comment, guest(1)).standing == HELD
    let_pass(hours=25)
    assert cast(comment, guest(1)).standing == COUNTED


def test_another_comment_is_another_matter():
    first, second = make_comment(), make_comment()
    cast(first, guest(1))
    assert cast(second, guest(1)).standing == COUNTED


def test_taking_a_vote_back_makes_no_room_for_another():
    comment, voter = make_comment(), uuid4()
    cast(comment, guest(1), voter=voter)
    cast(comment, guest(1), 0, voter=voter)
    assert cast(comment, guest(1)).standing == HELD
    cast(comment, guest(1), voter=voter)
    assert stored(comment) == (1, 0, 1)


def test_votes_that_were_taken_back_fill_a_network_too():
    comment = make_comment()
    for number in range(2):
        voter = uuid4()
        cast(comment, guest(number), voter=voter)
        cast(comment, guest(number), 0, voter)
    assert cast(comment, guest(2)).standing == HELD
    assert stored(comment) == (0, 0, 0)


@pytest.mark.parametrize("value", [-1, 0, 1])
def test_a_held_vote_stays_held_when_it_is_switched_or_cast_again(value):
    comment, voter = make_comment(), uuid4()
    cast(comment, guest(1))
    for each in (1, value, 0, 1):
        assert cast(comment, guest(1), each, voter).standing == HELD
    let_pass(days=3)
    assert cast(comment, guest(9), -1, voter).standing == HELD
    assert stored(comment) == (1, 0, 1)
    assert problems(connection) == {}


def test_a_counted_vote_stays_counted_when_the_place_fills_up():
    comment, voter = make_comment(), uuid4()
    cast(comment, guest(1), voter=voter)
    for number in range(3):
        cast(comment, guest(number))
    assert cast(comment, guest(1), -1, voter) == (1, 1, 0, -1, COUNTED)
    assert problems(connection) == {}


def test_members_are_not_held_and_hold_nobody():
    comment = make_comment()
    for number in range(5):
        assert cast(comment, Origin(member=number + 1)).standing == COUNTED
    assert cast(comment, guest(1)).standing == COUNTED


def test_the_place_of_the_first_vote_is_kept():
    comment, voter = make_comment(), uuid4()
    cast(comment, guest(1), voter=voter)
    cast(comment, guest(7, UUID(int=7)), -1, voter)
    assert Vote.objects.get().address == UUID(int=1)
    assert Vote.objects.get().network == NETWORK


@pytest.mark.parametrize(("seen", "statements"), [(0, 3), (1, 4)])
def test_a_guests_first_vote_takes_four_statements_at_most(
    django_assert_num_queries, seen, statements
):
    comment = make_comment()
    for _ in range(seen):
        cast(comment, guest(1))
    with django_assert_num_queries(2 + statements):  # and the two of a savepoint
        cast(comment, guest(1))


@pytest.mark.parametrize("origin", [guest(1), Origin(member=1)])
def test_every_further_vote_takes_two(django_assert_num_queries, origin):
    comment, voter = make_comment(), uuid4()
    cast(comment, origin, voter=voter)
    with django_assert_num_queries(4):
        cast(comment, origin, -1, voter)


def origin(rf, address, comment, reader=None):
    request = rf.post("/", REMOTE_ADDR=address)
    return origin_of(request, reader or Reader(guest_id="a"), comment)


def test_a_crowd_stays_a_crowd_when_the_key_of_the_hashes_changes(rf):
    comment, first_day = make_comment(), datetime(2026, 11, 8, tzinfo=UTC)
    assert first_day.toordinal() % traces.KEY_DAYS == 0
    with time_machine.travel(first_day - timedelta(minutes=1), tick=False):
        first = origin(rf, "192.0.2.1", comment)
        cast(comment, first)
    Vote.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    with time_machine.travel(first_day + timedelta(minutes=1), tick=False):
        again = origin(rf, "192.0.2.1", comment)
        neighbours = [origin(rf, f"192.0.2.{number}", comment) for number in (2, 3)]
    assert again.network != first.network
    assert cast(comment, again).standing == HELD
    assert [cast(comment, each).standing for each in neighbours] == [HELD, HELD]


def test_nobody_is_followed_from_comment_to_comment(rf):
    one, other = (origin(rf, "192.0.2.1", make_comment()) for _ in range(2))
    assert one.network != other.network
    assert one.address != other.address


def test_of_members_the_account_is_kept_and_no_address(rf):
    member = make_user()
    found = origin(rf, "192.0.2.1", make_comment(), Reader(user=member))
    assert found == Origin(member=member.pk)
