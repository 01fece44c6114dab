"""Articles with discussions of a wanted size and shape."""

from functools import cache

from django.db import connection

from comments.making import make_discussion
from tests.factories import make_article

# What is posted: as long as comments are on average.
TEXT = (
    "The gauge at the lower bridge has been read by hand since before the flood, and the two "
    "figures never agreed by more than a hand's breadth. Could the desk print **both** next time? "
    "The table is at https://example.org/gauges?station=7 if anybody wants to compare."
)


@cache
def make(comments, shape="realistic", *, part=""):
    """A published article with that many comments; made once for each part that names itself."""
    article = make_article(headline=f"{shape}, {comments} comments")
    make_discussion(article, comments, shape=shape, with_votes=True)
    return article


def settle():
    """What the database does by itself some minutes after so much was written."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
