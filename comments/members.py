"""Members whom a comment speaks to by @name."""

from django.contrib.auth import get_user_model
from django.db import connection

from comments.mentions import MENTIONS_MAX, folded
from comments.names import skeleton
from comments.text import mentioned


def members_in(text):
    """Usernames of the first five active members a text mentions; no query when it names nobody."""
    return [member.username for member in _spoken_to(text)]


def mentioned_in(comment):
    """Members who are told that a comment mentions them, whoever they are.

    Not its writer, and nobody who ignores its writer.
    """
    spoken_to = [each for each in _spoken_to(comment.text) if each.pk != comment.author_id]
    if not (spoken_to and comment.author_id):
        return spoken_to
    ignoring = get_user_model().objects.using(connection.alias)
    ignoring = ignoring.filter(pk__in=[each.pk for each in spoken_to])
    closed = set(ignoring.filter(ignored__person=comment.author_id).values_list("pk", flat=True))
    return [each for each in spoken_to if each.pk not in closed]


def _spoken_to(text):
    names = mentioned(text)
    if not names:
        return []
    accounts = get_user_model().objects.using(connection.alias).filter(is_active=True)
    # What a database takes for the same letter in another case depends on its locale.
    accounts = accounts.filter(username_skeleton__in=set(map(skeleton, names)))
    found = {folded(member.username): member for member in accounts}
    return [found[name] for name in names if name in found][:MENTIONS_MAX]
