"""The moderators' desk with few comments and with a million, and what the pipeline costs.

Two sites are looked at in turn: one with ten comments or some more in each queue, and its copy to which a
million were added, spread over all queues in the same shares. Both show ten cards a page.
"""

from contextlib import ExitStack
from itertools import count
from uuid import uuid4

from django.conf import settings
from django.db import connection, connections
from django.test import Client, RequestFactory

from bench import discussions, server
from bench.rounds import at_most, ratio, taken_in_turn, timing
from comments.making import make_discussion
from comments.models import WordList
from comments.pipeline.running import run
from comments.pipeline.submission import Submission
from comments.queues import QUEUES
from comments.readers import Reader
from tests.factories import make_article, make_user

# Enough for ten cards in each queue.
FEW = 150
MANY = 1_000_000
ROUNDS = 25
RUNS = 40
LISTS = 10, 10_000
SMALL = "bench_small"
_numbers = count(1)


def measure():
    return pages() | costs()


def pages():
    """The first page of each queue."""
    cookie = fill()
    with ExitStack() as stack:
        sites = {
            size: stack.enter_context(server.Server(cookie=cookie, database=database))
            for size, database in {FEW: SMALL, MANY: ""}.items()
        }
        looks = {
            (name, size): lambda site=site, name=name: site.timed(f"/moderation/?queue={name}")
            for name in QUEUES
            for size, site in sites.items()
        }
        seconds = taken_in_turn(looks, rounds=ROUNDS, warm_up=5)
    return {
        f"queue page, {name}: {MANY:,} comments / {FEW}": at_most(
            ratio(seconds, (name, MANY), (name, FEW)), 1.3
        )
        for name in QUEUES
    }


def fill():
    """The two sites; the cookie of a moderator who is signed in on both."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE comments_comment, comments_discussion CASCADE")
    browser = Client()
    browser.force_login(make_user(group="Moderator"))
    make_discussion(make_article(), FEW, shape="mixed")
    copy_site()
    make_discussion(make_article(), MANY, shape="mixed")
    discussions.settle()
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def copy_site():
    """A template must be left alone while it is copied."""
    known = connection.settings_dict["NAME"]
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {SMALL}")
        cursor.execute(f"CREATE DATABASE {SMALL} TEMPLATE {known}")


def costs():
    """What the phases take for a comment, by length of the word lists and by kind of text."""
    article = make_article()
    lists = {size: word_list(size) for size in LISTS}
    longest = settings.COMMENT_MAX_LENGTH

    def examined(size, text):
        def burst():
            for _ in range(RUNS):
                run(submission(article, text))

        def measure():
            WordList.objects.exclude(pk=lists[size].pk).update(is_on=False)
            WordList.objects.filter(pk=lists[size].pk).update(is_on=True)
            run(submission(article, text))  # compiles the list
            return timing(burst)()

        return measure

    plain = (discussions.TEXT.replace("https://", "") + " ") * 20
    texts = {"plain": plain} | hostile()
    measures = {f"{size:,} entries": examined(size, discussions.TEXT) for size in LISTS}
    measures |= {name: examined(LISTS[1], text[:longest]) for name, text in texts.items()}
    seconds = taken_in_turn(measures, rounds=9)
    by_list = at_most(ratio(seconds, "10,000 entries", "10 entries"), 1.5)
    return {"pipeline, word lists of 10,000 entries / of 10": by_list} | {
        f"pipeline, longest text, {name} / plain": at_most(ratio(seconds, name, "plain"), 3)
        for name in texts
        if name != "plain"
    }


def word_list(size):
    """Invented words; among them one that hostile texts nearly say."""
    words = [f"glimbo{number:x}" for number in range(size - 1)]
    entries = "\n".join([*words, "glim glam glom glum"])
    return WordList.objects.create(name=f"{size} entries", entries=entries)


def hostile():
    return {
        "parts of listed words": "glimbo" * 600,
        "beginnings of listed phrases": "glim glam glom " * 250,
        "look-alike letters": "ɡӏіⅿЬο ｇｌｉｍｂｏ " * 250,
        "combining marks": ("g" + "\u0301\u0323\u0308" * 5) * 200,
        "runs of single letters": "g l i m b o " * 300,
        "one letter": "g" * 4000,
    }


def submission(article, text):
    """Each from a person and a network of its own, so that no limit ends it early."""
    number = next(_numbers)
    address = f"10.{number >> 8 & 255}.{number & 255}.1"
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    said = {"text": text, "name": "Reader", "email": "", "submission": str(uuid4())}
    return Submission(request, article, Reader(guest_id=uuid4().hex), said)
