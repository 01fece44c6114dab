"""How many comments articles have, without reading any."""

from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Discussion


def counts_for(article_ids):
    """{article id: visible comments} for those that have a discussion."""
    found = Discussion.objects.filter(article__in=list(article_ids))
    return dict(found.values_list("article_id", "visible"))


def most_discussed(limit=5, since=None):
    """[(article id, comments)] of published articles, by the comments of the last week."""
    since = since or timezone.now() - timedelta(days=7)
    recent = Comment.objects.visible().filter(created_at__gte=since)
    recent = recent.filter(article__in=Article.objects.published())
    counted = recent.order_by().values("article_id").annotate(comments=Count("pk"))
    ranked = counted.order_by("-comments", "-article_id")
    return list(ranked.values_list("article_id", "comments")[:limit])
