"""Processes that vote on one comment of an SQLite file."""

import os
import sqlite3
import subprocess
import sys

import pytest
from django.db import connection

from comments.models import Vote
from tests.comments.test_concurrency import ROOT
from tests.comments.tree_checker import problems
from tests.factories import make_comment

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]

VOTE = """
import sys, django
django.setup()
from random import Random
from uuid import UUID
from comments.casting import Origin
from comments.models import Comment
seed, pk = map(int, sys.argv[1:])
comment, chance = Comment.objects.get(pk=pk), Random(seed)
mine = Origin(address=UUID(int=seed + 1), network=UUID(int=24))
standing = comment.cast_vote(UUID(int=seed + 1), 1, mine).standing
for _ in range(20):
    comment.cast_vote(UUID(int=100 + chance.randrange(4)), chance.choice([-1, 0, 1]))
print(standing)
"""


def test_eight_processes_vote_on_one_comment_on_sqlite(tmp_path):
    comment = make_comment()
    found = vote_in_processes(tmp_path / "site.sqlite3", comment, workers=8)
    assert sorted(found) == [Vote.Standing.COUNTED] * 2 + [Vote.Standing.HELD] * 6


def vote_in_processes(path, comment, *, workers):
    """Eight processes on a copy of the database; the standings of their first votes."""
    database = sqlite3.connect(path)
    connection.ensure_connection()
    connection.connection.backup(database)
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "newsportal.settings",
    }
    started = [
        subprocess.Popen(
            [sys.executable, "-c", VOTE, str(seed), str(comment.pk)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in range(workers)
    ]
    answers = [process.communicate(timeout=60) for process in started]
    assert [errors for _out, errors in answers] == [""] * workers
    assert problems(database) == {}
    database.close()
    return [int(out) for out, _errors in answers]
