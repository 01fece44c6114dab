"""Two treasurers at once, with a connection each: one entry, one import, one line."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from donations import booking, statements
from donations.models import LedgerEntry, Proposal, Statement, StatementLine
from tests.donations.bank_files import table
from tests.factories import make_campaign, make_payment, make_user

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
PEOPLE = 6


def at_once(act, *, refused=()):
    """Each does act(number) at the same moment; what came of it, None where it was refused."""
    barrier = Barrier(PEOPLE)

    def work(number):
        barrier.wait()
        try:
            return act(number)
        except refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(work, range(PEOPLE)))


def propose():
    known = {"campaign": make_campaign(), "kind": "gift", "method": "cash", "note": "A box."}
    return booking.enter(known | {"amount_cents": 80_000}, make_user())


def test_an_entry_that_all_confirm_is_booked_once():
    proposal, people = propose(), [make_user() for _person in range(PEOPLE)]
    entries = at_once(lambda number: booking.confirm(proposal, people[number]))
    assert len({entry.pk for entry in entries}) == 1
    assert LedgerEntry.objects.count() == 1


def test_an_entry_that_some_confirm_and_some_decline_is_one_or_the_other():
    proposal, people = propose(), [make_user() for _person in range(PEOPLE)]

    def decide(number):
        if number % 2:
            return booking.confirm(proposal, people[number])
        return booking.decline(proposal, people[number], "No.")

    at_once(decide, refused=booking.AlreadyDecided)
    booked = Proposal.objects.get().status == "booked"
    assert LedgerEntry.objects.count() == booked


def test_a_line_that_all_book_is_booked_once():
    taken = statements.take_in(
        table("2026-11-03;25;USD;Oda;Maps"), "a.csv", campaign=make_campaign(), by=None
    )
    line = taken.statement.lines.get()
    entered = at_once(lambda _n: statements.book(line, None), refused=statements.CannotBook)
    assert sum(entry is not None for entry in entered) == LedgerEntry.objects.count() == 1


def test_lines_of_one_payment_that_are_booked_at_once_pay_it_once():
    payment = make_payment(provider="offline", method="bank", code="7KQ2-41MX")
    rows = [f"2026-11-{day:02};25;USD;Oda;7KQ2-41MX" for day in range(1, PEOPLE + 1)]
    taken = statements.take_in(table(*rows), "a.csv", campaign=payment.campaign, by=None)
    lines = list(taken.statement.lines.all())
    at_once(
        lambda number: statements.book(lines[number], None, payment),
        refused=statements.CannotBook,
    )
    assert LedgerEntry.objects.count() == 1
    assert StatementLine.objects.filter(status="new").count() == PEOPLE - 1


def test_statements_that_overlap_and_come_at_once_have_each_movement_once():
    campaign = make_campaign()
    rows = [f"2026-11-{day:02};25;USD;Oda;Maps" for day in range(1, 20)]
    at_once(
        lambda number: statements.take_in(
            table(*rows, f"2026-11-20;{number + 1};USD;;"), "a.csv", campaign=campaign, by=None
        )
    )
    assert StatementLine.objects.count() == len(rows) + PEOPLE


def test_a_file_that_all_import_is_one_statement():
    campaign, content = make_campaign(), table("2026-11-03;25;USD;Oda;Maps")
    taken = at_once(
        lambda _n: statements.take_in(content, "a.csv", campaign=campaign, by=None),
        refused=statements.AlreadyImported,
    )
    assert sum(each is not None for each in taken) == Statement.objects.count() == 1
