"""The bounding box of a map or an area, as a form asks for it."""

from django.utils.translation import gettext_lazy as _

from articles.models.areas import EDGES

LIMITS = {"west": 180, "south": 90, "east": 180, "north": 90}
BOX = _("Bounding box, in degrees")


class BoxFormMixin:
    """Says which edge is wrong; the database only says that the box is."""

    def clean(self):
        cleaned = super().clean()
        box = {edge: cleaned.get(edge) for edge in EDGES}
        given = [edge for edge in EDGES if box[edge] is not None]
        if not given or any(edge in self.errors for edge in EDGES):
            return cleaned
        for edge in EDGES:
            self._check_edge(edge, box[edge])
        if box["south"] is not None and box["north"] is not None and box["south"] >= box["north"]:
            self.add_error("north", _("North must lie above south."))
        return cleaned

    def _check_edge(self, edge, degrees):
        limit = LIMITS[edge]
        if degrees is None:
            self.add_error(edge, _("A box needs all four edges, or none."))
        elif abs(degrees) > limit:
            self.add_error(edge, _("It lies between -%(limit)d and %(limit)d.") % {"limit": limit})
