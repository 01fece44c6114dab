"""One writer: comments and votes on PostgreSQL against bare one-row transactions.

The floor is a table with the same columns, constraints and indexes, and a single INSERT or UPSERT
that commits. Both sides run in the same process and wait for the same disk.
"""

from itertools import count
from uuid import uuid4

from bench import discussions, floors
from bench.rounds import at_most, in_turn, ratio
from comments.models import Comment

ROUNDS = 15
WRITES = 30


def measure():
    """Time of a root, a reply and a vote against their floors, one after the other."""
    floors.create()
    article = discussions.make(16)
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
