"""Notices of illegal content: kept, looked at, decided, and both sides told why.

Regulation (EU) 2022/2065, articles 16 (notices), 17 (statement of reasons). Locks: case, then as
deciding.py.
"""

import csv

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language

from comments import mail, notices
from comments.models import LegalCase
from comments.reasons import Reason

State, Outcome = LegalCase.State, LegalCase.Outcome
STEPS = {
    State.AWAITING: {State.UNDER_REVIEW, State.VOID},
    State.UNDER_REVIEW: {State.COMPLETED, State.VOID},
    State.COMPLETED: set(),
    State.VOID: set(),
}
OPEN = (State.AWAITING, State.UNDER_REVIEW)
REASON_LENGTH = 300
# No names and addresses: whoever reads the file has no need of them.
COLUMNS = (
    *("reference", "opened_at", "state", "outcome", "closed_at"),
    *("address", "law", "explanation", "ground"),
)
# Spreadsheets take a cell for a formula that begins so, some of them also in full width.
FORMULA = tuple("=+-@＝＋－＠\t\r\n")


class WrongStep(Exception):
    """The case is no longer where this can be done; `case` is as it is now."""

    def __init__(self, case):
        super().__init__(case.reference)
        self.case = case


@transaction.atomic
def open_case(comment, *, may_write=lambda email: True, **said):
    """Keep a notice: law, explanation, name, email; while it is open, the same one once."""
    asked = {"comment": comment, "state__in": OPEN, **said}
    if earlier := LegalCase.objects.filter(**asked).first():
        return earlier
    address = settings.SITE_URL + comment.get_absolute_url()
    facts = {"is_in_good_faith": True, "language": get_language()}
    case = LegalCase.objects.create(comment=comment, address=address, **facts, **said)
    if case.email and may_write(case.email):
        _write("case_received", case)
    return case


def take_up(case, *, by):
    """A moderator begins to look at it."""
    return _move(case, State.UNDER_REVIEW, by)


@transaction.atomic
def decide(case, outcome, *, ground, by):
    """Remove the content or let it stay, say why, and tell both sides."""
    case = _move(case, State.COMPLETED, by, outcome=outcome, ground=ground)
    if outcome == Outcome.REMOVED and case.comment:
        _remove(case)
    _write("case_closed", case)
    return case


@transaction.atomic
def drop(case, *, ground, by):
    """It is no notice that can be decided about."""
    case = _move(case, State.VOID, by, ground=ground)
    _write("case_closed", case)
    return case


def write_csv(year, file):
    """All cases of a year as a table, oldest first; moments in UTC."""
    table = csv.writer(file)
    table.writerow(COLUMNS)
    cases = LegalCase.objects.filter(opened_at__year=year).order_by("opened_at", "pk")
    for facts in cases.values_list(*COLUMNS):
        table.writerow(map(_cell, facts))


@transaction.atomic
def _move(case, state, by, **facts):
    rows = LegalCase.objects.using(connection.alias)
    now = rows.select_for_update(no_key=True).get(pk=case.pk)
    if state not in STEPS[now.state]:
        raise WrongStep(now)
    facts |= {"state": state, "handler": by}
    if not STEPS[state]:
        facts["closed_at"] = timezone.now()
    for name, value in facts.items():
        setattr(now, name, value)
    now.save(update_fields=facts)
    return now


def _remove(case):
    """The statement of reasons is written before: then the comment still says what it said."""
    address = notices.address_of(case.comment)
    mail.write("case_statement", address, comment=case.comment, case=case)
    reason = case.ground[:REASON_LENGTH]
    case.decision = case.comment.reject(by=case.handler, code=Reason.ILLEGAL, reason=reason)
    case.save(update_fields=["decision"])


def _write(template, case):
    mail.write(template, case.email, language=case.language, case=case)


def _cell(fact):
    text = fact.isoformat(timespec="seconds") if hasattr(fact, "isoformat") else str(fact or "")
    return f"'{text}" if text.startswith(FORMULA) else text
