"""Maps and pictures in the newsroom: what they show, whose they are, and where they stand."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import choosing, rights
from articles.admin import picture_files
from articles.admin.beside import beside
from articles.admin.boxes import BOX
from articles.admin.legends import LegendRowInline
from articles.admin.library import AreaFilter, Library, WorkFilter
from articles.admin.picture_forms import MapImageForm
from articles.admin.text import PlainTextMixin
from articles.admin.uploads import UploadMixin
from articles.models import MapImage
from articles.models.areas import EDGES
from articles.usage import is_used, uses

PICTURES_PER_PAGE = 24


@admin.register(MapImage)
class MapImageAdmin(UploadMixin, PlainTextMixin, admin.ModelAdmin):
    form = MapImageForm
    # The form's own field of this name takes the file.
    exclude = ["file"]
    list_display = ["title"]
    list_filter = ["kind", WorkFilter, AreaFilter]
    list_per_page = PICTURES_PER_PAGE
    show_full_result_count = False
    search_fields = [
        *("title", "caption", "credit", "creator", "source", "area__name"),
        *("legend__label", "legend_set__name", "legend_set__rows__label"),
    ]
    actions = None
    autocomplete_fields = ["legend_set", "area", "supersedes"]
    inlines = [LegendRowInline]
    fieldsets = [
        (
            None,
            {"fields": ["title", "kind", "alt", "is_decorative", "caption", "description"]},
        ),
        (
            gettext_lazy("Whose it is"),
            {
                "fields": [
                    *("creator", "credit", "copyright_notice", "licence", "licence_url"),
                    *("acquire_url", "source", "source_url"),
                ]
            },
        ),
        (
            gettext_lazy("Why we may show it"),
            {
                "fields": [
                    *("permission", "permission_note"),
                    *("permission_until", "exclusive_until"),
                ]
            },
        ),
        (gettext_lazy("Place and time"), {"fields": ["area", "valid_at", "made_on", "supersedes"]}),
        (
            BOX,
            {
                "fields": [EDGES],
                "classes": ["collapse"],
                "description": gettext_lazy("Only if it differs from the box of the area."),
            },
        ),
        (gettext_lazy("File"), {"fields": ["file", ("focal_x", "focal_y")]}),
        (gettext_lazy("Legend"), {"fields": ["legend_set", "has_no_legend"]}),
    ]

    def get_queryset(self, request):
        return choosing.pictures_for(request.user, super().get_queryset(request))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "supersedes":
            kwargs["queryset"] = choosing.pictures_for(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changelist(self, request, **kwargs):
        return Library

    def has_view_permission(self, request, obj=None):
        allowed = super().has_view_permission(request, obj)
        return allowed and (obj is None or rights.may_see_picture(request.user, obj))

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or rights.may_change_picture(request.user, obj))

    def view_on_site(self, image):
        return image.get_absolute_url() if image.has_file else None

    def changeform_view(self, request, *args, **kwargs):
        """What fails after the file was written takes the file with it."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Exception:
            if image := getattr(request, "saved_picture", None):
                image.drop_new_files()
            raise

    def save_model(self, request, image, form, change):
        request.saved_picture, image.brought_by = image, request.user
        super().save_model(request, image, form, change)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """The form comes back for a correction: a file it brought was not saved."""
        context["adminform"].form.instance.drop_new_files()
        context |= beside(obj, request.user)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def delete_view(self, request, object_id, extra_context=None):
        image = self.get_object(request, object_id)
        if image and self.has_delete_permission(request, image) and is_used(image):
            return self._refuse_to_delete(request, image)
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError:  # somebody put it into an article at the same moment
            return self._refuse_to_delete(request, image)

    def _refuse_to_delete(self, request, image):
        named = ", ".join(f"“{use.article}”" for use in uses(image, request.user))
        text = _("It is used and can't be deleted: %(articles)s.") % {"articles": named}
        messages.error(request, text)
        return HttpResponseRedirect(reverse("admin:articles_mapimage_change", args=[image.pk]))

    def get_urls(self):
        pick = self.admin_site.admin_view(self.pick_view)
        own = [path("pick/", pick, name="articles_mapimage_pick"), *picture_files.urls(self)]
        return own + super().get_urls()

    def pick_view(self, request):
        """The pictures an article's text can show, newest first; opened by the text editor."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        query = request.GET.get("q", "")[:200]
        found, has_duplicates = self.get_search_results(
            request, self.get_queryset(request).exclude(full=""), query
        )
        found = found.distinct() if has_duplicates else found
        page = Paginator(found, PICTURES_PER_PAGE).get_page(request.GET.get("p"))
        context = self.admin_site.each_context(request) | {
            "title": _("Choose a picture"),
            "is_popup": True,
            "page": page,
            "query": query,
            "may_add": self.has_add_permission(request),
        }
        return render(request, "admin/articles/mapimage/pick.html", context)
