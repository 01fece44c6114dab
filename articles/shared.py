"""Pages that all anonymous readers share, and what a reader may see on them."""

from functools import cache

from django.conf import settings

from articles.models import Article


def shared_page(view):
    """Mark a view whose anonymous answer is the same for everybody; the middleware does the rest."""
    view.is_shared = True
    return view


def visible_articles(request, articles=Article.objects):
    """Which of them this reader may open. Without a session nobody asks who it is."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return articles.visible_to(request.user)
    return articles.published()


@cache
def article_pages():
    """The query of an article page but for which article: built once, it takes longer than asking."""
    return Article.objects.for_page()
