"""What an article and a map are, said to machines: schema.org as JSON-LD."""

import json

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe

from articles.presentation import absolute

# Inside <script> only these can end it or open another; JSON reads them back as they were.
ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def json_ld(thing):
    """A data block for <head>. No text in it can end the block."""
    known = {key: value for key, value in thing.items() if value not in (None, "", [])}
    text = json.dumps({"@context": "https://schema.org"} | known, ensure_ascii=False)
    script = f'<script type="application/ld+json">{text.translate(ESCAPES)}</script>'
    return mark_safe(script)  # noqa: S308 - escaped in the line above


def news_article(article):
    """The article with its people, its provider and its map."""
    image = article.lead_image
    return {
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.standfirst,
        "url": absolute(article.get_absolute_url()),
        "mainEntityOfPage": absolute(article.get_absolute_url()),
        "datePublished": _time(article.published_at),
        "dateModified": _time(article.updated_at or article.published_at),
        "inLanguage": article.language,
        "articleSection": article.section.name,
        "keywords": [topic["name"] for topic in article.topic_rows],
        "author": [_person(row) for row in article.byline_rows if row["role"] == "text"],
        "contributor": [_person(row) for row in article.byline_rows if row["role"] != "text"],
        "publisher": _publisher(),
        "sourceOrganization": _partner(article.partner),
        "image": image_object(image) if image and image.has_file else None,
        "isAccessibleForFree": True,
    }


def image_object(image):
    """The picture with its rights, as search engines want them on every page that shows it."""
    thing = {
        "@type": "ImageObject",
        "contentUrl": absolute(image.full_url),
        "url": absolute(image.get_absolute_url()),
        "thumbnailUrl": absolute(image.card_src),
        "name": image.title,
        "caption": image.caption,
        "description": image.alt,
        "width": image.width,
        "height": image.height,
        "creditText": image.credit,
        "copyrightNotice": image.credit,
        "license": image.licence_url,
        "acquireLicensePage": absolute(image.get_absolute_url()),
        "temporalCoverage": image.valid_at.isoformat() if image.valid_at else None,
    }
    return {key: value for key, value in thing.items() if value}


def _publisher():
    return {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": settings.SITE_URL}


def _partner(partner):
    if partner is None:
        return None
    url = partner.site_url or absolute(partner.get_absolute_url())
    return {"@type": "Organization", "name": partner.name, "url": url}


def _person(byline):
    url = absolute(reverse("articles:author", args=[byline["slug"]]))
    return {"@type": "Person", "name": byline["name"], "url": url}


def _time(at):
    return at.isoformat() if at else None
