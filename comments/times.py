"""How long ago and when a comment was written, in words."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from articles import presentation

MINUTE, HOUR, DAY = 60, 3600, 86400
DAYS_IN_WORDS = 30
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def ago(moment):
    """How long ago, in one unit; the date once it is long ago."""
    seconds = max(0, int((timezone.now() - moment).total_seconds()))
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        number = seconds // MINUTE
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", number) % {"n": number}
    if seconds < DAY:
        number = seconds // HOUR
        return ngettext("%(n)s hour ago", "%(n)s hours ago", number) % {"n": number}
    number = seconds // DAY
    if number <= DAYS_IN_WORDS:
        return ngettext("%(n)s day ago", "%(n)s days ago", number) % {"n": number}
    return _in_words(timezone.localtime(moment).date(), get_language(), presentation.DAY)


def duration(seconds):
    """How long something took, in one unit, rounded down; a minute at least."""
    if seconds < HOUR:
        number = max(1, seconds // MINUTE)
        return ngettext("%(n)s minute", "%(n)s minutes", number) % {"n": number}
    if seconds < DAY:
        number = seconds // HOUR
        return ngettext("%(n)s hour", "%(n)s hours", number) % {"n": number}
    number = seconds // DAY
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": number}


def full_time(moment):
    """The moment in the site's time zone, to the minute, as articles write it."""
    local = timezone.localtime(moment).replace(second=0, microsecond=0)
    style = f"{presentation.DAY}, H:i"
    return f"{_in_words(local, get_language(), style)} {local.tzname()}"


def day(moment):
    """The day in the site's time zone; the year is named when it is another one."""
    date = timezone.localtime(moment).date()
    is_this_year = date.year == timezone.localdate().year
    return _in_words(date, get_language(), "j E" if is_this_year else presentation.DAY)


def microseconds(moment):
    """The moment as a whole number since the epoch, exact, which a page can compare."""
    return (moment - EPOCH) // MICROSECOND


def moment_of(number):
    """The moment so many microseconds after the epoch; None when no calendar reaches that far."""
    try:
        return EPOCH + number * MICROSECOND
    except OverflowError:
        return None


@lru_cache(maxsize=5000)
def _in_words(local, language, style):
    return date_format(local, style)
