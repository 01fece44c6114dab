"""PostgreSQL plans by what it knows of its tables: tests of plans begin from the same knowledge."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from comments.making import make_discussion
from tests.factories import make_article

COMMENTS = 400


@contextmanager
def swept():
    """Begin without what earlier tests left in the tables: it would be read and counted too."""
    _tell("VACUUM")
    yield


def make_known_discussion():
    """An article whose comments the planner knows of, and goes to by an index."""
    article = make_article(published_at=timezone.now() - timedelta(days=60))
    make_discussion(article, COMMENTS)
    know_tables()
    return article


def know_tables():
    """Count rows and values; then let no table be too small for an index."""
    _tell("ANALYZE", "SET LOCAL enable_seqscan = off")


def _tell(*statements):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for each in statements:
                cursor.execute(each)
