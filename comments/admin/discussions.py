"""How discussions are looked after: of one article, and of a whole section."""

from django.contrib import admin

from articles.models import Article
from comments import stamps
from comments.models import Discussion, SectionRules

NEWEST_ARTICLES = 200


@admin.register(Discussion)
class DiscussionAdmin(admin.ModelAdmin):
    """Opens and closes the discussion of an article, and says how strictly it is looked after."""

    list_display = ["article", "visible", "is_open", "profile", "closes_after_days", "slow_seconds"]
    list_filter = ["is_open", "profile"]
    list_select_related = ["article"]
    search_fields = ["article__headline"]
    fields = ["article", "visible", "is_open", "profile", "closes_after_days", "slow_seconds"]
    readonly_fields = ["visible"]
    ordering = ["-article"]
    show_full_result_count = False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return ["article", *self.readonly_fields] if obj else self.readonly_fields

    def formfield_for_foreignkey(self, db_field, request, **options):
        """Before the first comment there is no row yet: the newest articles can be chosen."""
        silent = Article.objects.published().filter(discussion=None).order_by("-published_at")
        newest = list(silent.values_list("pk", flat=True)[:NEWEST_ARTICLES])
        options["queryset"] = Article.objects.filter(pk__in=newest).order_by("-published_at")
        return super().formfield_for_foreignkey(db_field, request, **options)

    def save_model(self, request, obj, form, change):
        """Only what was changed: readers go on counting meanwhile."""
        obj.save(update_fields=form.changed_data if change else None)
        stamps.discussion_changed(obj.pk)


@admin.register(SectionRules)
class SectionRulesAdmin(admin.ModelAdmin):
    """How strictly the discussions of a section are looked after."""

    list_display = ["section", "profile", "closes_after_days"]
    list_select_related = ["section"]
    fields = ["section", "profile", "closes_after_days"]

    def get_readonly_fields(self, request, obj=None):
        return ["section"] if obj else []
