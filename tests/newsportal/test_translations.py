"""Every catalogue says everything the code says, with the same names in it."""

import gettext
import io
import re
from collections import Counter
from functools import cache
from itertools import chain

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

PLURALS = {"ru": 3, "ar": 6}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|{\w*}")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
APPS = ("articles", "comments", "donations", "newsportal")


def path_of(language):
    return settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"


@cache
def catalogue(language):
    with path_of(language).open("rb") as source:
        return read_po(source)


def messages(language):
    return [message for message in catalogue(language) if message.id]


def forms_of(message):
    return message.string if message.pluralizable else (message.string,)


def key_of(context, words):
    """What makes two messages one: the context and the singular."""
    return context, words if isinstance(words, str) else words[0]


def placeholders(text):
    return Counter(PLACEHOLDER.findall(text))


def forms_of_one_number(language):
    """Plural forms that stand for a single number, like the Arabic dual: they need not name it."""
    choose = gettext.c2py(catalogue(language).plural_expr)
    numbers_by_form = Counter(choose(number) for number in range(300))
    return {form for form, numbers in numbers_by_form.items() if numbers == 1}


def misnamed(language, message):
    """The forms of a message whose placeholders are not those of the original."""
    original = message.id[-1] if message.pluralizable else message.id
    wanted, spared = placeholders(original), forms_of_one_number(language)
    for form, text in enumerate(forms_of(message)):
        missing, extra = wanted - placeholders(text), placeholders(text) - wanted
        names_all = not missing
        if message.pluralizable and form in spared:
            names_all = missing.total() <= 1 and "%d" not in missing
        if extra or not names_all:
            yield text


def in_python():
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            yield from extract("python", io.BytesIO(path.read_bytes()), KEYWORDS)


def in_templates():
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        # What is not to be translated becomes Xs: its indents would mean nothing in Python.
        lines = templatize(path.read_text(), origin=str(path)).splitlines()
        code = "\n".join(line.strip() for line in lines)
        yield from extract("python", io.BytesIO(code.encode()), KEYWORDS)


@cache
def written():
    """The keys of all that the code and the templates say."""
    found = chain(in_python(), in_templates())
    return {key_of(context, words) for _line, words, _comments, context in found}


def test_there_is_a_catalogue_for_every_language_but_the_original():
    assert {"en", *PLURALS} == {code for code, _name in settings.LANGUAGES}


@pytest.mark.parametrize("language", PLURALS)
def test_a_catalogue_compiles(language):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    assert gettext.GNUTranslations(compiled).info()["language"] == language


@pytest.mark.parametrize(("language", "plurals"), PLURALS.items())
def test_a_catalogue_names_its_language_and_its_plural_forms(language, plurals):
    """Without the language in its header, babel drops the plural forms without a word."""
    assert str(catalogue(language).locale) == language
    assert catalogue(language).num_plurals == plurals


@pytest.mark.parametrize("language", PLURALS)
def test_nothing_is_left_untranslated_or_fuzzy(language):
    unsure = [m.id for m in messages(language) if m.fuzzy or not all(forms_of(m))]
    assert unsure == []


@pytest.mark.parametrize(("language", "plurals"), PLURALS.items())
def test_every_count_has_all_plural_forms(language, plurals):
    short = [m.id for m in messages(language) if m.pluralizable and len(m.string) != plurals]
    assert short == []


@pytest.mark.parametrize("language", PLURALS)
def test_every_form_has_the_placeholders_of_the_original(language):
    wrong = {m.id: found for m in messages(language) if (found := list(misnamed(language, m)))}
    assert wrong == {}


@pytest.mark.parametrize("language", PLURALS)
def test_what_code_and_templates_say_is_in_the_catalogue_and_nothing_else(language):
    known = {key_of(message.context, message.id) for message in messages(language)}
    assert known == written(), "run makemessages, see CONTRIBUTING.md"


@pytest.mark.parametrize("language", PLURALS)
def test_a_header_has_no_addresses_or_paths(language):
    header = path_of(language).read_text().split("\n\n")[0]
    assert "@" not in header
    assert "/" not in header.replace("text/plain", "")
