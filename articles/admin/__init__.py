"""The newsroom: where editors write, upload, file and publish."""

from articles.admin.articles import ArticleAdmin
from articles.admin.labels import AuthorAdmin, PartnerAdmin, SectionAdmin, TopicAdmin
from articles.admin.pictures import MapImageAdmin

__all__ = [
    "ArticleAdmin",
    "AuthorAdmin",
    "MapImageAdmin",
    "PartnerAdmin",
    "SectionAdmin",
    "TopicAdmin",
]
