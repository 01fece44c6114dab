"""Draws the demo's maps and charts and takes them in like any upload."""

import importlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from articles.models import LegendRow, MapImage
from newsportal.demo import texts
from newsportal.demo.places import row

RIGHTS = {
    "licence": "CC BY 4.0",
    "licence_url": "https://creativecommons.org/licenses/by/4.0/",
    "permission": "own",
    "permission_note": "Drawn by the newsroom itself.",
    "copyright_notice": "© The Datum",
}
SHEET_ONLY = {"road", "rail", "river"}
SHADED = {"telva_line", "flood", "flood_rising", "night", "reservoir", "pass_road", "bridges"}
# Flat sheets without fine print: smaller, since keeping them without loss takes its time.
REDUCED, SMALLER = {"harbour", "wards"}, (1800, 1350)
NAVY, SKY, MAGENTA = "#165c8c", "#78aed2", "#a3125f"
# What the charts show besides their title.
FIGURES = {
    "charts.gauge_curve": {"days": ["day 1", "day 2", "day 3", "day 4", "day 5", "day 6", "day 7"]},
    "charts.seats": {
        "blocs": [
            ("Civic", 51, NAVY),
            ("Harbour", 30, SKY),
            ("Fields", 20, "#deb254"),
            ("Together", 35, MAGENTA),
            ("open", 26, "#ced4d8"),
        ]
    },
    "charts.timetable": {
        "stations": [
            ("Pereth", 0),
            ("Quell", 15),
            ("Dorsk", 34),
            ("Corlen road", 47),
            ("Sadrin", 62),
        ],
        "trains": [(6.2 + 2 * n, False, MAGENTA) for n in range(5)]
        + [(6.39 + 2 * n, True, NAVY) for n in range(5)],
    },
    "charts.bars": {
        "rows": [
            ("No signature", 21, MAGENTA),
            ("Came too late", 11, NAVY),
            ("No inner envelope", 5, NAVY),
            ("Other", 3, SKY),
        ],
        "unit": "",
    },
}


def add_all(now, made, places):
    """Add every picture to `made`, {name: picture}, as soon as it is stored.

    A second thread draws while this one writes what readers will get.
    """
    specs = texts.table("pictures")
    with ThreadPoolExecutor(max_workers=1) as pool:
        drawn = {name: pool.submit(draw, spec, now) for name, spec in specs.items()}
        try:
            for name, spec in specs.items():
                made[name] = _add(spec, drawn.pop(name).result(), now, made, places)
        finally:
            pool.shutdown(cancel_futures=True)


def draw(spec, now):
    """The file of a picture: PNG when it is flat, JPEG when it has relief.

    So the site serves the first without loss and the second small.
    """
    picture, file = paint(spec, now), BytesIO()
    if spec["draw"] in SHADED:
        picture.save(file, format="JPEG", quality=93, subsampling=0)
        return ContentFile(file.getvalue(), name="map.jpg")
    picture.save(file, format="PNG", compress_level=1)
    return ContentFile(file.getvalue(), name="map.png")


def paint(spec, now):
    """The picture itself, with its dates."""
    then = texts.moment(spec, now)
    words = {word: texts.dated(spec[word], then) for word in ("title", "subtitle")}
    module, _, name = spec["draw"].partition(".")
    drawing = getattr(importlib.import_module(f"newsportal.demo.maps.{module}"), name or "draw")
    if name:
        return drawing(**words, **FIGURES.get(spec["draw"], {}))
    legend = [row[:3] for row in spec["legend"]]
    sheet = drawing(**words, legend=legend, credit=f"Map: {spec['credit']} · {RIGHTS['licence']}")
    return sheet.resize(SMALLER, Image.Resampling.LANCZOS) if module in REDUCED else sheet


def _add(spec, file, now, made, places):
    then = texts.moment(spec, now)
    fields = {field: spec[field] for field in ("kind", "title", "alt", "credit", "source")}
    fields |= RIGHTS | {"valid_at": then, "created_at": then, "made_on": timezone.localdate(then)}
    fields["creator"] = spec["credit"].partition(",")[0]
    fields["caption"] = texts.dated(spec["caption"], then)
    fields["area"] = places["areas"].get(spec.get("area"))
    fields["legend_set"] = places["legend_sets"].get(spec.get("legend_set"))
    fields["supersedes"] = made.get(spec.get("newer_version_of"))
    picture = MapImage.objects.create_with_file(file, **fields)
    LegendRow.objects.bulk_create(_key(picture, spec["legend"]))
    return picture


def _key(picture, legend):
    """The legend beside the picture: what only this one shows."""
    shared = picture.legend_set.rows.values_list("label", flat=True) if picture.legend_set else ()
    for position, line in enumerate(legend):
        if line[0] not in SHEET_ONLY and line[2] not in shared:
            yield LegendRow(image=picture, position=position, **row(*line))
