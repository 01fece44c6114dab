"""The demo's sections, people and articles."""

from datetime import timedelta

from articles.models import Article, Author, Byline, Partner, Section, Topic
from newsportal.demo import texts

PLAIN = ("headline", "slug", "kicker", "standfirst", "body", "published_at")


def add_labels(accounts):
    """Sections, topics, partners and authors, as {kind: {slug: row}}."""
    table = texts.table("newsroom")
    for position, section in enumerate(table["sections"], start=1):
        section["position"] = position
    for author in table["authors"]:
        author["user"] = accounts.get(author.pop("account", None))
    models = {"sections": Section, "topics": Topic, "partners": Partner, "authors": Author}
    return {
        kind: {row["slug"]: model.objects.create(**row) for row in table[kind]}
        for kind, model in models.items()
    }


def add_articles(now, labels, pictures):
    """Every article; {name of its file: article}."""
    return {fields["name"]: _add(fields, now, labels, pictures) for fields in texts.articles(now)}


def _add(fields, now, labels, pictures):
    article = Article.objects.create(
        **{name: fields[name] for name in PLAIN},
        dateline=fields.get("dateline", ""),
        language=fields.get("language", "en"),
        status=fields.get("status", Article.Status.PUBLISHED),
        is_featured=fields.get("is_featured", False),
        updated_at=_updated_at(fields, now),
        created_at=fields["published_at"] or now,
        section=labels["sections"][fields["section"]],
        partner=labels["partners"].get(fields.get("partner")),
        lead_image=pictures.get(fields.get("picture")),
    )
    article.topics.set(labels["topics"][slug] for slug in fields["topics"])
    for position, line in enumerate(fields["bylines"]):
        _sign(article, position, labels["authors"], *line.split(maxsplit=2))
    return article


def _updated_at(fields, now):
    if "updated_minutes" not in fields:
        return None
    later = fields["published_at"] + timedelta(minutes=fields["updated_minutes"])
    return max(fields["published_at"], min(later, now - timedelta(minutes=2)))


def _sign(article, position, authors, slug, role, place=""):
    Byline.objects.create(
        article=article, author=authors[slug], role=role, place=place, position=position
    )
