"""Articles in the newsroom: what their form shows and takes, and the pages around it."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles import choosing, rights
from articles.admin import (
    addresses,
    links,
    planning,
    previews,
    records,
    roles,
    verb_pages,
    verbs,
    versions,
    working,
)
from articles.admin.bylines import BylineInline, BylineRows
from articles.admin.deleting import DeletingMixin
from articles.admin.editor import EditorPolicyMixin
from articles.admin.forms import ArticleForm
from articles.admin.lists import ArticleListMixin
from articles.admin.relations import PlainRelationsMixin
from articles.admin.saving import SavingMixin
from articles.admin.text import PlainTextMixin
from articles.models import Article, OldPath

# Modules with urls(model_admin), and with context(model_admin, request, article) for the form.
PAGES = [verb_pages, records, versions, previews, links, working, roles]
PARTS = [verbs, links, versions, working, planning]


class OldPathInline(admin.TabularInline):
    model = OldPath
    extra = 0
    classes = ["collapse"]


@admin.register(Article)
class ArticleAdmin(
    ArticleListMixin,
    SavingMixin,
    DeletingMixin,
    EditorPolicyMixin,
    PlainRelationsMixin,
    PlainTextMixin,
    admin.ModelAdmin,
):
    form = ArticleForm
    view_on_site = False  # the panel says where, and what readers get
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["topics", "lead_image", "partner"]
    linked = ["lead_image"]
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["headline", "slug", "kicker", "standfirst", "dateline", "body"]}),
        (_("Map or picture"), {"fields": ["lead_image", "lead_alt", "lead_caption"]}),
        (_("Where it belongs"), {"fields": ["section", "topics", "partner", "language"]}),
    ]
    publication = (_("Publication"), {"fields": ["publish_at", "embargo", "is_featured"]})

    def get_urls(self):
        return [*(page for module in PAGES for page in module.urls(self)), *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        """Our own log tells more than Django's."""
        return versions.history(self, request, object_id)

    @admin.display(description=_("text"))
    def text_as_read(self, article):
        """For those who may only look."""
        return format_html('<div class="text-as-read">{}</div>', SafeString(article.body))

    def get_fieldsets(self, request, obj=None):
        """Times and the front page are for those who may publish."""
        fieldsets = addresses.with_question(self.fieldsets, request, obj)
        if obj and not self.has_change_permission(request, obj):
            (title, options), *rest = fieldsets
            fields = [*options["fields"][:-1], "text_as_read"]
            fieldsets = [(title, options | {"fields": fields}), *rest]
        if not rights.may_plan(request.user, obj):
            return fieldsets
        title, options = self.publication
        left_out = set() if rights.may_feature(request.user, obj) else {"is_featured"}
        if obj and obj.is_readable:
            left_out.add("publish_at")
        fields = [name for name in options["fields"] if name not in left_out]
        fields = planning.fields_for(fields, obj)
        return [*fieldsets, (title, options | {"fields": fields})] if fields else fieldsets

    def get_inlines(self, request, obj):
        if obj and not self.has_change_permission(request, obj):
            return [BylineRows]
        may_see_addresses = request.user.has_perm("articles.view_oldpath")
        return [BylineInline, OldPathInline] if obj and may_see_addresses else [BylineInline]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "lead_image":
            kwargs["queryset"] = choosing.pictures_for(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).with_bylines()

    def has_view_permission(self, request, obj=None):
        may_view = super().has_view_permission(request, obj)
        return may_view and (obj is None or rights.may_view(request.user, obj))

    def has_change_permission(self, request, obj=None):
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or rights.may_edit(request.user, obj))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        for part in PARTS:
            context |= part.context(self, request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
