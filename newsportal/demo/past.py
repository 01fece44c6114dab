"""What the demo's newsroom changed after publication: an earlier edition, notes, a retraction."""

from articles.contents import content_of
from articles.writing import record
from newsportal.demo import texts


def add_past(articles, accounts):
    """Give articles the past they speak of; their texts stay as they are."""
    past, editor = texts.table("past"), accounts["editor"]
    for row in past["editions"]:
        _add_edition(articles[row["article"]], row, editor)
    for row in past["notes"]:
        article = articles[row["article"]]
        _tell(article, row, article.updated_at, editor)
    for row in past["retracted"]:
        articles[row["article"]].retract(text=row["text"], thanks=row["thanks"], by=accounts["chief"])


def _add_edition(article, row, editor):
    """The article as it stands is its second edition; the first said something else."""
    content = content_of(article)
    first = content | {"body": content["body"].replace(row["says"], row["said"])}
    editions = [(first, article.published_at), (content, article.updated_at)]
    for version, (held, at) in enumerate(editions):
        revision = article.revisions.create(
            version=version,
            content=held,
            by=editor,
            created_at=at,
            edition=version + 1,
            published_at=at,
        )
    article.version = version
    article.save(update_fields=["version"])
    _tell(article, row, article.updated_at, editor, revision)
    record(article, "changed", by=editor, note=row["text"], revision=revision)


def _tell(article, row, made_at, editor, revision=None):
    article.corrections.create(
        kind=row["kind"],
        text=row["text"],
        thanks=row.get("thanks", ""),
        revision=revision,
        made_at=made_at,
        by=editor,
    )
