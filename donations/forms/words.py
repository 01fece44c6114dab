"""A name or a message as donors type it."""

import unicodedata

from django import forms

COMBINING_MARKS_MAX = 4


class WordsField(forms.CharField):
    """Words on one line, without control characters, what can't be seen, or piles of marks."""

    def to_python(self, value):
        return clean_words(super().to_python(value))


def clean_words(text):
    kept, marks = [], 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category in {"Cc", "Zl", "Zp"}:
            kept.append(" ")
        elif category not in {"Cf", "Cs", "Co", "Cn"} and marks <= COMBINING_MARKS_MAX:
            kept.append(character)
    return " ".join("".join(kept).split())
