"""An article's text as readers see it: made of the stored HTML in one pass."""

import re
from html import unescape
from itertools import count
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from articles.marks import marked

# As the sanitizer writes: every value quoted, no quote inside, "<" begins a tag and nothing else.
# Groups are not possessive: before Python 3.11.5 those match wrongly (gh-106052).
PARTS = re.compile(
    r"""
    <figure(?P<look>[^>]*)>\s*+(?P<picture><img(?:\s[a-z-]++="[^"]*+")*>)
      (?:\s*+<figcaption>(?P<caption>[^<]*+(?:<(?!/?fig)[^<]*+)*)</figcaption>)?\s*+</figure>
    | (?P<alone><img(?:\s[a-z-]++="[^"]*+")*>)
    | <p(?:\sdir="[a-z]+")?\sclass="card"(?:\sdir="[a-z]+")?>
      (?P<card><a(?:\s[a-z]++="[^"]*+")*>)(?P<title>[^<]*+)</a></p>
    | (?P<table></?table>)
    """,
    re.VERBOSE,
)
ATTRIBUTES = re.compile(r'\s([a-z-]+)="([^"]*)"')
NARROW, WIDE = "(min-width: 44rem) 40rem, 100vw", "(min-width: 70rem) 60rem, 100vw"
OPENING = re.compile(r'<p(?: dir="[a-z]+")?>')


def text_of(article, marks=()):
    """The text with its pictures, cards and tables, opened by the place it was written in.

    The body was sanitized when it was stored; what is put into it here is escaped.
    """
    text = _Text(article)
    body = PARTS.sub(text.replaced, marked(article.body, marks))
    return mark_safe(_with_dateline(body, article.dateline))  # noqa: S308


def card_host(address):
    """The host a card may name, without its www; empty for one that is not listed."""
    try:
        link = urlsplit(address)
        host = (link.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    is_listed = any(host == one or host.endswith(f".{one}") for one in settings.EMBED_HOSTS)
    return host if is_listed and link.scheme in {"http", "https"} else ""


class _Text:
    """Says what stands in the place of each part of one text."""

    def __init__(self, article):
        self.article = article
        self.figures = {str(figure.image.pk): figure for figure in article.figures}
        self.table_numbers = count(1)

    def replaced(self, match):
        if match["table"]:
            return self._table(match[0])
        if match["card"]:
            return self._card(match)
        return self._figure(match)

    def _table(self, tag):
        if tag == "</table>":
            return "</table></div>"
        label = _("Table %(number)d") % {"number": next(self.table_numbers)}
        region = '<div class="prose__table" role="region" tabindex="0" aria-label="{}"><table>'
        return format_html(region, label)

    def _card(self, match):
        address = _attributes(match["card"]).get("href", "")
        if not (host := card_host(address)):
            return match[0]
        card = {"address": address, "host": host, "title": unescape(match["title"]).strip()}
        return render_to_string("articles/_card.html", card)

    def _figure(self, match):
        """A picture of the library as it is now; nothing where it may not be shown any more.

        Pictures without a key are from before the library: they stay as they were written.
        """
        said = _attributes(match["picture"] or match["alone"])
        if "data-file" not in said:
            return match[0]
        figure = self.figures.get(said["data-file"])
        if figure is None or not figure.image.has_file:
            return ""
        return render_to_string("articles/_figure.html", self._place(figure, said, match))

    def _place(self, figure, said, match):
        """What the template needs: this place's own words, else those of the picture."""
        image = figure.image
        is_wide = "wide" in (match["look"] or "")
        caption = mark_safe((match["caption"] or "").strip())  # noqa: S308 - sanitized
        return {
            "image": image,
            "legend": figure.legend,
            "article": self.article,
            "alt": said.get("alt", "").strip() or ("" if image.is_decorative else image.alt),
            "caption": caption or image.caption,
            "is_wide": is_wide,
            "sizes": WIDE if is_wide else NARROW,
            "is_alone": bool(match["alone"]),
        }


def _attributes(tag):
    return {name: unescape(value) for name, value in ATTRIBUTES.findall(tag)}


def _with_dateline(body, dateline):
    if not dateline:
        return body
    place = format_html('<b class="prose__place">{}</b>', dateline)
    if opening := OPENING.match(body):
        return f"{opening[0]}{place} {body[opening.end() :]}"
    return f"<p>{place}</p>{body}"
