"""The moments an export names, in the ways it may name them."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.utils import timezone

FIRST_YEAR, LAST_YEAR = 1900, 9000
WHOLE_YEAR = re.compile(r"\s\d{4}\s")


def moment(*, gmt="", local="", pub_date=""):
    """The first usable of: a time in UTC, one in this site's zone, one of the feed."""
    found = _read(gmt)
    if found:
        return found.replace(tzinfo=UTC)
    found = _read(local)
    if found:
        return timezone.make_aware(found)
    return _read_pub_date(pub_date)


def _read(text):
    """WordPress writes 0000-00-00 where it has no date."""
    try:
        found = datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 the caller knows the zone
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _read_pub_date(text):
    if not WHOLE_YEAR.search(text):  # the library takes -0001 for 2001
        return None
    try:
        found = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found if timezone.is_aware(found) else found.replace(tzinfo=UTC)
