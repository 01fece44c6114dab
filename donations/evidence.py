"""Files that show why something was booked: checked by their content, kept where no address leads."""

import hashlib
import uuid
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext as _
from PIL import Image

from donations.bank import plain
from donations.models import Evidence

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 100_000_000
PICTURES = {"JPEG": ".jpg", "PNG": ".png"}


def check(file):
    """What a scan is by its first bytes, as the ending of its name; ValidationError for the rest."""
    if file.size > MAX_BYTES:
        raise ValidationError(_("The file is larger than 10 MB."))
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    ending = ".pdf" if start.startswith(b"%PDF-") else _picture_ending(file)
    file.seek(0)
    if not ending:
        raise ValidationError(_("Only PDF, JPEG and PNG files are taken."))
    return ending


def _picture_ending(file):
    try:
        with Image.open(file, formats=tuple(PICTURES)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return ""
            picture.verify()
            return PICTURES[picture.format]
    except Exception:  # Pillow has no common error for what is broken
        return ""


def keep(content, name, ending, by):
    """Store a file under a name of chance; the same file is stored once."""
    sha256 = hashlib.sha256(content).hexdigest()
    known = Evidence.objects.filter(sha256=sha256).first()
    if known:
        return known
    stored = Evidence(name=shown_name(name, ending), sha256=sha256, uploaded_by=by)
    stored.file.save(f"{uuid.uuid4().hex}{ending}", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            stored.save()
    except DatabaseError as error:
        stored.file.delete(save=False)
        if not isinstance(error, IntegrityError):
            raise
        return Evidence.objects.get(sha256=sha256)  # somebody stored it meanwhile
    return stored


def shown_name(name, ending):
    """The name it came with, as far as a file may be called so, with the ending it should have."""
    stem = plain(PurePath(str(name).replace("\\", "/")).stem, 100)
    stem = "".join(sign for sign in stem if sign not in '/\\:*?"<>|').strip(". ")
    return f"{stem or 'file'}{ending}"
