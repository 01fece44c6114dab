"""Areas as a tree: what maps can show, and what lies inside what."""

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from articles.admin.boxes import BOX, BoxFormMixin
from articles.admin.labels import LabelAdmin
from articles.models import Area
from articles.models.areas import EDGES

INDENT = "\u2003"


def as_tree(areas):
    """Areas with what lies inside each right after it, by name; `depth` says how deep."""
    names = {str(area.pk): area.name.casefold() for area in areas}
    for area in areas:
        area.depth = area.path.count("/") - 2
    return sorted(areas, key=lambda area: [(names.get(k, ""), k) for k in _keys(area)])


def _keys(area):
    return area.path.strip("/").split("/")


class AreaForm(BoxFormMixin, forms.ModelForm):
    """An area; its parent is chosen from the tree, without itself and what lies inside it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "parent" not in self.fields:
            return
        parent, path = self.fields["parent"], self.instance.path
        if path:
            parent.queryset = parent.queryset.exclude(path__startswith=path)
        tree = as_tree(list(parent.queryset))
        rows = [(area.pk, INDENT * area.depth + area.name) for area in tree]
        parent.choices = [("", _("nothing larger")), *rows]


class AreaTree(ChangeList):
    def get_results(self, request):
        super().get_results(request)
        self.result_list = as_tree(list(self.result_list))


@admin.register(Area)
class AreaAdmin(LabelAdmin):
    form = AreaForm
    list_display = ["in_tree", "slug", "has_box", "map_count"]
    list_per_page = 500
    fieldsets = [
        (None, {"fields": ["name", "slug", "description", "parent"]}),
        (
            BOX,
            {
                "fields": [EDGES],
                "description": _(
                    "From the map's frame. West may be larger than east: such a box "
                    "crosses the 180th meridian."
                ),
            },
        ),
    ]

    def get_changelist(self, request, **kwargs):
        return AreaTree

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(map_count=Count("images"))

    @admin.display(description=_("area"))
    def in_tree(self, area):
        return INDENT * getattr(area, "depth", 0) + area.name

    @admin.display(description=_("box"), boolean=True)
    def has_box(self, area):
        return area.box is not None

    @admin.display(description=_("maps"))
    def map_count(self, area):
        return area.map_count

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["images"] = obj.images.order_by("-valid_at", "-pk")[:50]
            context["children"] = obj.children.all()
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
