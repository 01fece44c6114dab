"""Money as text, in the active language and the style of the site."""

from decimal import Decimal

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_symbol
from django.conf import settings
from django.utils.translation import get_language, to_locale

LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"


def active_locale():
    """Babel's idea of the active language; English when it knows no such language."""
    try:
        return Locale.parse(to_locale(get_language() or settings.LANGUAGE_CODE))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def whole_units(cents):
    """Whole units, rounded down: 4,999.60 must never look like 5,000."""
    return cents // 100


def money(cents, currency, *, exact=False):
    """1,400 of 140,000 cents; with `exact`, 1,400.00."""
    locale = active_locale()
    amount = Decimal(cents).scaleb(-2) if exact else Decimal(whole_units(cents))
    digits = ".00" if exact else ""
    if settings.MONEY_STYLE == "trailing":
        number = format_decimal(amount, f"#,##0{digits}", locale=locale)
        return f"{number} {get_currency_symbol(currency, locale)}"
    pattern = locale.currency_formats["standard"].pattern.replace(".00", digits)
    if get_currency_symbol(currency, locale)[-1].isalpha():
        pattern = pattern.replace("¤#", "¤\N{NO-BREAK SPACE}#")  # CHF 1,400
    if locale.text_direction == "rtl":  # else "US$" is drawn as "$US", and the minus behind
        pattern = pattern.replace("¤", f"¤{LEFT_TO_RIGHT}").replace("-", f"{LEFT_TO_RIGHT}-")
    return format_currency(amount, currency, pattern, locale=locale, currency_digits=False)


def percentage(percent):
    """28% of 28, the way the active language writes it."""
    share = Decimal(percent) / 100
    return format_percent(share, locale=active_locale(), decimal_quantization=False)
