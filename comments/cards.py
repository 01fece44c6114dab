"""A comment as moderators see it, with all they need to decide; a page of them in a constant number
of statements."""

from dataclasses import dataclass

from comments.deciding import version_of
from comments.models import Comment


@dataclass
class Card:
    comment: Comment
    version: str


def cards_of(comments):
    return [Card(comment, version_of(comment)) for comment in comments]
