"""Map and picture files: checked when they arrive, kept privately, served re-encoded."""

from articles.images.files import (
    all_or_nothing,
    folder_of,
    kept_together,
    master_name,
    masters,
    remove,
)
from articles.images.looks import ALIKE_BITS, difference, looks_of
from articles.images.metadata import read_rights, removed_sentences
from articles.images.renditions import PAGE_WIDTH, Writer, one_at_a_time
from articles.images.tiles import tile_names
from articles.images.uploads import ACCEPTED, Upload, check_upload, read_upload, sha256_of

__all__ = [
    "ACCEPTED",
    "ALIKE_BITS",
    "PAGE_WIDTH",
    "Upload",
    "Writer",
    "all_or_nothing",
    "check_upload",
    "difference",
    "folder_of",
    "kept_together",
    "looks_of",
    "master_name",
    "masters",
    "one_at_a_time",
    "read_rights",
    "read_upload",
    "remove",
    "removed_sentences",
    "sha256_of",
    "tile_names",
]
