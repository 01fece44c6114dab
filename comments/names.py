"""Names under which people speak: cleaned, and never mistaken for the newsroom's."""

import re
import unicodedata

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q

from articles.models import Author
from comments.text import COMBINING_MARKS_MAX, INVISIBLE

SKELETON_LENGTH = 150
OFFICIAL = ("admin", "administrator", "author", "editor", "editorial", "moderator", "staff")
# What looks like a Latin letter once case is gone: Cyrillic, Greek, Armenian, Lisu, Cherokee,
# Canadian syllables, digits, signs.
_LOOKS = {
    "a": "аαɑ@4ꓮᎪᗩ",
    "b": "вβь8ꓐᏴᗷ",
    "c": "сϲꓚᏟᑕ",
    "d": "ԁɗꓓᎠᗪ",
    "e": "еєεҽ3ꓰᎬᗴ",
    "f": "ꓝᖴ",
    "g": "ɡց9ꓖᏀ",
    "h": "һнηհꓧᎻᕼ",
    "j": "јϳꓙᎫᒍ",
    "k": "кκꓗᏦ",
    "l": "iіιı1|!ⅼӏꓲꓡᏞᏆᒪ",
    "m": "мμꓟᎷᗰ",
    "n": "пոνꓠᑎ",
    "o": "оοօσ0ꓳᏫ",
    "p": "рρꓑᏢᑭ",
    "q": "ԛգ",
    "r": "гᴦꓣᎡᏒᖇ",
    "s": "ѕꜱ5$ꓢᏚᔕ",
    "t": "тτ7ꓔᎢ",
    "u": "υսᴜꓴᑌ",
    "v": "νѵꓦᏙᐯ",
    "w": "ԝωѡꓪᎳᗯ",
    "x": "хχꓫ᙭",
    "y": "уүγꓬᎩ",
    "z": "ᴢ2ꓜᏃ",
}
# Letters that Unicode itself names after a Latin one: small capitals, turned, with a stroke...
_NAMED = re.compile(r"(?:LATIN|SYMBOL)(?: SMALL| CAPITAL)? LETTER (?:[A-Z]+ ){0,2}([A-Z])\b")
_LETTERS = str.maketrans({look: letter for letter, looks in _LOOKS.items() for look in looks})


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
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    letters = "".join(filter(str.isalnum, map(_latin, plain.translate(_LETTERS))))
    return letters.replace("rn", "m").replace("vv", "w")[:SKELETON_LENGTH]


def _latin(character):
    """The Latin letter that a letter is a form of, else itself."""
    if character.isascii():
        return character
    named = _NAMED.search(unicodedata.name(character, ""))
    return named[1].lower().translate(_LETTERS) if named else character


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
