"""The mark that pages and figures about giving carry; when it moves, all made before are old."""

import uuid

from django.core.cache import cache
from django.db import transaction

STAMP = "goal"


def move_stamp():
    """After commit, make every page and figure about giving look again."""
    transaction.on_commit(lambda: cache.set(f"stamp:{STAMP}", uuid.uuid4().hex, None))
