"""Finds the pictures an article shows and notes where each stands."""

import re

from django.apps import apps

# A picture in the text, as the sanitizer writes it.
IN_TEXT = re.compile(r'<img [^>]*?data-file="(\d{1,18})"')


def picture_keys(body):
    """The keys of the pictures in a text, in their order."""
    return [int(key) for key in IN_TEXT.findall(body or "")]


def place_pictures(article, *, is_new=False):
    """Write an article's placements anew where they changed: 0 the lead, then the text's."""
    placements, image = (
        apps.get_model("articles", name).objects for name in ("Placement", "MapImage")
    )
    in_text = picture_keys(article.body)
    known = set(image.filter(pk__in=in_text).values_list("pk", flat=True)) if in_text else set()
    lead = {0: article.lead_image_id} if article.lead_image_id else {}
    wanted = lead | {n: pk for n, pk in enumerate(in_text, start=1) if pk in known}
    placed = placements.none() if is_new else placements.filter(article=article)
    found = dict(placed.values_list("position", "image"))
    if found == wanted:
        return
    placed.delete()
    placements.bulk_create(
        placements.model(article=article, image_id=pk, position=position)
        for position, pk in wanted.items()
    )
