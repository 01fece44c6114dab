"""How facts of an article are put into words: times, ages, names, addresses."""

from urllib.parse import urljoin

from babel import Locale
from babel.lists import format_list
from django.conf import settings
from django.template.defaultfilters import date as formatted
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAY = "j E Y"
DAYS_IN_A_MONTH = 31
DAYS_IN_A_YEAR = 365


def absolute(address):
    """An address on this site, or one on the media host, as others must write it."""
    return urljoin(f"{settings.SITE_URL}/", address)


def direction(language):
    """The way a language is written, for `dir`."""
    try:
        return "rtl" if translation.get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "auto"


def moment(at):
    """A full time in the site's zone: 20 September 2026, 09:15 UTC."""
    return formatted(timezone.localtime(at), f"{DAY}, H:i T")


def updated(at, published_at):
    """The time of an update; the day too when it was another one."""
    at, published_at = timezone.localtime(at), timezone.localtime(published_at)
    return formatted(at, "H:i" if at.date() == published_at.date() else f"{DAY}, H:i")


def age(at, now=None):
    """How long ago, as short as a teaser needs: 12 min, 5 h, Yesterday, Friday, 2 August 2026."""
    now = timezone.localtime(now)
    at = timezone.localtime(at)
    minutes = max(0, int((now - at).total_seconds() // 60))
    days = (now.date() - at.date()).days
    if minutes < 60:
        return ngettext("%(count)d min", "%(count)d min", minutes) % {"count": minutes}
    if days == 0:
        return ngettext("%(count)d h", "%(count)d h", minutes // 60) % {"count": minutes // 60}
    if days == 1:
        return _("Yesterday")
    return formatted(at, "l" if days < 7 else DAY)


def mark(at, now=None):
    """The label beside a line of the gauge: 16:40 today, a weekday this week, else the date."""
    at = timezone.localtime(at)
    days = (timezone.localtime(now).date() - at.date()).days
    if days == 0:
        return formatted(at, "H:i")
    return formatted(at, "D" if days < 7 else "j M")


def age_notice(article, now=None):
    """A warning for readers who come across an old article; empty while it is young."""
    days = ((now or timezone.now()) - (article.updated_at or article.published_at)).days
    months = days // DAYS_IN_A_MONTH
    if years := days // DAYS_IN_A_YEAR:
        over_a_year = ngettext(
            "This article is over %(count)d year old.",
            "This article is over %(count)d years old.",
            years,
        )
        return over_a_year % {"count": years}
    over_a_month = ngettext(
        "This article is over %(count)d month old.",
        "This article is over %(count)d months old.",
        months,
    )
    return over_a_month % {"count": months} if months else ""


def names_in_a_row(people):
    """Marked-up names joined as the language joins them: A, B and C."""
    locale = Locale.parse(translation.to_locale(translation.get_language()))
    return format_html(format_list(["{}"] * len(people), locale=locale), *people)
