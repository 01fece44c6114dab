"""Comments and their moderation in the admin: mostly to look at, search and filter."""

from comments.admin import (
    comments,
    decisions,
    discussions,
    following,
    people,
    prompts,
    tickets,
    word_lists,
)

__all__ = [
    "comments",
    "decisions",
    "discussions",
    "following",
    "people",
    "prompts",
    "tickets",
    "word_lists",
]
