"""Words of a text as the eye reads them, and lists of words to look for, in linear time."""

from comments.words.lists import LENGTH_MAX, WORDS_MAX, parse_entries
from comments.words.matching import MATCHES_MAX, Match, Matcher
from comments.words.reading import Word, disguised, folded_words, same_text_key

__all__ = [
    "LENGTH_MAX",
    "MATCHES_MAX",
    "WORDS_MAX",
    "Match",
    "Matcher",
    "Word",
    "disguised",
    "folded_words",
    "parse_entries",
    "same_text_key",
]
