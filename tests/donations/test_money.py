import pytest
from django.utils import translation

from donations.money import money, percentage


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "$1,400"), ("ru", "1\xa0400\xa0$"), ("ar", "\u200f1,400\xa0US$\u200e")],
)
def test_money_is_grouped_as_the_language_does(language, text):
    with translation.override(language):
        assert money(140_099, "USD") == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "-$1,400.50"),
        ("ru", "-1\xa0400,50\xa0$"),
        # The mark before the minus keeps it before the number where lines run from the right.
        ("ar", "\u200f\u200e-1,400.50\xa0US$\u200e"),
    ],
)
def test_what_was_paid_back_has_its_minus_in_front(language, text):
    with translation.override(language):
        assert money(-140_050, "USD", exact=True) == text


@pytest.mark.parametrize(("language", "text"), [("en", "28%"), ("ru", "28\xa0%"), ("ar", "28%")])
def test_a_share_is_written_as_the_language_does(language, text):
    with translation.override(language):
        assert percentage(28) == text


@pytest.mark.parametrize(
    ("currency", "text"), [("EUR", "€1,400"), ("GBP", "£1,400"), ("CHF", "CHF\xa01,400")]
)
def test_each_currency_has_its_sign(currency, text):
    assert money(140_000, currency) == text


def test_whole_units_round_down():
    assert money(499_960, "USD") == "$4,999"


def test_exact_amounts_show_their_cents():
    assert money(-2_050, "EUR", exact=True) == "-€20.50"


def test_trailing_money_shows_its_cents_too(settings):
    settings.MONEY_STYLE = "trailing"
    assert money(2_050, "USD", exact=True) == "20.50 $"


def test_a_language_babel_does_not_know_falls_back_to_english():
    with translation.override("xx"):
        assert money(140_000, "USD") == "$1,400"
