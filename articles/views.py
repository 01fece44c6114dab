"""The pages readers see: front, article, lists, old addresses, robots.txt."""

from functools import partial

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from articles.front import front_page
from articles.models import Article, Author, OldPath, Partner, Section, Topic
from articles.paging import page_of
from articles.shared import article_at, shared_page, visible_articles

RELATED = 4
LATEST_BESIDE_A_LIST = 6


@shared_page
@require_safe
def front(request):
    request.depends_on("articles")
    if request.GET.get("p", "").isdecimal():  # where WordPress had an article
        return moved_or_404(request, f"/?p={request.GET['p']}")
    return render(request, "articles/front.html", {"front": front_page()})


@shared_page
@require_safe
def article(request, slug):
    request.depends_on("articles")
    article = article_at(request, slug)
    if article is None:
        return moved_or_404(request, request.path, slug=slug)

    request.depends_on(f"article:{article.pk}")
    # Lazy: often the page takes over what its earlier copy says of them (newsportal/kept_parts.py).
    related = SimpleLazyObject(partial(related_to, article))
    return render(
        request,
        "articles/article.html",
        {"article": article, "section": article.section, "related": related},
    )


def related_to(article):
    topic_slugs = [topic["slug"] for topic in article.topic_rows]
    return list(Article.objects.related_to(article, topic_slugs)[:RELATED])


@shared_page
@require_safe
def section(request, slug):
    return label_page(request, Section, slug)


@shared_page
@require_safe
def topic(request, slug):
    return label_page(request, Topic, slug)


@shared_page
@require_safe
def author(request, slug):
    return label_page(request, Author, slug)


@shared_page
@require_safe
def partner(request, slug):
    return label_page(request, Partner, slug)


def label_page(request, model, slug):
    """The published articles that carry a name: of a section, topic, author or partner."""
    request.depends_on("articles")
    label = get_object_or_404(model, slug=slug)
    published = Article.objects.published().for_cards()
    page = page_of(published.about(label), request.GET.get("before", ""))
    shown = [article.pk for article in page.articles]
    latest = list(published.exclude(pk__in=shown).newest()[:LATEST_BESIDE_A_LIST])
    name = model._meta.model_name
    feed = reverse(f"articles:{name}_rss", args=[label.slug])
    context = {"label": label, "page": page, "latest": latest, "feed": feed, name: label}
    return render(request, "articles/label.html", context)


@shared_page
@require_safe
def old_path(request, path):
    """Any address no other route knows: the new place of an article, or nothing."""
    if not path.endswith("/") and not OldPath.objects.filter(path=request.path).exists():
        with_slash = f"{request.path}/"
        if leads_somewhere(with_slash):
            return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    return moved_or_404(request, request.path)


def leads_somewhere(path):
    """True when a route of its own, not the last resort, answers this path."""
    try:
        return resolve(path).func is not old_path
    except Resolver404:
        return False


def moved_or_404(request, path, slug=None):
    """Send the reader to where the article of an old address is now, in one step."""
    spellings = {path, path.rstrip("/"), f"{path.rstrip('/')}/"}
    moved = visible_articles(request).filter(old_paths__path__in=spellings).first()
    if moved is None:
        return gone_or_404(request, Q(slug=slug) | Q(old_paths__path__in=spellings))
    return redirect(moved, permanent=True)


def gone_or_404(request, address):
    """Say that an article was taken away for good, where the newsroom wants that said."""
    unpublished = Article.objects.filter(status=Article.Status.UNPUBLISHED, is_gone=True)
    if not unpublished.filter(address).exists():
        raise Http404
    return render(request, "410.html", status=410)


@shared_page
@require_safe
def robots(request):
    context = {"site_url": settings.SITE_URL}
    return render(request, "articles/robots.txt", context, content_type="text/plain")
