"""For somebody outside: an article before it is out, behind a link that ends."""

from functools import wraps

from allauth.core import ratelimit
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from articles.contents import working_content
from articles.models import Article, ShareLink
from articles.showing import as_page


def unlisted(view):
    """Kept by nobody: no cache, no search engine, no other site learns the address."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return wrapped


@require_safe
@unlisted
def shared_draft(request, token):
    """What a preview link shows; whatever is wrong with the link, the answer is the same."""
    if too_many := ratelimit.consume_or_429(request, action="share_link", limit_get=True):
        return too_many
    link = ShareLink.objects.usable(token)
    if link is None:
        raise Http404
    article = Article.objects.for_page().select_related("pending").get(pk=link.article_id)
    if article.is_embargoed:
        return render(request, "articles/embargoed.html", {"article": article}, status=403)
    if article.is_readable:
        return redirect(article)
    return _preview(request, link, article)


def _preview(request, link, article):
    if request.method == "GET":
        link.count_opening()
    content = link.revision.content if link.revision else working_content(article)
    context = {"article": as_page(article, content), "link": link, "preview": "link"}
    return render(request, "articles/preview.html", context)
