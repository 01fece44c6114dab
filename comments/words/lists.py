"""Word lists as moderators write them: a word or phrase a line, a star for any ending, # for notes."""

from django.utils.translation import gettext as _

from comments.words.reading import written_words

LENGTH_MAX = 80
WORDS_MAX = 8
STAR = "*"


def parse_entries(text):
    """The entries of a list, those that look the same once, and a sentence for each wrong line."""
    entries, errors = {}, []
    for number, line in enumerate(text.splitlines(), start=1):
        entry = " ".join(line.split())
        if not entry or entry.startswith("#"):
            continue
        if problem := _problem_of(entry, number):
            errors.append(problem)
        else:
            entries.setdefault(tuple(words_of(entry)), entry)
    return list(entries.values()), errors


def words_of(entry):
    """Each word of an entry as (look, whether it is only a beginning)."""
    return [(word.look, entry.startswith(STAR, word.end)) for word in written_words(entry)]


def _problem_of(entry, number):
    facts = {"number": number, "most": LENGTH_MAX, "words": WORDS_MAX}
    if len(entry) > LENGTH_MAX:
        return _("Line %(number)s is longer than %(most)s characters.") % facts
    words = written_words(entry)
    if _has_stray_star(entry, words):
        return _("Line %(number)s: a star stands only right after the beginning of a word.") % facts
    if not words:
        return _("Line %(number)s has no word in it.") % facts
    if len(words) > WORDS_MAX:
        return _("Line %(number)s has more than %(words)s words.") % facts
    return ""


def _has_stray_star(entry, words):
    stars = {place for place, sign in enumerate(f"{entry} ") if sign == STAR}
    ends = {word.end for word in words if entry[word.end + 1 : word.end + 2] in ("", " ")}
    return not stars <= ends
