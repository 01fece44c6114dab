"""A reply in a thread of ten and in one of a hundred thousand: time, pages touched, WAL."""

import statistics
from functools import partial
from uuid import uuid4

from django.db import connection

from bench import discussions
from bench.rounds import at_most, in_turn, ratio
from comments.models import Comment

SIZES = 10, 100, 1000, 10_000
COUNTED = 10, 100_000
ROUNDS = 15
WRITES = 20
RECENT = 40


def measure():
    for size in {*SIZES, *COUNTED}:
        discussions.make(size, "one-thread")
    discussions.settle()
    return times() | counts()


def replies(size):
    """An action that answers a comment near the end of the thread, as readers do."""
    article = discussions.make(size, "one-thread")
    recent = list(article.comments.filter(level__lt=7).order_by("-pk")[:RECENT])

    def reply(number):
        parent = recent[number % len(recent)]
        Comment.objects.post(
            article=article, parent=parent, text=discussions.TEXT, name="Reader", reader=uuid4()
        )

    return reply


def burst(reply):
    return lambda: [reply(number) for number in range(WRITES)]


def times():
    seconds = in_turn({size: burst(replies(size)) for size in SIZES}, rounds=ROUNDS)
    return {
        f"reply in a thread of {size:,} comments: time / of 10": at_most(
            ratio(seconds, size, 10), 1.2
        )
        for size in SIZES[1:]
    }


def counts():
    wal, pages = {}, {}
    for size in COUNTED:
        reply = replies(size)
        taken = [difference(partial(reply, number)) for number in range(RECENT * 2)]
        # The second time around no page is written whole because it is the first time.
        wal[size], pages[size] = map(statistics.median, zip(*taken[RECENT:], strict=True))
    return {
        f"reply in a thread of {COUNTED[1]:,}: WAL / of 10": at_most(wal[100_000] / wal[10], 1.2),
        f"reply in a thread of {COUNTED[1]:,}: buffers / of 10": at_most(
            pages[100_000] / pages[10], 1.2
        ),
    }


def difference(action):
    """Bytes of WAL and buffers that an action takes."""
    before = position()
    action()
    return [after - earlier for after, earlier in zip(position(), before, strict=True)]


def position():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn, sum(heap_blks_hit"
            " + heap_blks_read + coalesce(idx_blks_hit + idx_blks_read, 0))"
            " FROM pg_statio_user_tables WHERE relname LIKE 'comments_%%'"
        )
        return cursor.fetchone()
