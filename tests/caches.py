"""As if the site had just been started."""

from django.core.cache import caches

from articles import coming


def empty_caches():
    for alias in caches:
        caches[alias].clear()
    coming.forget()
