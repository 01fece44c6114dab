"""What search engines may know: one file per kind of page, and the list of these files."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.maps.archive import areas_with_maps
from articles.models import Article, MapImage, Section, Topic
from articles.news_sitemap import news_addresses
from articles.presentation import absolute
from articles.shared import shared_page


class SiteSitemap(Sitemap):
    """Addresses begin with SITE_URL, whatever host the request named."""

    limit = 20_000
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class ArticleSitemap(SiteSitemap):
    def items(self):
        return Article.objects.published().for_sitemap()

    def lastmod(self, article):
        return article.changed_at


class SectionSitemap(SiteSitemap):
    def items(self):
        return Section.objects.all()


class TopicSitemap(SiteSitemap):
    def items(self):
        return Topic.objects.filter(
            Exists(Article.objects.published().filter(topics=OuterRef("pk")))
        )


class MapSitemap(SiteSitemap):
    def items(self):
        return MapImage.objects.public().only("pk").order_by("pk")


class AreaSitemap(SiteSitemap):
    def items(self):
        return areas_with_maps()


SITEMAPS = {
    "articles": ArticleSitemap,
    "sections": SectionSitemap,
    "topics": TopicSitemap,
    "maps": MapSitemap,
    "areas": AreaSitemap,
}


@shared_page
@require_safe
def index(request):
    request.depends_on("articles")
    files = []
    for name, sitemap_class in SITEMAPS.items():
        address = absolute(reverse("articles:sitemap", args=[name]))
        pages = sitemap_class().paginator.page_range
        files += [address if page == 1 else f"{address}?p={page}" for page in pages]
    files += news_addresses()
    return render(
        request, "articles/sitemap_index.xml", {"files": files}, content_type="application/xml"
    )


@shared_page
@require_safe
def sitemap(request, section):
    request.depends_on("articles")
    return sitemap_view(request, SITEMAPS, section)
