"""The files of a picture: taken from an upload, made in the background, replaced, removed."""

import logging
import re
from functools import partial

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import images
from articles.presentation import absolute

logger = logging.getLogger(__name__)
# What Writer says of the files it wrote.
SERVED = ("width", "height", "full", "full_bytes", "share", "renditions", "fallback", "tiles")
STATE = ("files_state", "files_wanted_at")
TAKEN = ("file", "report", "sha256", "looks")
# What is written into the files: when it changes they are made anew.
RIGHTS = ("creator", "credit", "copyright_notice", "licence", "licence_url", "acquire_url")
MADE_FROM = ("file", *RIGHTS, "focal_x", "focal_y")
ALIKE_SHOWN = 5
# A picture in a text that names only the address of its file, not the picture.
BY_ADDRESS = re.compile(r"<img (?![^>]*data-file=)[^>]*>")


class OutdatedError(Exception):
    """Files were made of what is no longer the picture."""


class MapFilesManager(models.Manager):
    def create_with_file(self, file, *, by=None, **fields):
        """Make a picture with its file. ValidationError for "file" when it is refused."""
        image = self.model(**fields)
        image.take_file(file, by=by)
        try:
            image.save(using=self.db)
        except Exception:
            image.drop_new_files()
            raise
        return image

    def look_alikes(self, image):
        """A few other pictures that are the same file or look the same, the most alike first."""
        if image.looks is None:
            return []
        others = self.exclude(pk=image.pk).exclude(looks=None).values_list("pk", "looks")
        bits = {pk: images.difference(image.looks, looks) for pk, looks in others.iterator()}
        alike = [pk for pk in sorted(bits, key=bits.get) if bits[pk] <= images.ALIKE_BITS]
        found = self.in_bulk(alike[:ALIKE_SHOWN])
        return [found[pk] for pk in alike[:ALIKE_SHOWN] if pk in found]


