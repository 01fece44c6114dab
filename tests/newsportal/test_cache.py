"""The site while Redis is away: slower, not down."""

import pytest

from newsportal.cache import ForgivingRedisCache


@pytest.fixture
def away():
    """A cache whose server answers nobody: port 1 is never listening."""
    cache = ForgivingRedisCache("redis://127.0.0.1:1/0", {})
    yield cache
    cache.clear()


def test_what_is_stored_is_found_again_in_this_process(away):
    away.set("key", "value")
    assert away.get("key") == "value"
    assert away.get_many(["key", "other"]) == {"key": "value"}
    away.delete("key")
    assert away.get("key", "nothing") == "nothing"


def test_a_lock_is_still_given_once(away):
    assert away.add("lock", 1)
    assert not away.add("lock", 1)


def test_a_count_still_counts(away):
    away.set("count", 1)
    assert away.incr("count") == 2
