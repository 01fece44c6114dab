"""Pages that all anonymous readers share, and what a reader may see on them."""

from django.conf import settings

from articles.models import Article


def shared_page(view):
    """Mark a view whose anonymous answer is the same for everybody; the middleware does the rest."""
    view.is_shared = True
    return view


def visible_articles(request):
    """What this reader may open. Without a session nobody asks who it is."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return Article.objects.visible_to(request.user)
    return Article.objects.published()
