"""What we know of readers is forgotten in time."""

from datetime import timedelta
from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from comments import retention
from comments.casting import Origin
from comments.models import Report, Sanction, Trace, TraceKey, Vote
from newsportal.management.commands import tick
from tests.comments.test_concurrency import in_parallel
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

PLACE = Origin(address=UUID(int=1), network=UUID(int=2))
PLACED = {"address": PLACE.address, "network": PLACE.network}


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


def make_traced(*, days_ago):
    """A comment, a report of it and a suspension of its network, all of that day."""
    when, comment = timezone.now() - timedelta(days=days_ago), make_comment()
    Trace.objects.create(comment=comment, **PLACED, said=UUID(int=3), made_at=when)
    Report.objects.create(comment=comment, code="spam", **PLACED, reported_at=when)
    until = when + timedelta(days=7)
    about = {"network": PLACE.network, "imposed_at": when, "until": until}
    Sanction.objects.create(kind="suspension", code="spam", **about)
    TraceKey.objects.create(begins_on=when.date(), secret=b"a" * 32)


def left(model):
    return model.objects.exclude(network=None).count()


def test_all_traces_and_their_key_are_forgotten_after_thirty_days(monkeypatch):
    monkeypatch.setattr(retention, "FORGOTTEN_AT_ONCE", 1)
    for days_ago in (31, 40, 29):
        make_traced(days_ago=days_ago)
    assert retention.forget_traces() == 6
    assert retention.forget_addresses() == 2
    assert [left(model) for model in (Trace, Report, Sanction)] == [1, 1, 1]
    assert TraceKey.objects.count() == 1
    assert Report.objects.count() == 3


def test_a_network_that_is_still_suspended_is_not_forgotten():
    now = timezone.now()
    about = {"imposed_at": now - timedelta(days=31), "until": now + timedelta(hours=1)}
    Sanction.objects.create(kind="hold", code="spam", network=PLACE.network, **about)
    assert retention.forget_traces() == 0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_somebody_is_writing_waits_for_the_next_time():
    make_traced(days_ago=31)
    with transaction.atomic():
        list(Trace.objects.select_for_update())
        assert in_parallel(1, lambda _: retention.forget_traces()) == [2]
    assert retention.forget_traces() == 1


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
