"""Services elsewhere that are asked about comments: one that fails is left alone for a while."""

import logging

from django.core.cache import cache

FAILURES_MAX = 3
FAILURES_SECONDS = 600
REST_SECONDS = 60


logger = logging.getLogger(__name__)


class Failed(Exception):
    """It could not be asked, or what it said makes no sense: a few words why."""


class Outside:
    """Asks one service. While it rests nobody waits for it; all processes know (the shared cache)."""

    def __init__(self, name):
        self.name = name
        self.failures, self.rest = f"outside:{name}:failures", f"outside:{name}:rest"

    def ask(self, question, *facts):
        """What `question(*facts)` says; Failed whatever goes wrong, and while the service rests."""
        if cache.get(self.rest):
            raise Failed("resting")
        try:
            answer = question(*facts)
        except Exception as error:
            self._count()
            # Of errors we don't know, the name alone: their words may hold keys or texts.
            failure = error if isinstance(error, Failed) else Failed(type(error).__name__)
            logger.warning("%s could not be asked: %s", self.name, failure)
            raise failure from None
        cache.delete(self.failures)
        return answer

    def _count(self):
        cache.add(self.failures, 0, FAILURES_SECONDS)
        try:
            number = cache.incr(self.failures)
        except ValueError:  # forgotten in this very moment
            return
        if number >= FAILURES_MAX:
            cache.set(self.rest, True, REST_SECONDS)
            cache.delete(self.failures)
