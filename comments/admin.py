"""Moderation in the admin: comments are hidden, restored or marked, never edited or deleted."""

from django.contrib import admin, messages
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments import stamps
from comments.models import Comment, Decision, Discussion, Revision

EXCERPT_CHARACTERS = 120


class ReadOnly:
    """Looked at, never written by hand."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class FeaturedFilter(admin.SimpleListFilter):
    """What editors picked, and what they did not."""

    title = _("featured")
    parameter_name = "featured"

    def lookups(self, request, model_admin):
        return [("yes", _("Featured")), ("no", _("Not featured"))]

    def queryset(self, request, comments):
        chosen = {"yes": False, "no": True}.get(self.value())
        return comments if chosen is None else comments.filter(featured_at__isnull=chosen)


class DecisionInline(ReadOnly, admin.TabularInline):
    model = Decision
    extra = 0
    fields = ["decided_at", "moderator", "action", "code", "reason", "rule"]
    readonly_fields = fields


class RevisionInline(ReadOnly, admin.TabularInline):
    model = Revision
    extra = 0
    fields = ["written_at", "replaced_at", "text", "is_public"]
    readonly_fields = fields


@admin.register(Comment)
class CommentAdmin(ReadOnly, admin.ModelAdmin):
    """Actions need `moderate_comment` or `feature_comment`; looking needs `view_comment`."""

    list_display = ["excerpt", "name", "article", "status", "featured_at", "created_at"]
    list_filter = ["status", "is_official", FeaturedFilter, "created_at"]
    list_select_related = ["article"]
    search_fields = ["name", "text", "article__headline"]
    search_help_text = _("Name, text or headline")
    ordering = ["-pk"]
    show_full_result_count = False
    fields = [
        "article",
        "name",
        "author",
        "is_official",
        "status",
        "text",
        "created_at",
        "shown_at",
        "edited_at",
        "featured_at",
        "up",
        "down",
    ]
    readonly_fields = fields
    inlines = [DecisionInline, RevisionInline]
    actions = ["feature", "unfeature"]

    def has_moderate_permission(self, request):
        return request.user.has_perm("comments.moderate_comment")

    def has_feature_permission(self, request):
        return request.user.has_perm("comments.feature_comment")

    def get_queryset(self, request):
        """Who only picks comments sees what readers see."""
        comments = super().get_queryset(request)
        return comments if self.has_moderate_permission(request) else comments.visible()

    def get_sortable_by(self, request):
        return ["created_at"]

    @admin.display(description=_("text"))
    def excerpt(self, comment):
        return Truncator(comment.text).chars(EXCERPT_CHARACTERS) or "–"

    @admin.action(description=_("Feature the chosen comments"), permissions=["feature"])
    def feature(self, request, queryset):
        self._pick(request, queryset, Comment.feature)

    @admin.action(description=_("Feature the chosen comments no more"), permissions=["feature"])
    def unfeature(self, request, queryset):
        self._pick(request, queryset, Comment.unfeature)

    def _pick(self, request, queryset, verb):
        changed = [each for each in queryset if verb(each, by=request.user)]
        self._tell(request, len(changed))

    def _tell(self, request, changed):
        told = ngettext("%(n)s comment changed.", "%(n)s comments changed.", changed)
        self.message_user(request, told % {"n": changed}, messages.SUCCESS)


@admin.register(Discussion)
class DiscussionAdmin(admin.ModelAdmin):
    """Opens and closes the discussion of an article."""

    list_display = ["article", "visible", "is_open"]
    list_filter = ["is_open"]
    list_select_related = ["article"]
    search_fields = ["article__headline"]
    fields = ["article", "visible", "is_open"]
    readonly_fields = ["article", "visible"]
    ordering = ["-article"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.save(update_fields=["is_open"])
        stamps.discussion_changed(obj.pk)
