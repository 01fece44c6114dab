"""How a bank's statement comes in: read whole, stored whole or not at all, each movement once."""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from donations import bank_csv, camt, evidence
from donations.bank import refs_of
from donations.models import Statement, StatementLine

BATCH = 500


class AlreadyImported(Exception):
    """The same file came before: `statement` is what became of it."""

    def __init__(self, statement):
        super().__init__(str(statement))
        self.statement = statement


@dataclass(frozen=True)
class Taken:
    """An imported statement, how many of its movements are new, and how many were known."""

    statement: Statement
    new: int
    known: int


def take_in(content, name, *, campaign, by, account="", day_first=None, columns=None):
    """Import a file. Unreadable says what is wrong, AlreadyImported that it came before."""
    refuse_known(content)
    is_camt = camt.is_camt(content)
    if is_camt:
        lines = camt.read(content)
    else:
        known = {"currency": campaign.currency, "account": account}
        lines = bank_csv.read(content, day_first=day_first, columns=columns, **known)
    kind = Statement.Format.CAMT if is_camt else Statement.Format.CSV
    return _store(lines, campaign, keep(content, name, by), kind, by)


def keep(content, name, by):
    """The file itself, also before it is known how to read it."""
    return evidence.keep(content, name, ".xml" if camt.is_camt(content) else ".csv", by)


def refuse_known(content):
    sha256 = hashlib.sha256(content).hexdigest()
    known = Statement.objects.filter(evidence__sha256=sha256).first()
    if known:
        raise AlreadyImported(known)


@transaction.atomic
def _store(lines, campaign, file, kind, by):
    campaign.lock()  # two imports at once see each other's lines
    if known := Statement.objects.filter(evidence=file).first():
        raise AlreadyImported(known)
    statement = Statement.objects.create(
        campaign=campaign, evidence=file, format=kind, account=lines[0].account, imported_by=by
    )
    rows = [_row(statement, line, ref) for line, ref in zip(lines, refs_of(lines), strict=True)]
    known = _known_among(rows)
    new = [row for row in rows if (row.account, row.ref) not in known]
    StatementLine.objects.bulk_create(new, batch_size=BATCH)
    return Taken(statement, len(new), len(rows) - len(new))


def _row(statement, line, ref):
    return StatementLine(
        statement=statement,
        ref=ref,
        account=line.account,
        booked_on=line.booked_on,
        amount_cents=line.amount_cents,
        currency=line.currency,
        payer=line.payer,
        text=line.text,
    )


def _known_among(rows):
    """(account, reference) of those that an earlier statement had."""
    known = set()
    for start in range(0, len(rows), BATCH):
        refs = [row.ref for row in rows[start : start + BATCH]]
        known |= set(StatementLine.objects.filter(ref__in=refs).values_list("account", "ref"))
    return known
