"""Writing: comments and votes on PostgreSQL against bare one-row transactions.

The floor is a table with the same columns, constraints and indexes, and a single INSERT or UPSERT
that commits. Both sides run in the same process and wait for the same disk.
"""

import multiprocessing
import time
from itertools import count
from uuid import uuid4

from django.db import connection, connections

from bench import discussions, floors
from bench.rounds import at_least, at_most, in_turn, ratio
from comments.models import Comment

ROUNDS = 15
WRITES = 40
CLIENTS = 16
CLIENT_WRITES = 30
BURSTS = 5
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
            "insert": repeat(floors.insert),
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
        "root: time / plain model save": at_most(ratio(seconds, "root", "orm"), 2),
        "reply: time / plain model save": at_most(ratio(seconds, "reply", "orm"), 2.5),
        "root: time / bare INSERT": at_most(ratio(seconds, "root", "insert"), 4),
        "reply: time / bare INSERT": at_most(ratio(seconds, "reply", "insert"), 4),
        "nested reply: time / bare INSERT": at_most(ratio(seconds, "nested", "insert"), 4),
        "vote: time / bare UPSERT": at_most(ratio(seconds, "vote", "upsert"), 2.5),
    }


def repeat(action):
    def burst():
        for _ in range(WRITES):
            action()

    return burst


def post(article, parent):
    return Comment.objects.post(
        article=article, parent=parent, text=discussions.TEXT, name="Reader", reader=uuid4()
    )


def many_clients():
    """Writes per second of 16 processes, as a share of what bare INSERTs reach."""
    spread = discussions.make(400)
    hot = discussions.make_one_thread(HOT_THREAD)
    roots = list(Comment.objects.filter(article=spread, level=0).values_list("pk", flat=True))
    thread = list(Comment.objects.filter(article=hot).order_by("lft").values_list("pk", flat=True))
    jobs = {
        "insert": (insert_burst, []),
        "spread": (reply_burst, roots),
        "hot": (reply_burst, thread[:HOT_THREAD]),
        "upsert": (upsert_burst, []),
        "votes": (vote_burst, roots),
    }
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(CLIENTS, initializer=prepare) as pool:
        seconds = in_turn(
            {name: (lambda job=job: crowd(pool, *job)) for name, job in jobs.items()},
            rounds=BURSTS,
        )
    return {
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
    import django

    django.setup()
    connection.ensure_connection()


def crowd(pool, burst, pks):
    """Every client does its share at once; returns when all are done."""
    pool.starmap(burst, [(number, pks) for number in range(CLIENTS)], chunksize=1)


def insert_burst(number, pks):
    for _ in range(CLIENT_WRITES):
        floors.insert()


def upsert_burst(number, pks):
    for _ in range(CLIENT_WRITES):
        floors.upsert()


def reply_burst(number, pks):
    for step in range(CLIENT_WRITES):
        parent = Comment.objects.select_related("article").get(pk=chosen(pks, number, step))
        post(parent.article, parent)


def vote_burst(number, pks):
    for step in range(CLIENT_WRITES):
        Comment.objects.get(pk=chosen(pks, number, step)).cast_vote(uuid4(), 1)


def chosen(pks, number, step):
    return pks[(number * 7919 + step * 104_729 + time.time_ns() // 1_000_000) % len(pks)]
