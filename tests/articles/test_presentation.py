"""How times, ages and names are put into words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings
from django.utils import translation

from articles.models import Article
from articles.presentation import age, age_notice, direction, mark, names_in_a_row, updated

NOW = datetime(2026, 9, 20, 16, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW, "0 min"),
        (NOW + timedelta(minutes=3), "0 min"),
        (NOW - timedelta(minutes=59), "59 min"),
        (NOW - timedelta(hours=1), "1 h"),
        (NOW - timedelta(hours=16), "16 h"),
        (NOW - timedelta(hours=17), "Yesterday"),
        (NOW - timedelta(days=2), "Friday"),
        (NOW - timedelta(days=6), "Monday"),
        (NOW - timedelta(days=7), "13 September 2026"),
    ],
)
def test_the_age_of_a_teaser_is_short(at, words):
    assert age(at, NOW) == words


def test_yesterday_is_a_day_of_the_site():
    with override_settings(TIME_ZONE="Pacific/Auckland"):
        assert age(NOW - timedelta(hours=6), NOW) == "Yesterday"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW - timedelta(minutes=45), "15:55"),
        (NOW - timedelta(days=1), "Sat"),
        (NOW - timedelta(days=9), "11 Sep"),
    ],
)
def test_a_mark_on_the_gauge(at, words):
    assert mark(at, NOW) == words


def test_an_update_on_another_day_names_it():
    assert updated(NOW, NOW - timedelta(hours=3)) == "16:40"
    assert updated(NOW, NOW - timedelta(days=3)) == "20 September 2026, 16:40"


@pytest.mark.parametrize(
    ("days", "notice"),
    [
        (30, ""),
        (31, "This article is over 1 month old."),
        (93, "This article is over 3 months old."),
        (365, "This article is over 1 year old."),
        (1000, "This article is over 2 years old."),
    ],
)
def test_an_old_article_is_said_to_be_old(days, notice):
    article = Article(published_at=NOW - timedelta(days=days))
    assert age_notice(article, NOW) == notice


def test_the_month_of_a_date_stands_in_the_genitive():
    with translation.override("ru"):
        assert age(NOW - timedelta(days=30), NOW) == "21 августа 2026"


@pytest.mark.parametrize(
    ("language", "names", "joined"),
    [
        ("en", ["A"], "A"),
        ("en", ["A", "B"], "A and B"),
        ("en", ["A", "B", "C"], "A, B, and C"),
        ("ru", ["A", "B", "C"], "A, B и C"),
    ],
)
def test_names_are_joined_as_the_language_joins_them(language, names, joined):
    with translation.override(language):
        assert names_in_a_row(names) == joined


@pytest.mark.parametrize(
    ("language", "way"), [("ar", "rtl"), ("en", "ltr"), ("xx-unknown", "auto")]
)
def test_a_language_has_a_direction(language, way):
    assert direction(language) == way
