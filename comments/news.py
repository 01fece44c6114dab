"""What is new in a discussion. Every open page asks now and then: the cache answers."""

from typing import NamedTuple

from django.core.cache import cache

from articles.models import Article
from comments.models import Comment
from comments.times import microseconds

# More new comments than this are "100+".
NEWEST = 101
KEPT_SECONDS = 60


class Newest(NamedTuple):
    """The address of an article, and when its last comments appeared (µs) and who wrote them."""

    address: str
    shown: list


def newest_of(article_id):
    """The last comments of a published article, else None; kept while nothing of it changes."""
    stamps = cache.get_many([f"stamp:discussion:{article_id}", f"stamp:article:{article_id}"])
    key = ":".join([f"newest:{article_id}", *sorted(stamps.values())])
    kept = cache.get(key)
    if kept is None:
        kept = [_read(article_id)]
        cache.set(key, kept, KEPT_SECONDS)
    return kept[0]


def _read(article_id):
    articles = Article.objects.published().filter(pk=article_id)
    newest = Comment.objects.visible().filter(article__in=articles).order_by("-shown_at", "-id")
    rows = list(newest.values_list("article__slug", "shown_at", "reader")[:NEWEST])
    slug = rows[0][0] if rows else articles.values_list("slug", flat=True).first()
    if slug is None:
        return None
    shown = [(microseconds(at), reader) for _slug, at, reader in rows]
    return Newest(Article(slug=slug).get_absolute_url(), shown)
