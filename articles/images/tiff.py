"""Looks at the directories of a TIFF before Pillow does, which reads whatever they claim."""

import struct

# Pillow compares every page with all before it, and makes a number of each value.
MAX_PAGES = 100
MAX_VALUES = 1_000_000
MAX_ENTRIES = 1000
AS_BYTES = {1, 2, 6, 7}
# Not those for more than four gigabytes, whose directories are others.
ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
EXIF, GPS, INTEROPERABILITY = 34665, 34853, 40965
ENTRY = "HHII"


class OddTiff(ValueError):
    """A TIFF that would take long or much memory to look into."""


def is_tiff(file):
    """True for a TIFF; raises OddTiff when it has too many pages or values."""
    file.seek(0)
    order = ORDERS.get(file.read(4))
    if order:
        _check_pages(file, order)
    return bool(order)


def _check_pages(file, order):
    try:
        (offset,) = struct.unpack(f"{order}I", file.read(4))
        for _page in range(MAX_PAGES):
            if not offset:
                return
            offset = _check_directory(file, order, offset)
    except struct.error as error:
        raise OddTiff("cut off") from error
    raise OddTiff("too many pages")


def _check_directory(file, order, offset, *, is_nested=False):
    """Check one directory and those it points at; gives where the next page is."""
    file.seek(offset)
    (number,) = struct.unpack(f"{order}H", file.read(2))
    if number > MAX_ENTRIES:
        raise OddTiff("too many entries")
    entries = file.read(12 * number)
    (following,) = struct.unpack(f"{order}I", file.read(4))
    for tag, kind, count, value in struct.iter_unpack(f"{order}{ENTRY}", entries):
        if count > MAX_VALUES and kind not in AS_BYTES:
            raise OddTiff("too many values")
        if tag in {EXIF, GPS, INTEROPERABILITY} and not is_nested:
            _check_directory(file, order, value, is_nested=True)
    return following
