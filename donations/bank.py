"""What a bank says on a statement, whatever the format, and how its dates and amounts are read."""

import hashlib
import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

MAX_BYTES = 5 * 1024 * 1024
MAX_LINES = 20_000
YEARS = range(1990, 2101)
# The longest that fits a ledger of 64 bits with room to add up.
MAX_DIGITS = 13
SIGNS = str.maketrans(
    {"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{RIGHT SINGLE QUOTATION MARK}": "'"}
)
AMOUNT = re.compile(
    r"(?P<sign>[+-]?)(?P<units>(?!0[.,' ])[0-9]{1,3}(?:(?P<mark>[.,' ])[0-9]{3}(?:(?P=mark)[0-9]{3})*)|[0-9]+)"
    r"(?:(?P<point>[.,])(?P<fraction>[0-9]{1,2}))?(?P<end>-?)"
)
MONEY_WORDS = re.compile(r"\b(?:USD|EUR|GBP|CHF|SEK)\b|[$€£]")


class Unreadable(Exception):
    """A statement that can't be read; the message says why, for the person who uploaded it."""


@dataclass(frozen=True)
class Line:
    """One movement of an account, as the bank tells it."""

    booked_on: date
    amount_cents: int
    currency: str
    payer: str = ""
    text: str = ""
    bank_ref: str = ""
    account: str = ""


def cents_of(text):
    """An amount as banks write it, in minor units; ValueError for anything else."""
    plain = MONEY_WORDS.sub("", text.translate(SIGNS).replace("\N{NO-BREAK SPACE}", " "))
    plain = plain.replace("\N{NARROW NO-BREAK SPACE}", " ").strip()
    found = AMOUNT.fullmatch(re.sub(r"^([+-])\s+", r"\1", plain))
    if not found or (found["point"] and found["point"] == found["mark"]):
        raise ValueError(text)
    units = re.sub(r"[^0-9]", "", found["units"])
    if len(units) > MAX_DIGITS or (found["sign"] and found["end"]):
        raise ValueError(text)
    cents = int(units) * 100 + int((found["fraction"] or "").ljust(2, "0"))
    return -cents if "-" in found["sign"] + found["end"] else cents


def day_of(year, month, day):
    """A day of a century we keep books in; ValueError for anything else."""
    found = date(int(year), int(month), int(day))
    if found.year not in YEARS:
        raise ValueError(found)
    return found


def noon(day):
    """The middle of a day in the site's zone: when money moved of which only the day is told."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_default_timezone())


def iso_day(text):
    """The day of 2026-11-03, also with a time or a zone behind it."""
    found = re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])", text.strip())
    if not found:
        raise ValueError(text)
    return day_of(*found.groups())


def plain(text, length):
    """What a bank wrote, as one line without what can't be seen."""
    seen = "".join(
        " " if unicodedata.category(sign)[0] in "CZ" else sign
        for sign in (text or "")[: length * 4]
    )
    return " ".join(seen.split())[:length]


def account_of(text):
    """An account number, the way it is compared."""
    return plain(text, 80).replace(" ", "").upper()[:40]


def refs_of(lines):
    """A reference for each line, the same in every statement that has the movement.

    The bank's own when it gives one, with a hash of what it moved: banks count anew in each
    statement. Movements that are alike in all are told apart by their order.
    """
    seen = Counter()
    for line in lines:
        told = [line.bank_ref] if line.bank_ref else [line.payer, line.text]
        facts = [line.account, line.booked_on.isoformat(), line.amount_cents, line.currency, *told]
        hashed = hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:20]
        ref = f"{line.bank_ref[:40]}.{hashed}".strip(".")
        seen[ref] += 1
        yield ref if seen[ref] == 1 else f"{ref}.{seen[ref]}"


def check_size(content):
    if len(content) > MAX_BYTES:
        raise Unreadable(_("The file is larger than 5 MB: take a shorter time."))


def check_count(lines):
    if len(lines) > MAX_LINES:
        raise Unreadable(_("The file has more than 20,000 lines: take a shorter time."))
    if not lines:
        raise Unreadable(_("The file has no movements."))
    return lines
