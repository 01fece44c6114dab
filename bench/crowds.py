"""Many readers writing at once, on one hot article and on many, against bare one-row writes."""

import functools
import multiprocessing
import os
import random
import time
from uuid import uuid4

from django.db import connection, connections

from bench import discussions, floors
from bench.rounds import at_least, at_most, in_turn, ratio
from bench.writes import post
from comments.models import Comment

# How many at once, and what each of them writes in a burst.
CLIENTS = {1: 160, 8: 40, 32: 20}
BURSTS = 4
ARTICLES = 20
HOT_THREAD = 1000
places = {}


def measure():
    floors.create()
    found = Comment.objects.visible().select_related("article")
    articles = [discussions.make(20 + number) for number in range(ARTICLES)]
    spread = list(found.filter(article__in=articles, level__lt=7))
    hot = list(found.filter(article=discussions.make(HOT_THREAD, "one-thread"), level__lt=7))
    # The clients are forked with these; handed over with each burst, they would be the measure.
    places.update(spread=spread, hot=hot)
    results = {}
    for clients, writes in CLIENTS.items():
        results |= rates(clients, writes)
    return results


def rates(clients, writes):
    """What that many processes write per second, as a share of what they write into plain tables."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    with context.Pool(clients, initializer=connection.ensure_connection) as pool:
        actions = {
            name: functools.partial(crowd, pool, job, clients, writes) for name, job in JOBS.items()
        }
        seconds = in_turn(actions, rounds=BURSTS)
    who = f"{clients} client{'s' if clients > 1 else ''}"
    return {
        f"{who}, {what}: {of}": bound(taken(seconds, job, floor, bound), target)
        for what, job, floor, of, bound, target in FIGURES
    }


def taken(seconds, job, floor, bound):
    share = ratio(seconds, job, floor)
    return 1 / share if bound is at_least else share


FIGURES = (
    ("roots in many articles", "roots", "save", "rate / plain model save", at_least, 0.5),
    ("replies in many threads", "replies", "save", "rate / plain model save", at_least, 0.5),
    ("replies in one thread", "hot replies", "save", "rate / plain model save", at_least, 0.3),
    ("replies in many threads", "replies", "insert", "rate / bare INSERT", at_least, 0.5),
    ("replies in one thread", "hot replies", "insert", "rate / bare INSERT", at_least, 0.3),
    ("votes on many comments", "votes", "upsert", "time / bare UPSERT", at_most, 2.5),
    ("votes on one comment", "hot votes", "upsert", "time / bare UPSERT", at_most, 5),
)


def crowd(pool, burst, clients, writes):
    """Every client does its share at once; returns when all are done."""
    pool.map(burst, [writes] * clients, chunksize=1)


def root_burst(number):
    for comment in chosen(places["spread"], number):
        post(comment.article, None)


def reply_burst(where, number):
    for parent in chosen(places[where], number):
        post(parent.article, parent)


def vote_burst(number):
    for comment in chosen(places["spread"], number):
        comment.cast_vote(uuid4(), 1)


def hot_vote_burst(number):
    for _ in range(number):
        places["hot"][0].cast_vote(uuid4(), 1)


def chosen(things, number):
    """A client's own walk through them, another one in each burst."""
    chance = random.Random(time.time_ns() + os.getpid())
    return [chance.choice(things) for _ in range(number)]


JOBS = {
    "insert": floors.insert_burst,
    "save": floors.save_burst,
    "upsert": floors.upsert_burst,
    "roots": root_burst,
    "replies": functools.partial(reply_burst, "spread"),
    "hot replies": functools.partial(reply_burst, "hot"),
    "votes": vote_burst,
    "hot votes": hot_vote_burst,
}
