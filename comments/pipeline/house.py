"""The rules of a discussion, from the settings."""

from typing import NamedTuple

from django.conf import settings


class Rules(NamedTuple):
    profile: str
    newcomer_comments: int
    closes_at: object = None
    slow_seconds: int = 0


def rules_of(article, discussion):
    profile = "strict" if settings.COMMENTS_PREMODERATED else settings.COMMENTS_PROFILE
    newcomers = 0 if profile == "open" else settings.COMMENTS_HELD_OF_NEWCOMERS
    return Rules(profile, newcomers, None, discussion.slow_seconds)
