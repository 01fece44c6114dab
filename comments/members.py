"""Members whom a comment speaks to by @name."""

from django.contrib.auth import get_user_model
from django.db import connection

from comments.mentions import MENTIONS_MAX, folded
from comments.names import skeleton
from comments.text import mentioned


def members_in(text):
    """Usernames of the first five active members a text mentions; no query when it names nobody."""
    names = mentioned(text)
    if not names:
        return []
    accounts = get_user_model().objects.using(connection.alias).filter(is_active=True)
    # What a database takes for the same letter in another case depends on its locale.
    accounts = accounts.filter(username_skeleton__in=set(map(skeleton, names)))
    found = {folded(name): name for name in accounts.values_list("username", flat=True)}
    return [found[name] for name in names if name in found][:MENTIONS_MAX]
