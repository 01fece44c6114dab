"""What an article and a map are, said to machines: schema.org as JSON-LD."""

import json

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe

from articles.corrections import told_of
from articles.maps.json_ld import image_object
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
    """The article with its people, its provider and its pictures."""
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
        "image": [image_object(image) for image in pictures_of(article)],
        "isAccessibleForFree": True,
        "correction": [_correction(each) for each in told_of(article)],
        "creativeWorkStatus": "Retracted" if article.is_retracted else None,
    }


def pictures_of(article):
    """What readers see of an article's pictures: at the top, then in the text, each once."""
    in_text = [figure.image for figure in article.figures]
    found = {image.pk: image for image in [article.lead_image, *in_text] if image}
    return [image for image in found.values() if image.has_file]


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


def _correction(correction):
    return {
        "@type": "CorrectionComment",
        "name": correction.get_kind_display(),
        "text": correction.text,
        "datePublished": _time(correction.made_at),
        "url": absolute(correction.get_absolute_url()),
    }


def _time(at):
    return at.isoformat() if at else None
