"""Where picture files are kept, and how they come and go without leaving anything behind."""

import logging
import secrets
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage, storages
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def masters():
    """Storage of the files as uploaded. Never served."""
    return storages["masters"]


def master_name(instance, filename):
    """A name nobody can guess; only the extension of the uploaded name is kept."""
    return f"maps/{secrets.token_hex(12)}{Path(filename).suffix.lower()}"


def new_folder():
    """A folder of the served files of one upload, which nobody can guess before publication."""
    return f"maps/{secrets.token_hex(12)}"


@contextmanager
def all_or_nothing():
    """Gives a function `keep(storage, name, content)`; when anything fails, all it kept goes.

    A name is noted before its content is written: a full disk leaves half a file.
    """
    kept = []

    def keep(storage, name, content):
        kept.append((storage, name))
        return storage.save(name, content)

    try:
        yield keep
    except Exception as error:
        logger.exception("a picture could not be stored")
        remove(kept)
        message = _("The file could not be stored, and nothing was saved. Please try again later.")
        raise ValidationError({"file": message}) from error


def remove(files):
    """Delete (storage, name) pairs and the folders they leave empty; what can't go is logged."""
    served = [name for storage, name in files if storage is default_storage]
    folders = {(default_storage, str(PurePosixPath(name).parent)) for name in served}
    for storage, name in [*files, *folders]:
        try:
            storage.delete(name)
        except Exception:
            logger.warning("could not delete %r", name, exc_info=True)
