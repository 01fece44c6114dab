"""Writing: comments and votes on PostgreSQL against bare one-row transactions.

The floor is a table with the same columns, constraints and indexes, and a single INSERT or UPSERT
that commits. Both sides run in the same process and wait for the same disk.
"""

import functools
import multiprocessing
import random
import time
from itertools import count
from uuid import uuid4

from django.db import connection, connections

from bench import discussions, floors
from bench.rounds import at_least, at_most, in_turn, ratio
from comments.models import Comment

ROUNDS = 15
WRITES = 30
CLIENTS = 16
CLIENT_WRITES = 30
BURSTS = 5
ARTICLES = 20
HOT_THREAD = 1000


def measure():
    floors.create()
    article = discussions.make(16)
    return one_client(article) | many_clients()


def one_client(article):
    """Time of a root, a reply and a vote against their floors, one after the other."""
    root = Comment.objects.filter(article=article, level=0).first()
    reply = Comment.objects.filter(article=article, level=1).first()
    voters = count()
    seconds = in_turn(
        {
            "insert": repeat(floors.insert_rendered),
            "orm": repeat(floors.save),
            "root": repeat(lambda: post(article, None)),
            "reply": repeat(lambda: post(article, root)),
            "nested": repeat(lambda: post(article, reply)),
            "upsert": repeat(floors.upsert),
            "vote": repeat(lambda: root.cast_vote(uuid4(), 1 - 2 * (next(voters) % 2))),
        },
        rounds=ROUNDS,
    )
    return {
        "root: time / rendering + plain model save": at_most(ratio(seconds, "root", "orm"), 2),
        "reply: time / rendering + plain model save": at_most(ratio(seconds, "reply", "orm"), 2.5),
        "root: time / rendering + bare INSERT": at_most(ratio(seconds, "root", "insert"), 4),
        "reply: time / rendering + bare INSERT": at_most(ratio(seconds, "reply", "insert"), 4),
        "nested reply: time / rendering + bare INSERT": at_most(
            ratio(seconds, "nested", "insert"), 4
        ),
        "vote: time / bare UPSERT": at_most(ratio(seconds, "vote", "upsert"), 2.5),
    }


def repeat(action, times=WRITES):
    def burst():
        for _ in range(times):
            action()

    return burst


def post(article, parent):
    return Comment.objects.post(
        article=article, parent=parent, text=discussions.TEXT, name="Reader", reader=uuid4()
    )


def many_clients():
    """What 16 processes write per second, as a share of what they write into plain tables."""
    articles = [discussions.make(20) for _ in range(ARTICLES)]
    found = Comment.objects.select_related("article")
    spread = list(found.filter(article__in=articles, level=0))
    hot = list(found.filter(article=discussions.make_one_thread(HOT_THREAD)))
    jobs = {
        "insert": insert_burst,
        "save": save_burst,
        "spread": functools.partial(reply_burst, spread),
        "hot": functools.partial(reply_burst, hot),
        "upsert": upsert_burst,
        "votes": functools.partial(vote_burst, spread),
    }
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(CLIENTS, initializer=prepare) as pool:
        seconds = in_turn(
            {name: functools.partial(crowd, pool, job) for name, job in jobs.items()}, rounds=BURSTS
        )
    return {
        "16 clients, replies in many threads: rate / rendering + plain model save": at_least(
            1 / ratio(seconds, "spread", "save"), 0.5
        ),
        "16 clients, replies in one 1,000-comment thread: rate / rendering + plain model save": (
            at_least(1 / ratio(seconds, "hot", "save"), 0.3)
        ),
        "16 clients, replies in many threads: rate / bare INSERT": at_least(
            1 / ratio(seconds, "spread", "insert"), 0.5
        ),
        "16 clients, replies in one 1,000-comment thread: rate / bare INSERT": at_least(
            1 / ratio(seconds, "hot", "insert"), 0.3
        ),
        "16 clients, votes spread: time / bare UPSERT": at_most(
            ratio(seconds, "votes", "upsert"), 2.5
        ),
    }


def prepare():
    connection.ensure_connection()


def crowd(pool, burst):
    """Every client does its share at once; returns when all are done."""
    pool.map(burst, range(CLIENTS), chunksize=1)


def insert_burst(number):
    repeat(floors.insert, CLIENT_WRITES)()


def save_burst(number):
    repeat(floors.save, CLIENT_WRITES)()


def upsert_burst(number):
    repeat(floors.upsert, CLIENT_WRITES)()


def reply_burst(parents, number):
    for parent in chosen(parents, number):
        post(parent.article, parent)


def vote_burst(comments, number):
    for comment in chosen(comments, number):
        comment.cast_vote(uuid4(), 1)


def chosen(comments, number):
    """A client's own walk through the comments, another one in each burst."""
    chance = random.Random(number + time.time_ns())
    return [chance.choice(comments) for _ in range(CLIENT_WRITES)]
