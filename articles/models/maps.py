"""Maps and pictures: the files, what they show, and whose they are."""

from functools import partial
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles import images
from articles.stamps import move_stamps

PAGE_WIDTH = 1200
CARD_WIDTH = 800


class MapImageManager(models.Manager):
    def create_with_file(self, file, **fields):
        """Make a picture with its file. ValidationError for "file" when it is refused."""
        image = self.model(**fields)
        image.take_file(file)
        try:
            image.save(using=self.db)
        except Exception:
            image.drop_new_files()
            raise
        return image


class MapImage(models.Model):
    """A map, photo, drawing or chart with its rights; the file as uploaded stays private."""

    class Kind(models.TextChoices):
        MAP = "map", pgettext_lazy("kind of image", "Map")
        PHOTO = "photo", pgettext_lazy("kind of image", "Photo")
        DRAWING = "drawing", pgettext_lazy("kind of image", "Drawing")
        CHART = "chart", pgettext_lazy("kind of image", "Chart")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MAP)
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(
        _("file"), storage=images.masters, upload_to=images.master_name, max_length=200
    )
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        help_text=_("What the picture shows, for readers who can't see it."),
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("source address"), blank=True)
    licence = models.CharField(_("licence"), max_length=100)
    licence_url = models.URLField(_("licence address"), blank=True)
    valid_at = models.DateTimeField(_("as of"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    # Facts about the served files, written by take_file().
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    full = models.CharField(max_length=200, editable=False, blank=True)
    full_bytes = models.PositiveBigIntegerField(editable=False, default=0)
    share = models.CharField(max_length=200, editable=False, blank=True)
    renditions = models.JSONField(editable=False, default=list, blank=True)

    objects = MapImageManager()

    class Meta:
        verbose_name = _("map or picture")
        verbose_name_plural = _("maps and pictures")
        ordering = ["-created_at", "-pk"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Files that this object wrote, and those they replace, until the next save().
        self._new_files = []
        self._replaced_files = []

    def __str__(self):
        return self.title

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        self._move_stamps()
        self._remove_after_commit(self._replaced_files)
        self._new_files, self._replaced_files = [], []

    def get_absolute_url(self):
        return reverse("articles:map", args=[self.pk])

    @transaction.atomic
    def delete(self, *args, **kwargs):
        self._remove_after_commit(self._files())
        return super().delete(*args, **kwargs)

    def take_file(self, file):
        """Keep an upload privately and write what readers get of it; save() comes after.

        Gives sentences about what the served files leave out. A refused file raises
        ValidationError for the field "file" and leaves nothing behind.
        """
        with images.one_at_a_time:
            upload = images.read_upload(file)
            with images.all_or_nothing() as keep:
                file.seek(0)
                master = keep(images.masters(), images.master_name(self, file.name), file)
                served = images.write_served(upload, keep)
        self._replaced_files += self._files()
        for fact, value in vars(served).items():
            setattr(self, fact, value)
        self.file = master
        self._new_files += self._files()
        return upload.notes

    def drop_new_files(self):
        """Remove what take_file() wrote, because this object will not be saved."""
        images.remove(self._new_files)
        self._new_files, self._replaced_files = [], []
        if self.pk:
            self.refresh_from_db(fields=["file", *images.Served.__annotations__])

    def _files(self):
        names = [self.full, self.share, *(rendition["name"] for rendition in self.renditions)]
        served = [(default_storage, name) for name in dict.fromkeys(names) if name]
        return served + [(images.masters(), self.file.name)] if self.file else served

    def _remove_after_commit(self, files):
        """Remove files once they are history, but none that a text of ours still shows."""
        if files and not self._is_shown_in_a_text(files):
            transaction.on_commit(partial(images.remove, files))

    def _is_shown_in_a_text(self, files):
        articles = self._meta.get_field("articles").related_model.objects
        folder = PurePosixPath(files[0][1]).parent
        return articles.filter(body__contains=f"{folder}/").exists()

    def _move_stamps(self):
        names = [f"article:{pk}" for pk in self.articles.values_list("pk", flat=True)]
        move_stamps("articles", f"map:{self.pk}", *names)

    def missing_rights(self):
        """Sentences about what must be known before a reader may see it; none when all is."""
        needed = [
            (self.alt, _("The alternative text of this picture is missing.")),
            (self.credit, _("The credit of this picture is missing.")),
            (self.licence, _("The licence of this picture is missing.")),
        ]
        return [sentence for value, sentence in needed if not value.strip()]

    @property
    def has_file(self):
        """True when there is something to show."""
        return bool(self.full)

    @property
    def src(self):
        """The picture for an article's column."""
        return self._src(PAGE_WIDTH)

    @property
    def srcset(self):
        """Every width, for the browser to choose."""
        return self._srcset(self.renditions)

    @property
    def card_src(self):
        """The picture for a teaser."""
        return self._src(CARD_WIDTH)

    @property
    def card_srcset(self):
        """The widths that a teaser can need."""
        return self._srcset(r for r in self.renditions if r["width"] <= PAGE_WIDTH)

    @property
    def full_url(self):
        """The picture in its full size, without what the uploaded file told besides."""
        return default_storage.url(self.full) if self.full else ""

    @property
    def share_url(self):
        """The 1200 x 630 crop for cards on other sites."""
        return default_storage.url(self.share) if self.share else ""

    @property
    def caption_line(self):
        """Caption and credit in one line, for a figure inside a text."""
        return " ".join(part for part in (self.caption.strip(), self.credit.strip()) if part)

    @property
    def credit_parts(self):
        """What it is and by whom; a credit such as "Map: Rhea Alder" says both itself."""
        kind, colon, people = self.credit.partition(": ")
        return (kind, people) if colon else (self.get_kind_display(), self.credit)

    @property
    def sizes_label(self):
        """What opening the full picture will cost: its pixels and its bytes."""
        return _("%(width)s × %(height)s, %(bytes)s") % {
            "width": self.width,
            "height": self.height,
            "bytes": filesizeformat(self.full_bytes),
        }

    def _src(self, width):
        fitting = [r for r in self.renditions if r["width"] <= width] or self.renditions[:1]
        return default_storage.url(fitting[-1]["name"]) if fitting else ""

    def _srcset(self, renditions):
        return ", ".join(f"{default_storage.url(r['name'])} {r['width']}w" for r in renditions)


class LegendRow(models.Model):
    """One line of a map's legend: what a colour or pattern means."""

    class Pattern(models.TextChoices):
        FILL = "fill", _("area")
        HATCH = "hatch", _("hatched area")
        LINE = "line", _("line")
        DASH = "dash", _("dashed line")
        POINT = "point", _("point")

    image = models.ForeignKey(MapImage, on_delete=models.CASCADE, related_name="legend")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    colour = models.CharField(_("colour"), max_length=7, default="#a3125f")
    pattern = models.CharField(_("pattern"), max_length=10, choices=Pattern, default=Pattern.FILL)
    label = models.CharField(_("label"), max_length=100)
    meaning = models.CharField(_("meaning"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("legend row")
        verbose_name_plural = _("legend")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(colour__regex=r"^#[0-9a-fA-F]{6}$"), name="legend_colour_is_hex"
            )
        ]

    def __str__(self):
        return self.label
