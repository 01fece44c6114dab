"""What a revision holds: everything editors write in an article's form, as one JSON object.

    {"headline": str, ..., "section": key, "partner": key or None, "lead_image": key or None,
     "topics": [key, ...], "bylines": [{"author": key, "role": str, "place": str}, ...]}

State, times and the front page are not content: they change at once, never with a revision.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.body import sanitize_body
from articles.signals import text_changed

TEXTS = (
    *("headline", "slug", "kicker", "standfirst", "dateline", "body", "language"),
    *("lead_alt", "lead_caption"),
)
LINKS = ("section", "partner", "lead_image")
FIELDS = (*TEXTS, *LINKS, "topics", "bylines")


def content_of(article):
    """The content of the article's own row: what readers see of a public one."""
    content = {name: getattr(article, name) for name in TEXTS}
    content |= {name: getattr(article, f"{name}_id") for name in LINKS}
    content["topics"] = sorted(article.topics.values_list("pk", flat=True))
    bylines = article.bylines.order_by("position", "pk").values("author", "role", "place")
    return content | {"bylines": list(bylines)}


def working_content(article):
    """What the newsroom works on: the pending changes of a public article, else its row."""
    return article.pending.content if article.pending else content_of(article)


def normal(content):
    """Content with each list in its own order and the text as it would be stored.

    Missing fields are empty; unknown ones are dropped.
    """
    known = {name: content.get(name) or "" for name in TEXTS}
    known["body"] = sanitize_body(known["body"])
    known |= {name: content.get(name) or None for name in LINKS}
    known["topics"] = sorted(set(content.get("topics") or []))
    lines = {}
    for line in content.get("bylines") or []:
        line = {name: line.get(name) or "" for name in ("author", "role", "place")}
        lines.setdefault((line["author"], line["role"]), line)
    return known | {"bylines": list(lines.values())}


def overlay(article, content):
    """Set the content on an object without saving anything, to show or to validate it."""
    for name in TEXTS:
        setattr(article, name, content[name])
    for name in LINKS:
        setattr(article, f"{name}_id", content[name])
    for kept in ("figure_rows", "figures"):  # of the text that was
        article.__dict__.pop(kept, None)
    return article


def put(article, content):
    """Store the content in the article's own row and its bylines and topics.

    People, topics and pictures that were deleted since are left out; a lost section stays as it is.
    """
    check_address(article, content["slug"])
    content = without_lost(article, content)
    if content["section"] is None:
        content["section"] = article.section_id
    is_new_text = article.body != content["body"]
    overlay(article, content).save()
    if is_new_text:
        text_changed.send(type(article), article=article)
    article.topics.set(content["topics"])
    found = list(article.bylines.order_by("position", "pk").values("author", "role", "place"))
    if found != content["bylines"]:
        article.bylines.all().delete()
        byline = article.bylines.model
        byline.objects.bulk_create(
            byline(
                article=article,
                author_id=line["author"],
                role=line["role"],
                place=line["place"],
                position=n,
            )
            for n, line in enumerate(content["bylines"])
        )


def check_address(article, slug):
    """Refuse an address that another article has by now: ValidationError."""
    others = type(article).objects.exclude(pk=article.pk)
    if others.filter(slug=slug).exists():
        raise ValidationError(_("Another article has the address “%(slug)s”.") % {"slug": slug})


def without_lost(article, content):
    """The content without links to rows that are gone."""
    models = {name: article._meta.get_field(name).related_model for name in (*LINKS, "topics")}
    content = dict(content)
    for name in LINKS:
        if content[name] and not models[name].objects.filter(pk=content[name]).exists():
            content[name] = None
    content["topics"] = sorted(
        models["topics"].objects.filter(pk__in=content["topics"]).values_list("pk", flat=True)
    )
    authors = article._meta.get_field("authors").related_model.objects
    wanted = {line["author"] for line in content["bylines"]}
    known = set(authors.filter(pk__in=wanted).values_list("pk", flat=True))
    content["bylines"] = [line for line in content["bylines"] if line["author"] in known]
    return content
