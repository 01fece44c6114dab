"""Members whom a comment speaks to by @name."""

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models.functions import Lower

from comments.mentions import MENTIONS_MAX, folded
from comments.text import mentioned


def members_in(text):
    """Usernames of the first five active members a text mentions; no query when it names nobody."""
    names = mentioned(text)
    if not names:
        return []
    accounts = get_user_model().objects.using(connection.alias).filter(is_active=True)
    accounts = accounts.annotate(folded=Lower("username")).filter(folded__in=names)
    found = {folded(name): name for name in accounts.values_list("username", flat=True)}
    return [found[name] for name in names if name in found][:MENTIONS_MAX]
