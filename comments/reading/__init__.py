"""Pages of a discussion, in a number of statements that does not depend on its size."""

from comments.reading.branches import read_branch, read_thread
from comments.reading.counts import counts_for, most_discussed
from comments.reading.filters import Filter, filter_for
from comments.reading.pages import THREADS_PER_PAGE, read_page
from comments.reading.readers import mark_ignored
from comments.reading.replies import REPLIES_SHOWN
from comments.reading.threads import SORTS, ThreadPage

__all__ = [
    "REPLIES_SHOWN",
    "SORTS",
    "THREADS_PER_PAGE",
    "Filter",
    "ThreadPage",
    "counts_for",
    "filter_for",
    "mark_ignored",
    "most_discussed",
    "read_branch",
    "read_page",
    "read_thread",
]
