"""Names under which people speak: cleaned, and never mistaken for the newsroom's."""

import unicodedata

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q

from articles.models import Author

MAX_MARKS = 4
SKELETON_LENGTH = 150
OFFICIAL = ("admin", "administrator", "author", "editor", "editorial", "moderator", "staff")
# What looks like a Latin letter once case is gone: Cyrillic, Greek, Armenian, digits, signs.
_LOOKS = {
    "a": "аαɑ@4",
    "b": "вβь8",
    "c": "сϲ",
    "d": "ԁɗ",
    "e": "еєεҽ3",
    "g": "ɡց9",
    "h": "һнηհ",
    "j": "јϳ",
    "k": "кκ",
    "l": "iіιı1|!ⅼӏ",
    "m": "мμ",
    "n": "пոν",
    "o": "оοօσ0",
    "p": "рρ",
    "q": "ԛգ",
    "r": "гᴦ",
    "s": "ѕꜱ5$",
    "t": "тτ7",
    "u": "υսᴜ",
    "w": "ԝωѡ",
    "x": "хχ",
    "y": "уүγ",
    "z": "ᴢ2",
}
_LETTERS = str.maketrans({look: letter for letter, looks in _LOOKS.items() for look in looks})


def clean_name(name):
    """A name on one line, without control characters, text direction tricks or piles of marks."""
    kept, marks = [], 0
    for character in unicodedata.normalize("NFC", name):
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category in {"Cc", "Zl", "Zp"}:
            kept.append(" ")
        elif category not in {"Cf", "Cs", "Co", "Cn"} and marks <= MAX_MARKS:
            kept.append(character)
    return " ".join("".join(kept).split())


def skeleton(name):
    """What the eye takes a name for: letters only, with case, accents and look-alikes levelled."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    letters = "".join(c for c in plain.translate(_LETTERS) if c.isalnum())
    return letters.replace("rn", "m").replace("vv", "w")[:SKELETON_LENGTH]


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
