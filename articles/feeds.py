"""RSS and Atom: the newest articles of the site, a section, a topic or an author."""

import re

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.presentation import absolute
from articles.shared import shared_page

ITEMS = 15
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text):
    """Text without what XML 1.0 can't hold; Django's generators raise on control characters."""
    return NOT_XML.sub("", text)


def article_feed(generator, model=None):
    """The view for one kind of feed; `model` is Section, Topic or Author, None for the site."""
    return shared_page(require_safe(ArticleFeed(generator, model)))


class ArticleFeed(Feed):
    def __init__(self, generator, model=None):
        self.feed_type = generator
        self.model = model

    def get_object(self, request, slug=""):
        request.depends_on("articles")
        return get_object_or_404(self.model, slug=slug) if self.model else None

    def title(self, label):
        return xml_text(f"{label} · {settings.SITE_NAME}" if label else settings.SITE_NAME)

    def description(self, label):
        return xml_text(label.description if label else settings.SITE_TAGLINE)

    subtitle = description

    def link(self, label):
        return absolute(label.get_absolute_url() if label else reverse("articles:front"))

    def feed_url(self, label):
        kind = "atom" if self.feed_type is Atom1Feed else "rss"
        if label is None:
            return absolute(reverse(f"articles:{kind}"))
        name = f"articles:{label._meta.model_name}_{kind}"
        return absolute(reverse(name, args=[label.slug]))

    def items(self, label):
        articles = Article.objects.published().for_feed().newest()
        return (articles.about(label) if label else articles)[:ITEMS]

    def item_title(self, article):
        return xml_text(article.headline)

    def item_description(self, article):
        return xml_text(article.standfirst)

    def item_link(self, article):
        return absolute(article.get_absolute_url())

    def item_pubdate(self, article):
        return article.published_at

    def item_updateddate(self, article):
        return article.updated_at or article.published_at

    def item_author_name(self, article):
        names = [byline["name"] for byline in article.byline_rows if byline["role"] == "text"]
        return xml_text(", ".join(names)) or None

    def item_categories(self, article):
        names = [article.section.name, *(topic["name"] for topic in article.topic_rows)]
        return [xml_text(name) for name in names]
