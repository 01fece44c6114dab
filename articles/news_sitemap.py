"""The newest articles for search engines' news: one file per language, the last two days."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.presentation import absolute
from articles.shared import shared_page

NEWS_DAYS = 2
NEWS_LIMIT = 1000


def news_addresses():
    """The files of all languages, for the index."""
    return [
        absolute(reverse("articles:news_sitemap", args=[language]))
        for language, _name in settings.LANGUAGES
    ]


@shared_page
@require_safe
def news(request, language):
    """Valid without any article; a retracted one leaves with its stamp."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    request.depends_on("articles")
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    found = Article.objects.published().filter(language=language, published_at__gt=since)
    articles = found.only("slug", "headline", "language", "published_at").newest()[:NEWS_LIMIT]
    return render(
        request, "articles/sitemap_news.xml", {"articles": articles}, content_type="application/xml"
    )
