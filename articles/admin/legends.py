"""Legends: the rows of one map, and sets that several maps share."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from articles import colours
from articles.admin.text import PlainTextMixin
from articles.models import LegendRow, LegendSet


class LegendRowInline(PlainTextMixin, admin.TabularInline):
    model = LegendRow
    extra = 1
    fields = ["position", "colour", "pattern", "label", "meaning"]
    verbose_name_plural = _("Legend rows of this map alone")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "colour":
            kwargs["widget"] = forms.TextInput(attrs={"type": "color"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class LegendSetRowInline(LegendRowInline):
    verbose_name_plural = _("Rows")


@admin.register(LegendSet)
class LegendSetAdmin(PlainTextMixin, admin.ModelAdmin):
    list_display = ["name", "row_count", "map_count", "note"]
    search_fields = ["name", "rows__label"]
    inlines = [LegendSetRowInline]

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.annotate(
            row_count=Count("rows", distinct=True), map_count=Count("images", distinct=True)
        )

    @admin.display(description=_("rows"), ordering="row_count")
    def row_count(self, legend_set):
        return legend_set.row_count

    @admin.display(description=_("maps"), ordering="map_count")
    def map_count(self, legend_set):
        return legend_set.map_count

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["pairs"] = colours.too_close(list(obj.rows.all()))
            context["images"] = obj.images.order_by("-valid_at", "-pk")[:50]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
