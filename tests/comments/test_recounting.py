"""manage.py recount proves the counters and mends them."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection

from comments.models import Comment, Discussion, Vote
from tests.comments.tree_checker import problems
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def make_thread():
    root = make_comment()
    reply = make_comment(parent=root)
    make_comment(parent=reply).reject(code="off_topic", by=None)
    reply.cast_vote(uuid4(), 1)
    return root, reply


def run(*args):
    out = StringIO()
    call_command("recount", *args, stdout=out)
    return out.getvalue()


def spoil(comment, **fields):
    Comment._base_manager.filter(pk=comment.pk).update(**fields)


@pytest.mark.parametrize(
    "fields",
    [{"replies": 9}, {"listed": False}, {"total": 9}, {"up": 9}, {"down": 9}, {"score": 9}],
)
def test_a_wrong_counter_is_found_and_mended(fields):
    root, _ = make_thread()
    spoil(root, **fields)
    assert problems(connection)
    assert f"{next(iter(fields))}: 1" in run()
    assert problems(connection) == {}


@pytest.mark.parametrize("standing", [Vote.Standing.HELD, Vote.Standing.VOIDED])
def test_votes_that_do_not_count_are_not_counted(standing):
    root, _ = make_thread()
    root.cast_vote(uuid4(), 1)
    Vote.objects.filter(comment=root).update(standing=standing)
    assert "up: 1" in run()
    assert Comment.objects.get(pk=root.pk).score == 0
    assert problems(connection) == {}


def test_a_wrong_discussion_is_found_and_mended():
    make_thread()
    Discussion.objects.update(visible=9)
    assert "visible: 1" in run()
    assert Discussion.objects.get().visible == 2


def test_checking_changes_nothing_and_fails():
    root, _ = make_thread()
    spoil(root, total=9)
    with pytest.raises(SystemExit) as stop:
        run("--check")
    assert stop.value.code == 1
    assert Comment.objects.get(pk=root.pk).total == 9


def test_mending_can_be_asked_for_by_name():
    root, _ = make_thread()
    spoil(root, total=9)
    assert "total: 1" in run("--mend")
    assert problems(connection) == {}


def test_right_counters_pass_the_check():
    make_thread()
    assert "right" in run("--check")


def test_many_threads_are_counted_in_parts(monkeypatch):
    monkeypatch.setattr("comments.recounting.TREES_AT_ONCE", 2)
    roots = [make_comment() for _ in range(5)]
    for root in roots:
        spoil(root, total=9)
    assert "total: 5" in run()


@pytest.mark.postgresql
def test_new_threads_are_numbered_past_those_that_were_loaded():
    comment = make_comment()
    spoil(comment, tree_id=comment.tree_id + 3)
    run()
    assert make_comment().tree_id == comment.tree_id + 4
