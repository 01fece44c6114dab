"""Pages that all anonymous readers share, and what a reader may see on them."""

from functools import cache

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.compiled import Compiled, Given
from articles.models import Article


def shared_page(view):
    """Mark a view whose anonymous answer is the same for everybody; the middleware does the rest."""
    view.is_shared = True
    return view


def visible_articles(request, articles=Article.objects):
    """Which of them this reader may open. Without a session nobody asks who it is."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return articles.visible_to(request.user)
    return articles.readable()


def article_at(request, slug):
    """The article this reader may open at an address, with all that its page shows; or None."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return Article.objects.for_page().visible_to(request.user).filter(slug=slug).first()
    return next(iter(_published_at()(slug=slug, moment=timezone.now())), None)


@cache
def _published_at():
    moment = Given("moment", models.DateTimeField())
    pages = Article.objects.for_page(moment).readable(moment)
    return Compiled(pages.filter(slug=Given("slug", models.CharField())).order_by()[:1])
