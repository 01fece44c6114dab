"""Many readers and moderators at once: nothing lost, nothing twice, every count right."""

import json
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from comments.models import Comment
from comments.recounting import recount
from tests.comments.hammer import SHARED_VOTER, Hammer
from tests.comments.tree_checker import problems
from tests.factories import make_article, make_comment

ROOT = Path(__file__).resolve().parents[2]


def in_parallel(workers, act):
    """Run act(number) in that many threads, each with a database connection of its own."""

    def work(number):
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, range(workers)))


def assert_all_there(found, database):
    """Every acknowledged comment is stored once, every vote stands as it was last cast."""
    cursor = database.cursor()
    cursor.execute("SELECT submission FROM comments_comment")
    stored = [str(row[0]).replace("-", "") for row in cursor.fetchall()]
    posted = {key.replace("-", "") for each in found for key in each["posted"]}
    assert len(stored) == len(set(stored)) == len(posted) + 1
    assert posted < set(stored)
    assert len({each["shared"] for each in found}) == 1

    cursor.execute("SELECT comment_id, value FROM comments_vote WHERE value <> 0")
    cast = sorted((int(pk), v) for each in found for pk, v in each["votes"].items() if v)
    counted = list(map(tuple, cursor.fetchall()))
    for vote in cast:
        counted.remove(vote)
    assert len(counted) <= 40  # what is left are votes of the voter whom all share
    assert problems(database) == {}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_thirty_two_connections_lose_and_double_nothing():
    article = make_article()
    found = in_parallel(32, lambda seed: Hammer(seed, article).run(25))
    assert_all_there(found, connection)
    assert not recount(mend=False)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_everybody_answers_the_same_comment():
    parent = make_comment()
    in_parallel(32, lambda number: [make_comment(parent=parent) for _ in range(4)])
    parent.refresh_from_db()
    assert (parent.slots, parent.replies, parent.total) == (128, 128, 128)
    assert problems(connection) == {}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_everybody_votes_for_the_same_comment():
    comment = make_comment()
    in_parallel(32, lambda number: comment.cast_vote(uuid4(), 1 if number % 4 else -1))
    in_parallel(16, lambda number: comment.cast_vote(SHARED_VOTER, 1))
    comment.refresh_from_db()
    assert (comment.up, comment.down, comment.score) == (25, 8, 17)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_submission_repeated_at_once_is_one_comment():
    parent, key = make_comment(), uuid4()
    found = in_parallel(16, lambda number: make_comment(parent=parent, submission=key))
    assert len({comment.pk for comment in found}) == 1
    assert sum(comment.is_repeat for comment in found) == 15
    assert Comment.objects.count() == 2
    assert problems(connection) == {}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_moderators_decide_once():
    root = make_comment()
    comment = make_comment(parent=root)
    decided = in_parallel(
        8, lambda number: Comment.objects.get(pk=comment.pk).reject(code="off_topic", by=None)
    )
    assert sum(map(bool, decided)) == 1
    assert comment.decisions.count() == 1
    assert problems(connection) == {}


def start_process(seed, rounds, article, environment):
    command = [sys.executable, "-m", "tests.comments.hammer", seed, rounds, article.pk]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(list(map(str, command)), cwd=ROOT, env=environment, **pipes)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_eight_processes_on_sqlite_lose_and_double_nothing(tmp_path):
    article = make_article()
    connection.ensure_connection()
    database = sqlite3.connect(tmp_path / "site.sqlite3")
    connection.connection.backup(database)
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "newsportal.settings",
    }
    workers = [start_process(seed, 25, article, environment) for seed in range(8)]
    answers = [worker.communicate(timeout=60) for worker in workers]
    assert [errors.decode() for _, errors in answers] == [""] * 8
    assert_all_there([json.loads(out) for out, _ in answers], database)
    database.close()
