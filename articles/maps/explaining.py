"""What a map says besides its picture: its legend as rows, and all of it in words."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from articles.models.legends import rows_of
from articles.presentation import moment

# Two maps lie over each other when their proportions differ no more than this.
TOLERANCE = 0.02


class Explained:
    """The part of MapImage that puts a picture into words and beside another."""

    @property
    def filed_at(self):
        """The moment the archive files it under: as of, else when it came."""
        return self.valid_at or self.created_at

    @cached_property
    def legend_rows(self):
        return rows_of(self)

    @property
    def shown_alt(self):
        """What it shows, for readers who can't see it; nothing when it only adorns."""
        return "" if self.is_decorative else self.alt

    @property
    def long_text(self):
        """Paragraphs for whoever can't see it: the description, or one made from what is known."""
        return self.description.strip() or "\n\n".join(self._known_in_words())

    def is_comparable_with(self, other):
        """True when both show one place in the same proportions: one can lie over the other."""
        return self.shows_the_place_of(other) and self.is_shaped_like(other)

    def shows_the_place_of(self, other):
        is_of_area = self.area_id is not None and self.area_id == other.area_id
        is_of_series = self.series is not None and self.series == other.series
        return is_of_area or is_of_series

    def is_shaped_like(self, other):
        own, others = self.width * other.height, other.width * self.height
        return bool(own and others) and abs(own - others) <= TOLERANCE * others

    def _known_in_words(self):
        if self.alt:
            yield self.alt
        if self.area:
            yield _("Area: %(area)s.") % {"area": self.area}
        if self.valid_at:
            yield _("As of %(time)s.") % {"time": moment(self.valid_at)}
        for row in self.legend_rows:
            known = {"sign": row.get_pattern_display(), "label": row.label}
            if meaning := row.meaning.rstrip("."):
                yield _("%(label)s (%(sign)s): %(meaning)s.") % (known | {"meaning": meaning})
            else:
                yield _("%(label)s (%(sign)s).") % known
