"""An article's page made of a content instead of the rows: what previews show. Saves nothing."""

import re

from django.conf import settings
from django.utils.translation import gettext as _

from articles.contents import normal, overlay, without_lost
from articles.models import Article, Author, Byline, Section, Topic

NO_ADDRESS = "preview"


def as_page(article, content):
    """The article with all that `for_page` adds, as the content says; the rest from its row."""
    content = without_lost(article, normal(content))
    section_before = article.section_id
    overlay(article, _showable(content))
    if article.section_id is None:
        article.section_id = section_before
    if article.section_id is None:
        article.section = Section(name=_("No section yet"), slug=NO_ADDRESS)
    article.byline_rows = _byline_rows(content["bylines"])
    topics = Topic.objects.filter(pk__in=content["topics"]).order_by("name")
    article.topic_rows = list(topics.values("name", "slug"))
    article.legend_rows = article.lead_image.legend_rows if article.lead_image else []
    article.__dict__.pop("figure_rows", None)  # those of the stored text
    return article


def new_page(content):
    """The page of an article that was never saved."""
    return as_page(Article(), content)


def _showable(content):
    """What an unfinished form leaves empty must not stop the page."""
    is_address = re.fullmatch(r"[-\w]+", content["slug"])
    is_language = content["language"] in dict(settings.LANGUAGES)
    return content | {
        "headline": content["headline"] or _("No headline yet"),
        "slug": content["slug"] if is_address else NO_ADDRESS,
        "language": content["language"] if is_language else settings.LANGUAGE_CODE,
    }


def _byline_rows(lines):
    authors = Author.objects.in_bulk([line["author"] for line in lines])
    found = [(authors[line["author"]], line) for line in lines]
    return [
        {"name": author.name, "slug": author.slug, "account": author.user_id}
        | {"role": line["role"] if line["role"] in Byline.Role else "text", "place": line["place"]}
        for author, line in found
    ]
