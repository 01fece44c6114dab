"""The sentences of the tracker in every shipped language, straight from the .po files."""

from datetime import date
from pathlib import Path

import pytest
from babel.dates import get_month_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings as django_settings
from django.utils import translation

from donations.account import Sheet
from donations.money import money
from donations.sentences import (
    checked_sentence,
    days_sentence,
    hours_sentence,
    month_name,
    summary_sentence,
)

LOCALE = Path(django_settings.BASE_DIR) / "locale"
SEPTEMBER = date(2021, 9, 1)
ENGLISH = "{} left until the end of September"
RUSSIAN = "До конца сентября {}"
ARABIC = "بقي {} حتى نهاية سبتمبر"
DAYS = [
    ("en", ENGLISH, 1, "1 day"),
    ("en", ENGLISH, 2, "2 days"),
    ("en", ENGLISH, 10, "10 days"),
    ("en", ENGLISH, 21, "21 days"),
    ("ru", RUSSIAN, 1, "остался 1 день"),
    ("ru", RUSSIAN, 2, "осталось 2 дня"),
    ("ru", RUSSIAN, 3, "осталось 3 дня"),
    ("ru", RUSSIAN, 5, "осталось 5 дней"),
    ("ru", RUSSIAN, 10, "осталось 10 дней"),
    ("ru", RUSSIAN, 11, "осталось 11 дней"),
    ("ru", RUSSIAN, 21, "остался 21 день"),
    ("ru", RUSSIAN, 30, "осталось 30 дней"),
    ("ar", ARABIC, 1, "يوم واحد"),
    ("ar", ARABIC, 2, "يومان"),
    ("ar", ARABIC, 3, "3 أيام"),
    ("ar", ARABIC, 5, "5 أيام"),
    ("ar", ARABIC, 10, "10 أيام"),
    ("ar", ARABIC, 11, "11 يومًا"),
    ("ar", ARABIC, 21, "21 يومًا"),
    ("ar", ARABIC, 30, "30 يومًا"),
]


@pytest.fixture(scope="module")
def fresh_catalogs(tmp_path_factory):
    """Compiled now, whether or not somebody has run `make setup` since an edit."""
    root = tmp_path_factory.mktemp("locale")
    for language in ("ru", "ar"):
        folder = root / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with (folder / "django.mo").open("wb") as compiled:
            write_mo(compiled, catalog(language))
    return root


@pytest.fixture(autouse=True)
def _speak_them(settings, fresh_catalogs):
    settings.LOCALE_PATHS = [fresh_catalogs]


def catalog(language):
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as source:
        return read_po(source)


@pytest.mark.parametrize(("language", "sentence", "days", "words"), DAYS)
def test_days_left_follow_the_grammar(language, sentence, days, words):
    with translation.override(language):
        assert days_sentence(days, month_name(SEPTEMBER)) == sentence.format(words)


@pytest.mark.parametrize(
    ("language", "hours", "words"),
    [("ru", 1, "остался 1 час"), ("ru", 23, "осталось 23 часа"), ("ar", 2, "بقيت ساعتان")],
)
def test_hours_left_follow_the_grammar(language, hours, words):
    with translation.override(language):
        assert words in hours_sentence(hours, month_name(SEPTEMBER))


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "2 пожертвования"), ("ar", "من تبرعين")],
)
def test_the_summary_follows_the_grammar(language, words):
    with translation.override(language):
        assert words in summary_sentence("half", count=2, percent="50%", next_month="")


@pytest.mark.parametrize(("language", "forms"), [("ru", 3), ("ar", 6)])
def test_a_catalog_names_its_language_and_has_all_plural_forms(language, forms):
    """Without the language in its header, babel drops the plural forms without a word."""
    found = catalog(language)
    assert str(found.locale) == language
    assert found.num_plurals == forms
    for message in found:
        if message.id and message.pluralizable:
            assert len(message.string) == forms, message.id
            assert all(message.string), message.id


@pytest.mark.parametrize("language", ["ru", "ar"])
def test_translations_use_the_names_of_the_original(language):
    errors = [(message.id, errors) for message, errors in catalog(language).check()]
    assert errors == []


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
@pytest.mark.parametrize("number", range(1, 13))
def test_a_month_within_a_sentence_is_called_as_babel_calls_it(language, number):
    named = get_month_names("wide", context="format", locale=language)[number]
    with translation.override(language):
        assert month_name(date(2021, number, 1)) == named


@pytest.mark.parametrize(
    ("language", "day"), [("en", "22 Nov"), ("ru", "22 нояб."), ("ar", "22 نوفمبر")]
)
def test_the_day_of_a_check_is_named_in_the_language(language, day):
    with translation.override(language):
        assert day in checked_sentence(date(2021, 11, 22), is_provisional=False)


@pytest.mark.parametrize(("language", "month"), [("ru", "Сентябрь 2021"), ("ar", "سبتمبر 2021")])
def test_an_account_names_its_month_in_the_language(language, month):
    sheet = Sheet("USD", {}, {"2021-09": -2_000})
    with translation.override(language):
        [sentence] = sheet.about_earlier
        assert month in sentence
        assert money(-2_000, "USD", exact=True) in sentence
