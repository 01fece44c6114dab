"""Tells the shared pages that something they show has changed."""

import uuid
from functools import partial

from django.core.cache import cache
from django.db import transaction


def move_stamps(*names):
    """After commit, outdate every shared page that depends on one of these names."""
    for name in names:
        transaction.on_commit(partial(cache.set, f"stamp:{name}", uuid.uuid4().hex, None))
