"""Comments in the admin: looked at and picked there, decided about in the queue, never edited."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.admin.looking import LookAdmin, ReadOnly
from comments.models import Comment, Decision, Finding, Report, Revision

EXCERPT_CHARACTERS = 120


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


class FindingInline(ReadOnly, admin.TabularInline):
    model = Finding
    extra = 0
    fields = ["found_at", "rule", "outcome", "evidence"]
    readonly_fields = fields


class ReportInline(ReadOnly, admin.TabularInline):
    model = Report
    extra = 0
    fields = ["reported_at", "code", "text", "member", "state"]
    readonly_fields = fields


@admin.register(Comment)
class CommentAdmin(LookAdmin):
    """Actions need `moderate_comment` or `feature_comment`; looking needs `view_comment`."""

    list_display = ["excerpt", "name", "article", "status", "featured_at", "created_at"]
    list_filter = ["status", "is_official", FeaturedFilter, "created_at"]
    list_select_related = ["article"]
    search_fields = ["name", "text", "article__headline"]
    search_help_text = _("Name, text or headline")
    ordering = ["-pk"]
    fields = [
        "card",
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
    inlines = [DecisionInline, FindingInline, ReportInline, RevisionInline]
    actions = ["feature", "unfeature"]

    def has_moderate_permission(self, request):
        return request.user.has_perm("comments.moderate_comment")

    def has_feature_permission(self, request):
        return request.user.has_perm("comments.feature_comment")

    def get_queryset(self, request):
        """Who only picks comments sees what readers see."""
        comments = super().get_queryset(request)
        return comments if self.has_moderate_permission(request) else comments.visible()

    def get_fields(self, request, comment=None):
        """Decided about on its card, by moderators."""
        return self.fields if self.has_moderate_permission(request) else self.fields[1:]

    def get_sortable_by(self, request):
        return ["created_at"]

    @admin.display(description=_("text"))
    def excerpt(self, comment):
        return Truncator(comment.text).chars(EXCERPT_CHARACTERS) or "–"

    @admin.display(description=_("card"))
    def card(self, comment):
        address = reverse("moderation:comment", args=[comment.pk])
        return format_html('<a href="{}">{}</a>', address, _("Decide about this comment"))

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
