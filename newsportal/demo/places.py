"""The demo's areas, and the legends that its maps share."""

from django.db import transaction

from articles.models import Area, LegendRow, LegendSet
from articles.models.areas import EDGES
from newsportal.demo import texts


@transaction.atomic
def add_all():
    """{"areas": {slug: row}, "legend_sets": {slug: row}}."""
    table = texts.table("newsroom")
    areas = {}
    for area in table["areas"]:
        edges = dict(zip(EDGES, area.pop("box"), strict=True))
        parent = areas.get(area.pop("parent", None))
        areas[area["slug"]] = Area.objects.create(parent=parent, **edges, **area)
    return {"areas": areas, "legend_sets": dict(map(_add_legend, table["legend_sets"]))}


def remove(places):
    """Take everything away again, the inner areas first."""
    for area in reversed(places["areas"].values()):
        area.delete()
    for legend_set in places["legend_sets"].values():
        legend_set.delete()


def _add_legend(legend):
    legend_set = LegendSet.objects.create(name=legend["name"], note=legend["note"])
    LegendRow.objects.bulk_create(
        LegendRow(legend_set=legend_set, position=position, **row(*values))
        for position, values in enumerate(legend["rows"])
    )
    return legend["slug"], legend_set


def row(pattern, colour, label, meaning, page_colour=None):
    """The fields of a legend row out of its line in a table."""
    about = {"pattern": pattern, "label": label, "meaning": meaning}
    return about | {"colour": page_colour or colour}
