"""Which letters the eye takes a character for: one home for case, accents and look-alikes."""

import re
import unicodedata

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
    "i": "іιı1|!ꓲᏆ",
    "j": "јϳꓙᎫᒍ",
    "k": "кκꓗᏦ",
    "l": "ⅼӏꓡᏞᒪ",
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
KEPT_MAX = 20_000


class Characters(dict):
    """For `str.translate`: asked for each character once, as long as not too many are kept."""

    def __init__(self, ask):
        super().__init__()
        self.ask = ask

    def __missing__(self, code):
        answer = self.ask(chr(code))
        if len(self) < KEPT_MAX:
            self[code] = answer
        return answer


def letters_of(character):
    """The letters it looks like, most often one; none for a mark, a space or punctuation."""
    plain = _decomposed(character).translate(_LETTERS)
    return "".join(filter(str.isalnum, map(_latin, plain)))


def bare_letters_of(character):
    """The letters it consists of: in lower case, without marks."""
    return "".join(filter(str.isalnum, _decomposed(character)))


def _decomposed(character):
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())


def _latin(character):
    """The Latin letter that a letter is a form of, else itself."""
    if character.isascii():
        return character
    named = _NAMED.search(unicodedata.name(character, ""))
    return named[1].lower().translate(_LETTERS) if named else character


LETTERS = Characters(letters_of)
