"""What the newsroom publishes: sections, topics, people, partners, maps and articles."""

from articles.models.articles import Article, Byline, OldPath
from articles.models.labels import Author, Label, Partner, Section, Topic
from articles.models.maps import LegendRow, MapImage

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Label",
    "LegendRow",
    "MapImage",
    "OldPath",
    "Partner",
    "Section",
    "Topic",
]
