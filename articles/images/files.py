"""Where picture files are kept, and how they come and go without leaving anything behind."""

import logging
import secrets
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage, storages
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)
FOLDER_PARTS = 2


def masters():
    """Storage of the files as uploaded. Never served."""
    return storages["masters"]


def master_name(instance, filename):
    """A name nobody can guess; only the extension of the uploaded name is kept."""
    return f"maps/{secrets.token_hex(12)}{Path(filename).suffix.lower()}"


def folder_of(name):
    """The folder of all served files of one picture, by the name of one; or a new one.

    Nobody can guess it before publication.
    """
    parts = PurePosixPath(name).parts
    if len(parts) > FOLDER_PARTS:
        return str(PurePosixPath(*parts[:FOLDER_PARTS]))
    return f"maps/{secrets.token_hex(12)}"


@contextmanager
def kept_together():
    """Gives a function `keep(storage, name, content)`; when anything fails, all it kept goes.

    A name is noted before its content is written: a full disk leaves half a file.
    """
    kept = []

    def keep(storage, name, content):
        kept.append((storage, name))
        return storage.save(name, content)

    try:
        yield keep
    except Exception:
        remove(kept)
        raise


@contextmanager
def all_or_nothing():
    """The same for a form: what fails is a sentence for the field "file"."""
    try:
        with kept_together() as keep:
            yield keep
    except Exception as error:
        logger.exception("a picture could not be stored")
        message = _("The file could not be stored, and nothing was saved. Please try again later.")
        raise ValidationError({"file": message}) from error


def remove(files):
    """Delete (storage, name) pairs and the folders they leave empty; what can't go is logged."""
    for storage, name in files:
        try:
            storage.delete(name)
        except Exception:
            logger.warning("could not delete %r", name, exc_info=True)
    served = {PurePosixPath(name) for storage, name in files if storage is default_storage}
    folders = {folder for name in served for folder in name.parents if len(folder.parts) > 1}
    for folder in sorted(folders, key=lambda folder: -len(folder.parts)):
        with suppress(OSError):  # others are in it
            default_storage.delete(str(folder))
