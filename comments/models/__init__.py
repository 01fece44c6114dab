"""What readers write, how they judge it, and what becomes of it."""

from comments.managers import DiscussionClosed
from comments.models.comments import Comment
from comments.models.decisions import Decision
from comments.models.discussions import Discussion
from comments.models.people import Guest, Ignored
from comments.models.revisions import Revision
from comments.models.votes import Vote

__all__ = [
    "Comment",
    "Decision",
    "Discussion",
    "DiscussionClosed",
    "Guest",
    "Ignored",
    "Revision",
    "Vote",
]
