"""What we know of readers is forgotten in time."""

from datetime import timedelta
from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments import retention
from comments.casting import Origin
from comments.models import Vote
from newsportal.management.commands import tick
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

PLACE = Origin(address=UUID(int=1), network=UUID(int=2))


def make_votes(number, *, days_ago):
    comment = make_comment()
    for _ in range(number):
        comment.cast_vote(uuid4(), 1, PLACE)
    earlier = timezone.now() - timedelta(days=days_ago)
    Vote.objects.filter(comment=comment).update(created_at=earlier)
    return comment


def places(comment):
    votes = Vote.objects.filter(comment=comment)
    return set(votes.values_list("address", "network"))


def run_tick():
    out = StringIO()
    call_command("tick", stdout=out)
    return out.getvalue()


def test_where_votes_came_from_is_forgotten_after_thirty_days(monkeypatch):
    monkeypatch.setattr(retention, "FORGOTTEN_AT_ONCE", 2)
    old, young = make_votes(5, days_ago=31), make_votes(2, days_ago=29)
    assert retention.forget_addresses() == 5
    assert places(old) == {(None, None)}
    assert places(young) == {(PLACE.address, PLACE.network)}


def test_the_votes_themselves_stay():
    comment = make_votes(3, days_ago=31)
    before = list(Vote.objects.order_by("voter").values_list("voter", "value", "standing"))
    retention.forget_addresses()
    assert list(Vote.objects.order_by("voter").values_list("voter", "value", "standing")) == before
    comment.refresh_from_db()
    assert comment.score == 1  # the others were held


def test_many_are_forgotten_at_once():
    comment = make_comment()
    long_ago = timezone.now() - timedelta(days=40)
    Vote.objects.bulk_create(
        Vote(comment=comment, voter=uuid4(), value=0, created_at=long_ago, network=UUID(int=2))
        for _ in range(1000)
    )
    assert retention.forget_addresses() == 1000


def test_a_tick_does_it_and_a_second_finds_nothing():
    make_votes(2, days_ago=31)
    assert "forget_addresses: 2" in run_tick()
    assert run_tick() == ""


def test_a_job_that_fails_does_not_stop_the_others(monkeypatch, caplog):
    def broken():
        raise RuntimeError("out of order")

    make_votes(1, days_ago=31)
    monkeypatch.setattr(tick, "JOBS", [broken, retention.forget_addresses])
    with pytest.raises(SystemExit) as stop:
        run_tick()
    assert stop.value.code == 1
    assert "out of order" in caplog.text
    assert not Vote.objects.exclude(network=None).exists()
