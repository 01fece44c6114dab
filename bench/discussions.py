"""Articles with discussions of a wanted size and an everyday shape."""

import random
from datetime import UTC, datetime, timedelta

from comments.importing import import_thread
from tests.factories import make_article

TEXT = (
    "The gauge at the lower bridge has been read by hand since before the flood, and the two "
    "figures never agreed by more than a hand's breadth. Could the desk print **both** next time? "
    "The table is at https://example.org/gauges?station=7 if anybody wants to compare."
)
START = datetime(2026, 1, 1, tzinfo=UTC)


def row(key, parent_key):
    """A comment for the bulk import, a minute after the one before."""
    written_at = START + timedelta(minutes=key)
    return {
        "key": key,
        "parent_key": parent_key,
        "name": f"Reader {key % 37}",
        "text": TEXT,
        "created_at": written_at,
    }


def make(number):
    """A published article with that many comments: a third start threads, the rest answer."""
    article = make_article(headline=f"Discussion of {number}")
    chance = random.Random(number)
    rows = []
    for key in range(number):
        is_root = key == 0 or chance.random() < 0.3
        # Readers mostly answer what was written lately.
        parent = None if is_root else max(0, key - 1 - int(chance.expovariate(0.2)))
        rows.append(row(key, parent))
    import_thread(article, rows)
    return article


def make_one_thread(number):
    """An article whose comments all stand in a single thread."""
    article = make_article(headline=f"One thread of {number}")
    chance = random.Random(number)
    rows = [row(0, None)]
    for key in range(1, number):
        parent = chance.randrange(max(0, key - 40), key)
        rows.append(row(key, parent))
    import_thread(article, rows)
    return article
