"""Writes the files readers get: the full picture, smaller ones, tiles, a crop for share cards."""

import secrets
import threading

from django.core.files import File
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from articles.images import encoding
from articles.images.pixels import on_paper
from articles.images.tiles import TILED_ABOVE_PIXELS, write_tiles

WIDTHS = (480, 800, 1200, 1800, 2560)
# The one that an article's column shows, and the only one until the others are made.
PAGE_WIDTH = 1200
SHARE_SIZE = (1200, 630)
# A large map takes hundreds of megabytes while it is open: one at a time in each process.
one_at_a_time = threading.Lock()


class Writer:
    """Writes the files of one upload below a folder, with its rights in each of them."""

    def __init__(self, upload, *, folder, rights, keep):
        self.upload, self.image, self.is_drawn = upload, upload.image, upload.is_drawn
        # A folder of its own for each making: an address never gets another content.
        self.folder = f"{folder}/{secrets.token_hex(4)}"
        self.rights = rights
        self._keep = keep

    def quick(self):
        """The facts of one file for a page, so that the picture can be shown at once."""
        image = self._scaled(min(PAGE_WIDTH, self.upload.width))
        rendition = self._write_rendition(image)
        return self._facts(rendition["name"], rendition["bytes"], renditions=[rendition])

    def everything(self, focal_point):
        """The facts of all files."""
        widest = min(self.image.width, WIDTHS[-1])
        widths = [width for width in WIDTHS if width < widest] + [widest]
        scaled = {width: self._scaled(width) for width in widths}
        full = encoding.encoded(self.image, self._whole(), self.rights)
        page = scaled[max(width for width in widths if width <= PAGE_WIDTH or width == widths[0])]
        return self._facts(
            self._write("full", self._whole()["format"], full),
            full.tell(),
            renditions=[
                *self._modern(scaled.values()),
                *map(self._write_rendition, scaled.values()),
            ],
            fallback=self._write_fallback(page),
            share=self._write_share(focal_point),
            tiles=self._write_tiles(),
        )

    def _facts(self, full, full_bytes, **facts):
        size = {"width": self.upload.width, "height": self.upload.height}
        others = {"share": "", "fallback": "", "tiles": None}
        return size | others | {"full": full, "full_bytes": full_bytes} | facts

    def _whole(self):
        return encoding.whole(self.image, is_drawn=self.is_drawn)

    def _scaled(self, width):
        if width == self.image.width:
            return self.image
        height = max(1, round(self.image.height * width / self.image.width))
        return self.image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)

    def _modern(self, scaled):
        """Photos get smaller as AVIF; drawings do not, and lose their edges."""
        if self.is_drawn or not encoding.HAS_AVIF:
            return
        for image in scaled:
            content = encoding.encoded(image, encoding.AVIF, self.rights)
            yield self._rendition(image, "AVIF", content)

    def _write_rendition(self, image):
        content = encoding.compact(image, self.rights, is_drawn=self.is_drawn)
        return self._rendition(image, "WEBP", content)

    def _rendition(self, image, format, content):
        return {
            "name": self._write(str(image.width), format, content),
            "width": image.width,
            "height": image.height,
            "bytes": content.getbuffer().nbytes,
            "format": format.lower(),
        }

    def _write_fallback(self, image):
        content, format = encoding.fallback(image, self.rights, is_drawn=self.is_drawn)
        return self._write("fallback", format, content)

    def _write_share(self, focal_point):
        centre = tuple(part / 100 for part in focal_point)
        crop = ImageOps.fit(self.image, SHARE_SIZE, Image.Resampling.LANCZOS, centering=centre)
        content = encoding.encoded(on_paper(crop), encoding.SHARE, self.rights)
        return self._write("share", "JPEG", content)

    def _write_tiles(self):
        if self.image.width * self.image.height <= TILED_ABOVE_PIXELS:
            return None
        return write_tiles(self.image, f"{self.folder}/tiles", self._write_tile)

    def _write_tile(self, name, image):
        options = encoding.whole(image, is_drawn=self.is_drawn)
        content = encoding.encoded(image, options, self.rights)
        return self._keep(default_storage, name, File(content))

    def _write(self, stem, format, content):
        name = f"{self.folder}/{stem}.{encoding.EXTENSIONS[format]}"
        content.seek(0)
        return self._keep(default_storage, name, File(content))
