"""What the newsroom publishes: articles and their history, maps, and what they are filed under."""

from articles.models.addresses import OldPath
from articles.models.areas import Area
from articles.models.articles import Article
from articles.models.bylines import Byline
from articles.models.labels import Author, Label, Partner, Section, Topic
from articles.models.legends import LegendRow, LegendSet
from articles.models.maps import MapImage
from articles.models.placements import Placement
from articles.models.records import Correction, Event, ShareLink
from articles.models.replaced import ReplacedFile
from articles.models.revisions import Presence, Revision, WorkingCopy

__all__ = [
    "Area",
    "Article",
    "Author",
    "Byline",
    "Correction",
    "Event",
    "Label",
    "LegendRow",
    "LegendSet",
    "MapImage",
    "OldPath",
    "Partner",
    "Placement",
    "Presence",
    "ReplacedFile",
    "Revision",
    "Section",
    "ShareLink",
    "Topic",
    "WorkingCopy",
]
