"""Names under which people speak: cleaned, and never mistaken for the newsroom's."""

import unicodedata

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q

from articles.models import Author
from comments.folding import LETTERS
from comments.text import COMBINING_MARKS_MAX, INVISIBLE

SKELETON_LENGTH = 150
# What looks like one more letter in a name; in words of a text it would mix up corn and com.
LOOK_ALIKE = (("i", "l"), ("rn", "m"), ("vv", "w"))
OFFICIAL = ("admin", "administrator", "author", "editor", "editorial", "moderator", "staff")


def clean_name(name):
    """A name on one line, without control characters, what can't be seen, or piles of marks."""
    kept, marks = [], 0
    for character in unicodedata.normalize("NFC", name):
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category in {"Cc", "Zl", "Zp"}:
            kept.append(" ")
        elif character in INVISIBLE or category in {"Cf", "Cs", "Co", "Cn"}:
            continue
        elif marks <= COMBINING_MARKS_MAX:
            kept.append(character)
    return " ".join("".join(kept).split())


def skeleton(name):
    """What the eye takes a name for: letters only, with case, accents and look-alikes levelled."""
    letters = name.translate(LETTERS)
    for pair, letter in LOOK_ALIKE:
        letters = letters.replace(pair, letter)
    return letters[:SKELETON_LENGTH]


def is_reserved(name):
    """True when readers could take this name for a member of the newsroom."""
    seen = skeleton(name)
    if not seen:
        return False
    newsroom = Q(is_staff=True) | Q(author__isnull=False)
    return seen in _newsroom_skeletons() or _accounts_like(seen).filter(newsroom).exists()


def is_taken(name):
    """True when a member has this name, or one that looks the same."""
    seen = skeleton(name)
    return bool(seen) and _accounts_like(seen).exists()


def _newsroom_skeletons():
    names = Author.objects.values_list("name", flat=True)
    return {skeleton(name) for name in (*OFFICIAL, settings.SITE_NAME, *names)}


def _accounts_like(seen):
    """Accounts keep what their names look like: no account is read to compare."""
    looks = Q(username_skeleton=seen) | Q(name_skeleton=seen)
    return get_user_model().objects.filter(looks)
