"""Months as tables for spreadsheets: one row per entry."""

import csv
from decimal import Decimal
from io import StringIO

from django.utils import timezone

from donations.querysets import COUNTS

PUBLIC = ("date", "kind", "method", "amount", "currency", "counts", "name", "message")
OWN = ("date", "happened", "kind", "method", "amount", "currency", "counts", "provider")
OWN += ("reference", "charge", "receipt", "donor", "recorded_by", "confirmed_by", "note")
# What a spreadsheet would take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def public_table(entries):
    """What everybody may know of each entry: no ids, no notes, names as agreed."""
    return _table(PUBLIC, map(_public_row, entries))


def own_table(entries, *, with_emails=False):
    """All that bookkeepers need of each entry; who gave is a number unless they ask for more."""
    if not with_emails:
        return _table(OWN, map(_own_row, entries))
    return _table((*OWN, "email"), ([*_own_row(entry), _email(entry)] for entry in entries))


def _table(heads, rows):
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value):
    """Words that would be a formula begin with an apostrophe; numbers are numbers."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def _public_row(entry):
    return [_day(entry.booked_at), *_money(entry), entry.public_name, entry.public_message]


def _own_row(entry):
    receipt = getattr(entry, "receipt", None)
    donor = _donor(entry)
    return [
        _day(entry.booked_at),
        _day(entry.occurred_at),
        *_money(entry),
        entry.provider,
        entry.provider_ref,
        entry.payment.charge_ref if entry.payment else "",
        receipt.number if receipt else "",
        donor.pk if donor else "",
        entry.recorded_by.get_username() if entry.recorded_by else "",
        entry.confirmed_by.get_username() if entry.confirmed_by else "",
        entry.note,
    ]


def _money(entry):
    is_counted = entry.kind in COUNTS and entry.currency == entry.campaign.currency
    counts = "yes" if is_counted else "no"
    return [
        entry.kind,
        entry.method,
        Decimal(entry.amount_cents).scaleb(-2),
        entry.currency,
        counts,
    ]


def _day(moment):
    """The day in the site's zone."""
    zone = timezone.get_default_timezone()
    return f"{timezone.localtime(moment, zone):%Y-%m-%d}" if moment else ""


def _donor(entry):
    receipt = getattr(entry, "receipt", None)
    return receipt.donor if receipt else entry.payment and entry.payment.donor


def _email(entry):
    donor = _donor(entry)
    return donor.email if donor else ""
