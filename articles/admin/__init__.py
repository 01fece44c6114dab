"""The newsroom: where editors write, upload, file and publish."""

from articles.admin.areas import AreaAdmin
from articles.admin.articles import ArticleAdmin
from articles.admin.labels import AuthorAdmin, PartnerAdmin, SectionAdmin, TopicAdmin
from articles.admin.legends import LegendSetAdmin
from articles.admin.pictures import MapImageAdmin
from articles.admin.records import CorrectionAdmin, EventAdmin

__all__ = [
    "AreaAdmin",
    "ArticleAdmin",
    "AuthorAdmin",
    "CorrectionAdmin",
    "EventAdmin",
    "LegendSetAdmin",
    "MapImageAdmin",
    "PartnerAdmin",
    "SectionAdmin",
    "TopicAdmin",
]