class MapFiles(models.Model):
    """The file as uploaded, which stays private, and facts about what readers get of it."""

    class Files(models.TextChoices):
        WAITING = "waiting", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    file = models.FileField(
        _("file"), storage=images.masters, upload_to=images.master_name, max_length=200
    )
    # Facts about the served files.
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    full = models.CharField(max_length=200, editable=False, blank=True)
    full_bytes = models.PositiveBigIntegerField(editable=False, default=0)
    share = models.CharField(max_length=200, editable=False, blank=True)
    # {name, width, height, bytes, format}, by format and width.
    renditions = models.JSONField(editable=False, default=list, blank=True)
    # For browsers without AVIF and WebP.
    fallback = models.CharField(max_length=200, editable=False, blank=True)
    # {folder, size, levels: [[width, height], ...]} of a very large map, or null.
    tiles = models.JSONField(editable=False, null=True, blank=True)
    files_state = models.CharField(
        _("files"), max_length=8, choices=Files, default=Files.READY, editable=False
    )
    files_wanted_at = models.DateTimeField(editable=False, null=True)
    # What the file told about itself: {"kept": {field: text}, "removed": [sentence key, ...]}.
    report = models.JSONField(editable=False, default=dict, blank=True)
    sha256 = models.CharField(max_length=64, editable=False, blank=True, db_index=True)
    # 64-bit difference hash as a signed number, to find pictures that look the same.
    looks = models.BigIntegerField(editable=False, null=True)

    objects = MapFilesManager()

    class Meta:
        abstract = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Files that this object wrote until the next save(), and who brought them;
        # and those that were saved in a transaction that may still fail.
        self._new_files, self.brought_by, self._uncommitted = [], None, []

    @transaction.atomic
    def save(self, *args, **kwargs):
        stored = self._stored()
        if stored and self._new_files:
            stored.keep_replaced(file=stored.file.name, by=self.brought_by)
        elif stored:
            self._be_as(stored)
        super().save(*args, **kwargs)
        self.move_stamps()
        if self._new_files:
            self._uncommitted += self._new_files
            self._ask_for_files()
        elif stored and stored.file and stored.made_from() != self.made_from():
            self.remake()
        self._new_files, self.brought_by = [], None

    @transaction.atomic
    def delete(self, *args, **kwargs):
        former = [(default_storage, name) for row in self.replaced.all() for name in row.served]
        former += [(images.masters(), row.file) for row in self.replaced.all() if row.file]
        if not self.is_shown_by_address(images.folder_of(self.full)):
            transaction.on_commit(partial(images.remove, self._files() + former))
        return super().delete(*args, **kwargs)

    def is_shown_by_address(self, folder):
        """True when an older text of ours shows a file of this folder."""
        articles = self._meta.get_field("articles").related_model.objects
        bodies = articles.filter(body__contains=f"{folder}/").values_list("body", flat=True)
        shown = (tag for body in bodies for tag in BY_ADDRESS.findall(body))
        return any(f"{folder}/" in tag for tag in shown)

    def take_file(self, file, *, by=None):
        """Keep an upload privately and write one file that shows it; save() comes after.

        Gives sentences about what the served files leave out. A refused file raises
        ValidationError for the field "file" and leaves nothing behind.
        """
        images.remove(self._new_files)
        self._new_files = []
        with images.one_at_a_time:
            upload = images.read_upload(file, width=images.PAGE_WIDTH)
            with images.all_or_nothing() as keep:
                file.seek(0)
                master = keep(images.masters(), images.master_name(self, file.name), file)
                served = self._writer(upload, keep).quick()
                told = {"report": upload.report, "looks": images.looks_of(upload.image)}
                told |= {"sha256": images.sha256_of(file), "file": master}
        self._take(served | told, by)
        return self.removed_sentences

    def restore_file(self, replaced, *, by=None):
        """Make a file that this picture had before the current one again."""
        with images.masters().open(replaced.file) as file:
            self.take_file(file, by=by)
        try:
            self.save()
        except Exception:
            self.drop_new_files()
            raise

    def drop_new_files(self):
        """Remove what take_file() wrote: this object will not be saved, or could not be."""
        images.remove(self._new_files + self._uncommitted)
        self._new_files, self.brought_by, self._uncommitted = [], None, []
        stored = type(self).objects.filter(pk=self.pk).first()
        if stored:
            self._be_as(stored)

    def fill_from_file(self):
        """Put what the file told into fields that are empty; gives their names."""
        told = self.report.get("kept", {})
        names = [name for name in told if hasattr(self, name) and not getattr(self, name)]
        for name in names:
            setattr(self, name, self._meta.get_field(name).to_python(told[name]))
        return names

    @property
    def removed_sentences(self):
        """For the editor: what readers don't get of the uploaded file."""
        return images.removed_sentences(self.report)

    def remake(self):
        """Let all files be written anew; readers get the present ones until then."""
        self.files_state, self.files_wanted_at = self.Files.WAITING, timezone.now()
        type(self).objects.filter(pk=self.pk).update(
            **{name: getattr(self, name) for name in STATE}
        )
        self._ask_for_files()

    def make_files(self):
        """Write all files if they are wanted. Gives False when there was nothing to do."""
        if self.files_state != self.Files.WAITING or not self.file:
            return False
        try:
            with images.one_at_a_time, images.kept_together() as keep:
                self._swap_in(self._write_all(keep))
        except OutdatedError:
            return False
        except Exception:
            logger.exception("the files of picture %s could not be made", self.pk)
            waiting = type(self).objects.filter(pk=self.pk, files_state=self.Files.WAITING)
            waiting.filter(file=self.file.name).update(files_state=self.Files.FAILED)
            return False
        return True

    def _write_all(self, keep):
        with images.masters().open(self.file.name) as master:
            upload = images.read_upload(master)
        return self._writer(upload, keep).everything((self.focal_x, self.focal_y))

    def made_from(self):
        """All that the served files depend on."""
        return [str(getattr(self, name)) for name in MADE_FROM]

    def keep_replaced(self, *, file="", by=None):
        """Note what readers got until now; the served files stay a day longer."""
        served = [name for storage, name in self._files() if storage is default_storage]
        size = {"width": self.width, "height": self.height}
        self.replaced.create(file=file, served=served, by=by, **size)

    @transaction.atomic
    def _swap_in(self, served):
        current = self._stored()
        is_wanted = current and current.files_state == self.Files.WAITING
        if not is_wanted or current.made_from() != self.made_from():
            raise OutdatedError
        current.keep_replaced()
        facts = served | {"files_state": self.Files.READY}
        type(self).objects.filter(pk=self.pk).update(**facts)
        for name, value in facts.items():
            setattr(self, name, value)
        self.move_stamps()

    def _stored(self):
        """The row as it is, locked; None when there is none yet."""
        if self.pk is None:
            return None
        return type(self).objects.select_for_update(of=["self"]).filter(pk=self.pk).first()

    def _be_as(self, stored):
        """A form may be older than files that were made in the meantime."""
        for name in (*SERVED, *STATE, *TAKEN):
            setattr(self, name, getattr(stored, name))

    def _take(self, served, by):
        for name, value in served.items():
            setattr(self, name, value)
        self.files_state, self.files_wanted_at = self.Files.WAITING, timezone.now()
        self._new_files, self.brought_by = self._files(), by
        if self.pk is None:
            self.uploaded_by = by

    def _writer(self, upload, keep):
        folder = images.folder_of(self.full)
        rights = {name: getattr(self, name).strip() for name in RIGHTS}
        if self.pk:
            rights["acquire_url"] = rights["acquire_url"] or absolute(self.get_absolute_url())
        told = upload.report["kept"] if self.pk is None else {}
        known = {name: text or told.get(name, "") for name, text in rights.items()}
        return images.Writer(upload, folder=folder, rights=known, keep=keep)

    def _files(self):
        names = [self.full, self.share, self.fallback, *(r["name"] for r in self.renditions)]
        names += images.tile_names(self.tiles)
        served = [(default_storage, name) for name in dict.fromkeys(names) if name]
        return served + [(images.masters(), self.file.name)] if self.file else served

    def _ask_for_files(self):
        from articles.tasks import ask_for_files  # tasks import the models

        def ask():
            self._uncommitted = []
            ask_for_files(self.pk)

        transaction.on_commit(ask, robust=True)  # a queue that fails is asked again by tick
