"""Legends: the rows of one map, and sets that several maps share."""

from django import forms
from django.contrib import admin
from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from articles import colours
from articles.admin.text import PlainTextMixin
from articles.models import LegendRow, LegendSet


class LegendRowForm(forms.ModelForm):
    """A row; without a position it comes last."""

    position = forms.IntegerField(
        label=_("Position"), min_value=0, max_value=32_767, required=False, initial=None
    )

    def clean_position(self):
        given = self.cleaned_data["position"]
        if given is not None:
            return given
        home = {"image": self.instance.image_id, "legend_set": self.instance.legend_set_id}
        last = LegendRow.objects.filter(**home).aggregate(last=Max("position"))["last"]
        return 0 if last is None else last + 1


class LegendRowInline(PlainTextMixin, admin.StackedInline):
    model = LegendRow
    form = LegendRowForm
    extra = 1
    # In one line where there is room.
    fields = [("position", "colour", "pattern", "label", "meaning")]
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
