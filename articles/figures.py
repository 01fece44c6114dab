"""The pictures in an article's text: fetched with the article, built again from their rows."""

import json
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from articles.json_rows import JsonRows, moment_in
from articles.placing import picture_keys

# What pages and machines say of a picture; the rest of its row stays in the database.
FACTS = (
    *("id", "kind", "title", "alt", "is_decorative", "caption", "valid_at", "made_on", "series"),
    *("creator", "credit", "copyright_notice", "source", "source_url", "licence", "licence_url"),
    *("acquire_url", "width", "height", "full", "full_bytes", "share", "renditions", "fallback"),
    *("west", "south", "east", "north", "created_at"),
)
AREA = ("id", "name", "slug", "west", "south", "east", "north")
LEGEND = ("colour", "pattern", "label", "meaning")


@dataclass
class Figure:
    """A picture in a text with the rows of its legend."""

    image: models.Model
    legend: list


def figure_rows(placements):
    """The rows of pictures in texts, as JSON, in their order; part of the article's statement."""
    facts = {name: f"image__{name}" for name in FACTS}
    facts |= {f"area_{name}": f"image__area__{name}" for name in AREA}
    rows = placements.filter(position__gt=0).order_by("position")
    legend = JsonRows(_legend(OuterRef("image"), OuterRef("image__legend_set")))
    return JsonRows(rows.values(row=JSONObject(**facts, legend=legend)))


def figures_of(article):
    """Its figures in their order; from `figure_rows` where the article was fetched with them."""
    if (rows := article.__dict__.get("figure_rows")) is not None:
        return [_figure(row) for row in rows]
    keys = picture_keys(article.body)
    image = apps.get_model("articles", "MapImage")
    found = image.objects.select_related("area").in_bulk(keys) if keys else {}
    rows = {pk: _legend(pk, found[pk].legend_set_id) for pk in found}
    legends = {pk: [row["row"] for row in rows[pk]] for pk in found}
    return [Figure(found[pk], legends[pk]) for pk in dict.fromkeys(keys) if pk in found]


def _legend(image, legend_set):
    """The rows of a picture's set, then its own."""
    rows = apps.get_model("articles", "LegendRow").objects
    rows = rows.filter(Q(image=image) | Q(legend_set=legend_set, legend_set__isnull=False))
    rows = rows.order_by(F("image").asc(nulls_first=True), "position", "pk")
    return rows.values(row=JSONObject(**{name: name for name in LEGEND}))


def _figure(row):
    image = _built("MapImage", {name: row[name] for name in FACTS})
    if row["area_id"]:
        image.area = _built("Area", {name: row[f"area_{name}"] for name in AREA})
    return Figure(image, _parsed(row["legend"]))


def _built(name, values):
    """An object as if these columns of its row had been read."""
    model = apps.get_model("articles", name)
    fields = [field for field in model._meta.concrete_fields if field.attname in values]
    names = [field.attname for field in fields]
    return model.from_db(None, names, [_read(field, values[field.attname]) for field in fields])


def _read(field, value):
    """A value as the model keeps it: JSON knows neither times nor, on SQLite, truth and lists."""
    if value is None:
        return None
    if isinstance(field, models.JSONField):
        return _parsed(value)
    return moment_in(value) if isinstance(field, models.DateTimeField) else field.to_python(value)


def _parsed(value):
    return json.loads(value) if isinstance(value, str) else value
