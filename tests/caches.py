"""As if the site had just been started."""

from django.core.cache import caches


def empty_caches():
    for alias in caches:
        caches[alias].clear()
