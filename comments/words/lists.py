"""Word lists as moderators write them: a word or phrase a line, a star for any ending, # for notes."""

from django.utils.translation import gettext as _

from comments.words.reading import looks_of

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
    for part in entry.split():
        *before, last = looks_of(part.removesuffix(STAR)) or [""]
        yield from ((look, False) for look in before)
        if last:
            yield last, part.endswith(STAR)


def _problem_of(entry, number):
    facts = {"number": number, "most": LENGTH_MAX, "words": WORDS_MAX}
    if len(entry) > LENGTH_MAX:
        return _("Line %(number)s is longer than %(most)s characters.") % facts
    if any(map(_has_stray_star, entry.split())):
        return _("Line %(number)s: a star stands only right after the beginning of a word.") % facts
    found = len(list(words_of(entry)))
    if not found:
        return _("Line %(number)s has no word in it.") % facts
    if found > WORDS_MAX:
        return _("Line %(number)s has more than %(words)s words.") % facts
    return ""


def _has_stray_star(part):
    beginning = part.removesuffix(STAR)
    return STAR in beginning or (part != beginning and not looks_of(beginning[-1:]))
