"""A Redis cache that makes the site slower, not unavailable, when Redis is away."""

import logging

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def _or_here(name):
    """The method of that name on Redis, or on the memory of this process while Redis is away."""

    def method(self, *args, **kwargs):
        try:
            return getattr(super(ForgivingRedisCache, self), name)(*args, **kwargs)
        except RedisError as error:
            logger.warning("cache unavailable: %s", type(error).__name__)
            return getattr(self.here, name)(*args, **kwargs)

    method.__name__ = name
    return method


class ForgivingRedisCache(RedisCache):
    """Falls back to a cache of this process, so that limits still count while Redis is away."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self.here = LocMemCache("while-redis-is-away", {"timeout": self.default_timeout})

    get = _or_here("get")
    get_many = _or_here("get_many")
    set = _or_here("set")
    set_many = _or_here("set_many")
    add = _or_here("add")
    incr = _or_here("incr")
    touch = _or_here("touch")
    delete = _or_here("delete")
    delete_many = _or_here("delete_many")
    has_key = _or_here("has_key")
    clear = _or_here("clear")
