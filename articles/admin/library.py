"""The media library as a list: cards, what to search in, what to narrow it down to."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import attribution
from articles.models import Area, LegendRow, MapImage, Placement


class Library(ChangeList):
    """Everything a card shows, in as many statements for one as for many."""

    def get_queryset(self, request, exclude_parameters=None):
        found = super().get_queryset(request, exclude_parameters)
        if not request.user.has_perm("articles.edit_others"):
            found = found.filter(uploaded_by=request.user)
        places = Placement.objects.filter(image=OuterRef("pk")).order_by().values("image")
        used = Subquery(places.values(count=Count("article", distinct=True)))
        related = found.select_related("area", "legend_set").annotate(used=Coalesce(used, 0))
        return related.prefetch_related("legend", "legend_set__rows")

    def get_results(self, request):
        super().get_results(request)
        for image in self.result_list:
            image.gaps = attribution.gaps(image)


class AreaFilter(admin.SimpleListFilter):
    """An area with all that lie inside it."""

    title = _("area")
    parameter_name = "area"

    def lookups(self, request, model_admin):
        return [(area.pk, area.name) for area in Area.objects.all()]

    def queryset(self, request, images):
        area = Area.objects.filter(pk=self._key).first() if self._key else None
        return images.filter(area__path__startswith=area.path) if area else images

    @property
    def _key(self):
        value = self.value() or ""
        return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


class WorkFilter(admin.SimpleListFilter):
    """What somebody should look at."""

    title = _("what is to be done")
    parameter_name = "work"

    def lookups(self, request, model_admin):
        return [
            ("rights", _("Rights are missing")),
            ("legend", _("Maps without a legend")),
            ("ending", _("Permission ends soon")),
            ("unused", _("In no article")),
            ("waiting", _("Files being made")),
            ("failed", _("Files failed")),
        ]

    def queryset(self, request, images):
        question = WORK.get(self.value())
        return images.filter(question()) if question else images


def _without_legend():
    own = LegendRow.objects.filter(image=OuterRef("pk"))
    shared = LegendRow.objects.filter(legend_set=OuterRef("legend_set"))
    is_map = Q(kind=MapImage.Kind.MAP, has_no_legend=False)
    return is_map & ~Q(Exists(own)) & ~Q(Exists(shared))


def _without_rights():
    """As articles.attribution.gaps sees it."""
    unknown = Q(credit="") | Q(licence="") | Q(permission="") | Q(alt="", is_decorative=False)
    return unknown | Q(permission_until__lt=timezone.localdate()) | _without_legend()


def _ending():
    today = timezone.localdate()
    last = today + timedelta(days=attribution.SOON_DAYS)
    return Q(permission_until__range=(today, last))


WORK = {
    "rights": _without_rights,
    "legend": _without_legend,
    "ending": _ending,
    "unused": lambda: ~Q(Exists(Placement.objects.filter(image=OuterRef("pk")))),
    "waiting": lambda: Q(files_state=MapImage.Files.WAITING),
    "failed": lambda: Q(files_state=MapImage.Files.FAILED),
}
