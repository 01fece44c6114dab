"""How a bank's statement comes in, and what becomes of its lines.

It is read whole, and stored whole or not at all; a movement that two statements have is one line.
"""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from donations import bank_csv, booking, camt, evidence
from donations.bank import noon, refs_of
from donations.models import LedgerEntry, Proposal, Statement, StatementLine

BATCH = 500
Status = StatementLine.Status


class AlreadyImported(Exception):
    """The same file came before: `statement` is what became of it."""

    def __init__(self, statement):
        super().__init__(str(statement))
        self.statement = statement


class CannotBook(Exception):
    """Why a line stays as it is, for the person who wanted to book it."""


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


@transaction.atomic
def book(line, by, payment=None):
    """Book what a line tells, or propose it where the sum asks for a second person.

    For a payment it is what was announced, or what went back of it. CannotBook says why not.
    """
    line = _locked(line)
    kind, about = LedgerEntry.Kind, payment or line.statement
    campaign = about.campaign
    if line.currency != (payment or campaign).currency:
        raise CannotBook(_("It is in another currency than the campaign."))
    fields = {
        "campaign": campaign,
        "kind": kind.GIFT if line.amount_cents > 0 else kind.REFUND,
        "method": LedgerEntry.Method.BANK,
        "amount_cents": line.amount_cents,
        "booked_at": min(noon(line.booked_on), timezone.now()),
        "provider": "bank",
        "provider_ref": f"{line.account}/{line.ref}",
        "payment": payment,
        "note": "\n".join(filter(None, [line.payer, line.text])),
    }
    try:
        entered = booking.enter(fields, by, evidence=line.statement.evidence)
    except booking.PaymentDiffers as error:
        raise CannotBook(_("Its payment was paid already, or less of it is left.")) from error
    return _note(line, payment, entered)


def set_aside(lines):
    """Say that lines are not ours to book; how many."""
    return lines.filter(status=Status.NEW).update(status=Status.IGNORED)


def take_up(lines):
    """Let lines that were set aside wait again; how many."""
    return lines.filter(status=Status.IGNORED).update(status=Status.NEW)


def _locked(line):
    lines = StatementLine.objects.select_for_update(of=["self"], no_key=True)
    line = lines.select_related("statement__campaign", "statement__evidence").get(pk=line.pk)
    if line.status != Status.NEW:
        raise CannotBook(_("Somebody has dealt with it already."))
    return line


def _note(line, payment, entered):
    if isinstance(entered, Proposal):
        line.status, line.proposal = Status.PROPOSED, entered
    else:
        line.status, line.entry = Status.BOOKED, entered
    line.payment = payment
    line.save(update_fields=["status", "proposal", "entry", "payment"])
    return entered
