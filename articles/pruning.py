"""Forgets versions that nobody will look for; whatever readers saw stays for ever."""

from datetime import timedelta

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from articles.models import Article, Revision, ShareLink

KEPT_DAYS = 180
KEPT_NEWEST = 20
AT_ONCE = 1000
DAY_SECONDS = 24 * 60 * 60


def prune_revisions():
    """Delete old versions without a label that never were public; how many. Looks once a day."""
    if not cache.add("revisions-pruned", 1, DAY_SECONDS):
        return 0
    return Revision.objects.filter(pk__in=list(_forgettable()[:AT_ONCE])).delete()[0]


def _forgettable():
    """The keys of versions that may go: never one of an article's newest."""
    of_article = Revision.objects.filter(article=OuterRef("article")).order_by("-version")
    newest = of_article.values("version")[KEPT_NEWEST - 1 : KEPT_NEWEST]
    old = Revision.objects.filter(
        label="",
        edition__isnull=True,
        created_at__lt=timezone.now() - timedelta(days=KEPT_DAYS),
        version__lt=Subquery(newest),
    )
    is_used = (
        Exists(Article.objects.filter(pending=OuterRef("pk"))),
        Exists(Revision.objects.filter(restores=OuterRef("pk"))),
        Exists(ShareLink.objects.filter(revision=OuterRef("pk"))),
    )
    unused = old.filter(*(~each for each in is_used))
    return unused.order_by("pk").values_list("pk", flat=True)
