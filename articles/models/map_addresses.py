"""Where the files of a picture are: what templates, feeds and machines link."""

from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

PAGE_WIDTH = 1200
CARD_WIDTH = 800
SHEET_WIDTH = 2560
# What a browser chooses from, the best first; the others are for those that know neither.
MODERN = ("avif", "webp")


class MapAddresses:
    """Addresses from the facts that `MapFiles` stores: no file is opened for them."""

    @property
    def has_file(self):
        """True when there is something to show."""
        return bool(self.full)

    @property
    def sources(self):
        """The <source> elements of a <picture>: every width in every format, the best first."""
        return self._sources(self.renditions)

    @property
    def card_sources(self):
        """The same for a teaser, with the widths that it can need."""
        return self._sources(self._card_renditions)

    @property
    def fallback_url(self):
        """The picture for browsers that know none of the sources."""
        return default_storage.url(self.fallback) if self.fallback else self.src

    @property
    def src(self):
        """The picture for an article's column."""
        return self._src(PAGE_WIDTH)

    @property
    def srcset(self):
        """Every width, for the browser to choose."""
        return self._srcset(self._plain(self.renditions))

    @property
    def card_src(self):
        """The picture for a teaser."""
        return self._src(CARD_WIDTH)

    @property
    def card_srcset(self):
        """The widths that a teaser can need."""
        return self._srcset(self._plain(self._card_renditions))

    @property
    def full_url(self):
        """The picture in its full size, without what the uploaded file told besides."""
        return default_storage.url(self.full) if self.full else ""

    @property
    def sheet_url(self):
        """The picture of the full-size page: of a very large one a smaller copy below its tiles."""
        return self._src(SHEET_WIDTH) if self.tiles else self.full_url

    @property
    def share_url(self):
        """The 1200 x 630 crop for cards on other sites; until it is made, the picture."""
        return default_storage.url(self.share) if self.share else self.src

    @property
    def tiles_url(self):
        """Of a very large picture: add `<level>/<column>-<row>.webp`; level 0 is the full size."""
        return default_storage.url(self.tiles["folder"]) if self.tiles else ""

    @property
    def sizes_label(self):
        """What opening the full picture will cost: its pixels and its bytes."""
        shown = next((r for r in self.renditions if r["name"] == self.full), None)
        return _("%(width)s × %(height)s, %(bytes)s") % {
            "width": shown["width"] if shown else self.width,
            "height": shown["height"] if shown else self.height,
            "bytes": filesizeformat(self.full_bytes),
        }

    @property
    def _card_renditions(self):
        return [r for r in self.renditions if r["width"] <= PAGE_WIDTH] or self.renditions[:1]

    def _plain(self, renditions):
        return [r for r in renditions if _format(r) != "avif"]

    def _src(self, width):
        plain = self._plain(self.renditions)
        fitting = [r for r in plain if r["width"] <= width] or plain[:1]
        return default_storage.url(fitting[-1]["name"]) if fitting else ""

    def _sources(self, renditions):
        by_format = {kind: [r for r in renditions if _format(r) == kind] for kind in MODERN}
        return [
            {"type": f"image/{kind}", "srcset": self._srcset(found)}
            for kind, found in by_format.items()
            if found
        ]

    def _srcset(self, renditions):
        return ", ".join(f"{default_storage.url(r['name'])} {r['width']}w" for r in renditions)


def _format(rendition):
    return rendition.get("format", "webp")
