"""Map and picture files: checked when they arrive, kept privately, served re-encoded."""

from articles.images.files import all_or_nothing, master_name, masters, remove
from articles.images.renditions import Served, one_at_a_time, write_served
from articles.images.uploads import ACCEPTED, Upload, check_upload, read_upload

__all__ = [
    "ACCEPTED",
    "Served",
    "Upload",
    "all_or_nothing",
    "check_upload",
    "master_name",
    "masters",
    "one_at_a_time",
    "read_upload",
    "remove",
    "write_served",
]
