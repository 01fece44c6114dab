"""Sections, topics, authors and partners in the newsroom."""

from django.contrib import admin

from articles.admin.text import PlainTextMixin
from articles.models import Author, Partner, Section, Topic


class LabelAdmin(PlainTextMixin, admin.ModelAdmin):
    """A name with a page of its own."""

    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}

    def view_on_site(self, label):
        return label.get_absolute_url()


@admin.register(Section)
class SectionAdmin(LabelAdmin):
    list_display = ["name", "slug", "position"]


@admin.register(Topic)
class TopicAdmin(LabelAdmin):
    pass


@admin.register(Author)
class AuthorAdmin(LabelAdmin):
    list_display = ["name", "slug", "user"]
    list_select_related = ["user"]
    raw_id_fields = ["user"]

    def get_exclude(self, request, obj=None):
        """Who links an account lets it speak in the author's name: that is for those with accounts."""
        return [] if request.user.has_perm("newsportal.view_user") else ["user"]


@admin.register(Partner)
class PartnerAdmin(LabelAdmin):
    list_display = ["name", "slug", "site_url", "is_exclusive"]
