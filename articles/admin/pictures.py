"""Maps and pictures in the newsroom: upload, rights, legend, and the list the editor picks from."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.forms import MapImageForm
from articles.admin.text import PlainTextMixin
from articles.models import LegendRow, MapImage

PICTURES_PER_PAGE = 24
THUMBNAIL_WIDTH = 160


class LegendRowInline(PlainTextMixin, admin.TabularInline):
    model = LegendRow
    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "colour":
            kwargs["widget"] = forms.TextInput(attrs={"type": "color"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(MapImage)
class MapImageAdmin(PlainTextMixin, admin.ModelAdmin):
    form = MapImageForm
    # The form's own field of this name takes the file.
    exclude = ["file"]
    list_display = ["thumbnail", "title", "kind", "credit", "licence", "valid_at", "created_at"]
    list_display_links = ["title"]
    list_filter = ["kind", "created_at"]
    search_fields = ["title", "credit", "source", "caption"]
    readonly_fields = ["thumbnail", "sizes"]
    inlines = [LegendRowInline]
    fieldsets = [
        (None, {"fields": ["file", "thumbnail", "sizes", "kind", "title", "alt", "caption"]}),
        (
            _("Rights"),
            {"fields": ["credit", "licence", "licence_url", "source", "source_url", "valid_at"]},
        ),
    ]

    @admin.display(description=_("preview"))
    def thumbnail(self, image):
        if not image.has_file:
            return ""
        height = round(THUMBNAIL_WIDTH * image.height / image.width)
        picture = '<img src="{}" alt="" width="{}" height="{}" loading="lazy">'
        return format_html(picture, image.card_src, THUMBNAIL_WIDTH, height)

    @admin.display(description=_("size"))
    def sizes(self, image):
        return image.sizes_label if image.has_file else ""

    def view_on_site(self, image):
        return image.get_absolute_url() if image.has_file else None

    def save_model(self, request, image, form, change):
        try:
            super().save_model(request, image, form, change)
        except Exception:
            image.drop_new_files()
            raise
        for note in form.notes:
            messages.info(request, note)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """The form comes back for a correction: a file it brought was not saved."""
        context["adminform"].form.instance.drop_new_files()
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def delete_queryset(self, request, queryset):
        for image in queryset:
            image.delete()

    def get_urls(self):
        pick = self.admin_site.admin_view(self.pick_view)
        return [path("pick/", pick, name="articles_mapimage_pick"), *super().get_urls()]

    def pick_view(self, request):
        """The pictures an article's text can show, newest first; opened by the text editor."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        query = request.GET.get("q", "")[:200]
        found, _duplicates = self.get_search_results(
            request, self.get_queryset(request).exclude(full=""), query
        )
        page = Paginator(found, PICTURES_PER_PAGE).get_page(request.GET.get("p"))
        context = self.admin_site.each_context(request) | {
            "title": _("Choose a picture"),
            "is_popup": True,
            "page": page,
            "query": query,
            "callback": request.GET.get("CKEditorFuncNum", ""),
            "may_add": self.has_add_permission(request),
        }
        return render(request, "admin/articles/mapimage/pick.html", context)
