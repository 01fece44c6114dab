"""Statements of banks as tables of text, in the words and marks of several countries."""

import csv
import io
import re
import unicodedata
from collections import Counter

from django.utils.translation import gettext as _

from donations.bank import (
    MAX_LINES,
    Line,
    Unreadable,
    account_of,
    cents_of,
    check_count,
    check_size,
    day_of,
    iso_day,
    plain,
)

PREVIEW_ROWS = 5
# Banks write a few lines about the account before the heads of the columns.
HEAD_ROWS = 25
MAX_COLUMNS = 60
WORDS = {
    "date": "date bookingdate bookedon transactiondate postingdate completeddate buchungstag"
    " buchungsdatum buchung datum bokforingsdag bokforingsdatum dateoperation fecha",
    "amount": "amount betrag umsatz sum betrageur amounteur betragineur belopp montant importe"
    " transactionamount",
    "credit": "credit creditamount paidin moneyin haben gutschrift deposit deposits",
    "debit": "debit debitamount paidout moneyout soll lastschrift belastung withdrawal withdrawals",
    "sign": "creditdebit debitcredit dc cd sollhaben sh cdtdbtind creditdebitindicator",
    "currency": "currency wahrung ccy devise",
    "payer": "payer name counterparty counterpartyname payername sender debtor partnername"
    " auftraggeber zahlungspflichtiger beguenstigterzahlungspflichtiger"
    " auftraggeberbegunstigter namezahlungsbeteiligter auftraggeberempfanger",
    "text": "text description details memo purpose message reference paymentreference narrative"
    " verwendungszweck zahlungszweck remittanceinformation meddelande libelle",
    "ref": "bankreference transactionid transactionreference referenznummer bankreferenz id",
    "account": "ownaccount auftragskonto accountiban",
}
ROLES = {word: role for role, words in WORDS.items() for word in words.split()}
DEBITS = {"d", "dr", "debit", "dbit", "s", "soll", "-"}
CREDITS = {"c", "cr", "credit", "crdt", "h", "haben", "+"}


class NeedsAnswer(Unreadable):
    """It could be read if the person who uploaded it said which column is what."""


def read(content, *, currency, account="", day_first=None, columns=None):
    """The movements of a table; NeedsAnswer where its columns or dates can be read in two ways."""
    check_size(content)
    rows = _rows(_decoded(content))
    known, start = (columns, 0) if columns else _find_columns(rows)
    if not known:
        raise NeedsAnswer(_("Say which column is what."))
    body = _body(rows, start, known)
    if day_first is None:
        day_first = _is_day_first([_cell(row, known["date"]) for _n, row in body])
    lines = [_line(number, row, known, currency, account, day_first) for number, row in body]
    return check_count([line for line in lines if line.amount_cents])


def preview(content):
    """The first rows, and what their columns seem to be, for a person to say what they are."""
    check_size(content)
    rows = _rows(_decoded(content))
    return rows[:PREVIEW_ROWS], _find_columns(rows)[0] or {}


def _decoded(content):
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    if "\0" in text:
        raise Unreadable(_("This is not a table of text."))
    return text


def _rows(text):
    """The rows by the mark that splits them best: one whose heads are known, else the widest."""
    splits = [_split(text, mark) for mark in ";\t,"]
    for rows in splits:
        if _find_columns(rows)[0]:
            return rows
    rows = max(splits, key=_width)
    if _width(rows) < 2:
        raise Unreadable(_("This is neither a table (CSV) nor a camt.053 statement."))
    return rows


def _split(text, mark):
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        rows = []
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row[:MAX_COLUMNS])
            if len(rows) > MAX_LINES + HEAD_ROWS:
                raise Unreadable(_("The file has more than 20,000 lines: take a shorter time."))
    except csv.Error:
        return []
    return rows


def _width(rows):
    widths = Counter(len(row) for row in rows[: HEAD_ROWS * 2])
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _find_columns(rows):
    """What the columns are by their heads, and where the rows below begin."""
    for number, row in enumerate(rows[:HEAD_ROWS], start=1):
        known = {}
        for place, cell in enumerate(row):
            role = ROLES.get(_head(cell))
            if role == "text":
                known.setdefault("text", []).append(place)
            elif role:
                known.setdefault(role, place)
        if "date" in known and known.keys() & {"amount", "credit", "debit"}:
            return known, number
    return None, 0


def _head(cell):
    """Letters alone: “Währung ” is wahrung."""
    letters = unicodedata.normalize("NFKD", cell.casefold())
    return re.sub(r"[^a-z]", "", letters)


def _body(rows, start, known):
    """The rows of movements with their numbers: what stands before and after has no date."""
    numbered = list(enumerate(rows, start=1))[start:]
    dated = [(n, row) for n, row in numbered if _has_date(_cell(row, known["date"]))]
    if not dated:
        raise Unreadable(_("No row has a date that can be read."))
    check_count(dated)
    return dated


def _has_date(text):
    return bool(re.match(r"[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}", text))


def _is_day_first(texts):
    """True for 03/11/2026 as the third of November: what the other dates of the table say."""
    slashed = [re.match(r"([0-9]{1,2})/([0-9]{1,2})/", text) for text in texts]
    pairs = [tuple(map(int, found.groups())) for found in slashed if found]
    if any(first > 12 for first, _second in pairs):
        return True
    if any(second > 12 for _first, second in pairs):
        return False
    if any(first != second for first, second in pairs):
        raise NeedsAnswer(
            _("The dates can be read in two ways: say whether the day or the month stands first.")
        )
    return True


def _line(number, row, known, currency, account, day_first):
    try:
        booked_on = _day(_cell(row, known["date"]), day_first=day_first)
        cents = _cents(row, known)
    except (ValueError, OverflowError) as error:
        message = _("Row %(number)d has no date or amount that can be read.")
        raise Unreadable(message % {"number": number}) from error
    texts = [_cell(row, place) for place in known.get("text", [])]
    named = _cell(row, known.get("currency")).upper()
    return Line(
        booked_on=booked_on,
        amount_cents=cents,
        currency=named if re.fullmatch("[A-Z]{3}", named) else currency,
        payer=plain(_cell(row, known.get("payer")), 140),
        text=plain(" ".join(texts), 500),
        bank_ref=plain(_cell(row, known.get("ref")), 60),
        account=account_of(_cell(row, known.get("account")) or account),
    )


def _cell(row, place):
    return row[place].strip() if place is not None and place < len(row) else ""


def _day(text, *, day_first):
    if re.match(r"[0-9]{4}-", text):
        return iso_day(text)
    found = re.match(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})(?![0-9])", text)
    if not found:
        raise ValueError(text)
    first, mark, second, third = found.groups()
    if len(first) == 4:
        return day_of(first, second, third)
    year = f"20{third}" if len(third) == 2 else third
    if mark == "/" and not day_first:
        first, second = second, first
    return day_of(year, second, first)


def _cents(row, known):
    """The signed amount: from one column, from one with a word for its side, or from two."""
    if "amount" in known:
        cents = cents_of(_cell(row, known["amount"]))
        side = _cell(row, known.get("sign")).casefold()
        if side in DEBITS:
            return -abs(cents)
        return abs(cents) if side in CREDITS else cents
    sides = [_cell(row, known.get(side)) for side in ("credit", "debit")]
    credit, debit = (abs(cents_of(text)) if text else 0 for text in sides)
    if credit and debit or not any(sides):
        raise ValueError(sides)
    return credit - debit
