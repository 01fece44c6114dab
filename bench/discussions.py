"""Articles with discussions of a wanted size and an everyday shape."""

import random

from comments.importing import import_thread

from tests.factories import make_article

TEXT = (
    "The gauge at the lower bridge has been read by hand since before the flood, and the two "
    "figures never agreed by more than a hand's breadth. Could the desk print **both** next time? "
    "The table is at https://example.org/gauges?station=7 if anybody wants to compare."
)


def make(number):
    """A published article with that many comments: a third start threads, the rest answer."""
    article = make_article(headline=f"Discussion of {number}")
    chance = random.Random(number)
    rows = []
    for key in range(number):
        is_root = key == 0 or chance.random() < 0.3
        # Readers mostly answer what was written lately.
        parent = None if is_root else max(0, key - 1 - int(chance.expovariate(0.2)))
        rows.append({"key": key, "parent_key": parent, "name": f"Reader {key % 37}", "text": TEXT})
    import_thread(article, rows)
    return article


def make_one_thread(number):
    """An article whose comments all stand in a single thread."""
    article = make_article(headline=f"One thread of {number}")
    chance = random.Random(number)
    rows = [{"key": 0, "parent_key": None, "name": "Reader", "text": TEXT}]
    for key in range(1, number):
        parent = chance.randrange(max(0, key - 40), key)
        rows.append({"key": key, "parent_key": parent, "name": "Reader", "text": TEXT})
    import_thread(article, rows)
    return article
