"""Tells the page cache that a discussion looks different now."""

from functools import partial
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

# Votes come in crowds, and one new page in so many seconds is enough: what the last of a crowd
# changed is shown when the copy is too old (SHARED_PAGE_SECONDS).
VOTES_PAUSE_SECONDS = 5


def discussion_changed(article_id, author_id=None):
    """Once committed, pages with this discussion, and its writer's, are rendered anew."""
    transaction.on_commit(partial(_renew, article_id))
    if author_id:
        person_changed(author_id)


def comment_changed(comment):
    """The same for all that shows one comment: also the number of answers beside its phrase."""
    discussion_changed(comment.article_id, comment.author_id)
    if comment.prompt_id:
        prompts_changed(comment.article_id)


def prompts_changed(article_id):
    """Once committed, the questions in an article's text and their numbers are drawn anew."""
    transaction.on_commit(partial(cache.set, f"stamp:prompts:{article_id}", uuid4().hex, None))


def person_changed(user_id):
    """The same for the page of a member."""
    transaction.on_commit(partial(cache.set, f"stamp:person:{user_id}", uuid4().hex, None))


def votes_changed(article_id):
    """The same for votes, at most once in a few seconds."""
    transaction.on_commit(partial(_renew_now_and_then, article_id))


def _renew(article_id):
    cache.set(f"stamp:discussion:{article_id}", uuid4().hex, None)


def _renew_now_and_then(article_id):
    if cache.add(f"votes-pause:{article_id}", True, VOTES_PAUSE_SECONDS):
        _renew(article_id)
