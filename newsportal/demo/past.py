"""What the demo's newsroom changed after publication: an earlier edition, notes, a retraction."""

from datetime import timedelta

from articles.contents import content_of
from articles.writing import keep_baseline, record
from newsportal.demo import texts

LATER = timedelta(hours=5)


def add_past(articles, accounts):
    """Give articles the past they speak of; their texts stay as they are."""
    past, editor = texts.table("past"), accounts["editor"]
    for row in past["editions"]:
        _add_edition(articles[row["article"]], row, editor)
    for row in past["notes"]:
        article = articles[row["article"]]
        _tell(article, row, article.updated_at, editor)
    for row in past["retracted"]:
        _retract(articles[row["article"]], row, accounts["chief"])


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


def _retract(article, row, chief):
    """What the verb does, some hours after publication: the demo may be loaded for another day."""
    keep_baseline(article)
    article.status, article.updated_at = article.Status.RETRACTED, article.published_at + LATER
    article.version += 1
    article.save()
    _tell(article, row | {"kind": "retraction", "place": "top"}, article.updated_at, chief)
    record(article, "retracted", by=chief, note=row["text"])


def _tell(article, row, made_at, editor, revision=None):
    article.corrections.create(
        kind=row["kind"],
        text=row["text"],
        place=row.get("place", "bottom"),
        thanks=row.get("thanks", ""),
        revision=revision,
        made_at=made_at,
        by=editor,
    )
