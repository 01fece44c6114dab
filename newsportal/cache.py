"""A Redis cache that makes the site slower, not unavailable, when Redis is away."""

import logging

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Misses instead of failing while the server can't be reached."""

    def get(self, key, default=None, version=None):
        return self._try(default, super().get, key, default, version)

    def get_many(self, keys, version=None):
        return self._try({}, super().get_many, keys, version)

    def set(self, *args, **kwargs):
        return self._try(None, super().set, *args, **kwargs)

    def add(self, *args, **kwargs):
        return self._try(False, super().add, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._try(False, super().delete, *args, **kwargs)

    def _try(self, otherwise, call, *args, **kwargs):
        try:
            return call(*args, **kwargs)
        except RedisError as error:
            logger.warning("cache unavailable: %s", type(error).__name__)
            return otherwise
