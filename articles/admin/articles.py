"""Articles in the newsroom: writing, previewing, publishing, scheduling, withdrawing."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.template.defaultfilters import date as formatted
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from articles.admin.editor import EditorPolicyMixin
from articles.admin.forms import ArticleForm
from articles.admin.text import PlainTextMixin
from articles.models import Article, Byline, OldPath

PUBLISHING_FIELDS = ["status", "published_at", "is_featured"]


class BylineInline(PlainTextMixin, admin.TabularInline):
    model = Byline
    extra = 1
    autocomplete_fields = ["author"]


class OldPathInline(admin.TabularInline):
    model = OldPath
    extra = 0
    classes = ["collapse"]


class StateFilter(admin.SimpleListFilter):
    """What the clock makes of status and time."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("draft", _("Draft")),
            ("scheduled", pgettext_lazy("state of an article", "Scheduled")),
            ("published", _("Published")),
            ("unpublished", _("Unpublished")),
        ]

    def queryset(self, request, articles):
        now = timezone.now()
        return {
            "draft": articles.filter(status=Article.Status.DRAFT),
            "scheduled": articles.filter(status=Article.Status.PUBLISHED, published_at__gt=now),
            "published": articles.published(now),
            "unpublished": articles.filter(status=Article.Status.UNPUBLISHED),
        }.get(self.value(), articles)


@admin.register(Article)
class ArticleAdmin(EditorPolicyMixin, PlainTextMixin, admin.ModelAdmin):
    form = ArticleForm
    list_display = ["headline", "state", "section", "published_at", "updated_at"]
    list_filter = [StateFilter, "section", "language"]
    list_select_related = ["section"]
    list_per_page = 50
    date_hierarchy = "published_at"
    search_fields = ["headline", "slug", "standfirst"]
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["topics", "lead_image", "partner"]
    radio_fields = {"status": admin.HORIZONTAL}
    inlines = [BylineInline, OldPathInline]
    actions = ["publish", "withdraw"]
    save_on_top = True
    fieldsets = [
        (
            None,
            {"fields": ["version", "headline", "slug", "kicker", "standfirst", "dateline", "body"]},
        ),
        (_("Map or picture"), {"fields": ["lead_image"]}),
        (_("Where it belongs"), {"fields": ["section", "topics", "partner", "language"]}),
        (_("Publication"), {"fields": [*PUBLISHING_FIELDS, "updated_at"]}),
    ]

    @admin.display(description=_("state"), ordering="status")
    def state(self, article):
        text = article.get_status_display()
        if article.is_scheduled:
            at = formatted(timezone.localtime(article.published_at), "j E Y, H:i")
            text = _("Scheduled for %(time)s") % {"time": at}
        badge = "scheduled" if article.is_scheduled else article.status
        return format_html('<span class="state state--{}">{}</span>', badge, text)

    def view_on_site(self, article):
        return article.get_absolute_url()

    def get_readonly_fields(self, request, obj=None):
        return [] if self.has_publish_permission(request) else PUBLISHING_FIELDS

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_article")

    def has_change_permission(self, request, obj=None):
        """What readers see, or will see by the clock, is changed by those who may publish."""
        may_change = super().has_change_permission(request, obj)
        if obj is None or obj.status == Article.Status.DRAFT:
            return may_change
        return may_change and self.has_publish_permission(request)

    @admin.action(permissions=["publish"], description=_("Publish the selected articles now"))
    def publish(self, request, articles):
        published = 0
        for article in articles.select_related("lead_image"):
            try:
                article.publish(by=request.user, origin="list")
            except ValidationError as error:
                text = _("“%(headline)s” was not published: %(reasons)s")
                reasons = " ".join(error.messages)
                values = {"headline": article.headline, "reasons": reasons}
                self.message_user(request, text % values, messages.ERROR)
            else:
                published += 1
                self.log_change(request, article, [{"changed": {"fields": ["status"]}}])
        if published:
            text = ngettext(
                "%(count)d article is published.", "%(count)d articles are published.", published
            )
            self.message_user(request, text % {"count": published}, messages.SUCCESS)

    @admin.action(permissions=["publish"], description=_("Withdraw the selected articles"))
    def withdraw(self, request, articles):
        for article in articles:
            article.unpublish(by=request.user, origin="list")
            self.log_change(request, article, [{"changed": {"fields": ["status"]}}])
        text = ngettext(
            "%(count)d article is withdrawn.", "%(count)d articles are withdrawn.", len(articles)
        )
        self.message_user(request, text % {"count": len(articles)}, messages.SUCCESS)
