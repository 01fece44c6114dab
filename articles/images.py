"""Map and picture files: where they are kept."""

import secrets
from pathlib import Path

from django.core.files.storage import storages


def masters():
    """Storage of the files as uploaded. Never served."""
    return storages["masters"]


def master_name(instance, filename):
    """A name nobody can guess; only the extension of the uploaded name is kept."""
    return f"maps/{secrets.token_hex(12)}{Path(filename).suffix.lower()}"
