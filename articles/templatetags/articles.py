"""What templates say of articles; the words themselves are made in articles/presentation.py."""

from urllib.parse import quote

from django import template
from django.template.defaultfilters import stringfilter
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import corrections, feeds, presentation, structured_data, texts
from articles.json_rows import moment_in
from articles.maps.json_ld import image_graph, image_object
from articles.models import Section

register = template.Library()
register.filter("absolute", presentation.absolute)
register.filter("age", presentation.age)
register.filter("age_notice", presentation.age_notice)
register.filter("direction", presentation.direction)
register.filter("mark", presentation.mark)
register.filter("moment", presentation.moment)
register.filter("text_of", texts.text_of)
register.filter("updated", presentation.updated)
register.filter("xml_text", feeds.xml_text)

BYLINES = {
    "text": gettext_lazy("By {people}"),
    "map": gettext_lazy("Map by {people}"),
    "photo": gettext_lazy("Photos by {people}"),
    "translation": gettext_lazy("Translated by {people}"),
}


@register.inclusion_tag("articles/_section_nav.html", takes_context=True)
def section_nav(context):
    """The sections, with the one this page belongs to marked."""
    current, is_maps = context.get("section"), context.get("is_maps")
    return {"sections": Section.objects.all(), "current": current, "is_maps": is_maps}


@register.simple_tag
def byline_sentences(rows):
    """Who did what, one sentence per kind of work, in the order of the byline."""
    people = {}
    for row in rows:
        people.setdefault(row["role"], []).append(_person(row))
    return [
        format_html(BYLINES[role], people=presentation.names_in_a_row(names))
        for role, names in people.items()
    ]


def _person(row):
    link = format_html(
        '<a href="{}">{}</a>', reverse("articles:author", args=[row["slug"]]), row["name"]
    )
    if not row["place"]:
        return link
    return format_html(_("{person} in {place}"), person=link, place=row["place"])


@register.simple_tag(takes_context=True)
def attribution(context, partner):
    """Who provided the article, as the partner wants it said."""
    return partner.attribution_sentence(context["SITE_NAME"])


@register.filter
@stringfilter
def in_query(text):
    """A text as the value of a query parameter, with nothing left that could start another."""
    return quote(text, safe="")


@register.simple_tag
def told_of(article):
    """What readers are told of its changes, newest first."""
    return corrections.told_of(article)


@register.simple_tag
def json_ld_of_article(article):
    return structured_data.json_ld(structured_data.news_article(article))


@register.simple_tag
def json_ld_of_map(image):
    return structured_data.json_ld(image_object(image))


@register.simple_tag
def json_ld_of_pictures(things):
    """The pictures of a list of articles or of maps; nothing when there are none."""
    graph = image_graph(getattr(thing, "lead_image", thing) for thing in things)
    return structured_data.json_ld(graph) if graph["@graph"] else ""


@register.filter
def newer_of(article, pk):
    """{pk, at} of the latest map after the one with this key, on a page that shows it; or None."""
    rows = [row for row in getattr(article, "newer_rows", []) if row["image"] == pk]
    return {"pk": rows[0]["pk"], "at": moment_in(rows[0]["at"])} if rows else None
