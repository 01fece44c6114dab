"""The treasurer's work, without a mouse."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from donations.models import ClosedMonth, LedgerEntry, Provider, StatementLine
from tests.browser.desk import enter
from tests.browser.giving import raised
from tests.browser.keyboard import Keyboard
from tests.donations import paying
from tests.donations.bank_files import table
from tests.factories import make_campaign, make_gift, make_payment, make_user, make_way

pytestmark = pytest.mark.django_db(transaction=True)
LETTER = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 a letter"}


@pytest.fixture
def sit_down(visit):
    """A treasurer before the admin's first page, with a device and a keyboard of their own."""

    def sit(path="/admin/", **fields):
        page = visit("/healthz")
        enter(page, make_user(group="Treasurer", **fields), path)
        return Keyboard(page)

    return sit


def put_in(keys, label, file):
    keys.labelled(label, exact=False)  # what Enter opens there is the system's own window
    keys.page.locator(":focus").set_input_files(file)


def open_row(keys, text):
    keys.go_to(keys.page.get_by_role("row", name=text).get_by_role("link").first)
    with keys.page.expect_navigation():
        keys.press("Enter")


def test_a_big_entry_with_its_letter_waits_for_a_second_person(visit, sit_down):
    make_campaign(goal=5000)
    first = sit_down()
    first.follow("Ledger")
    first.follow("Add ", exact=False)
    first.choose("Method:", "Cash")
    first.write("Amount:", "900")
    first.write("Internal note:", "In an envelope, counted by two.")
    put_in(first, "Evidence:", LETTER)
    first.push("Save")
    expect(first.page.get_by_text("It is booked once another person confirms it.")).to_be_visible()
    expect(first.page.get_by_role("button", name="Confirm and book")).to_have_count(0)

    second = sit_down()
    second.follow("1 entry waits for you as the second person.")
    open_row(second, "$900.00")
    expect(second.page.get_by_role("link", name="letter.pdf")).to_be_visible()
    second.push("Confirm and book")
    expect(second.page.get_by_text("Booked:")).to_be_visible()
    expect(raised(visit("/support/"))).to_have_text("$900")


def test_a_statement_is_imported_matched_and_booked(visit, sit_down):
    make_payment(make_campaign(), provider="offline", method="bank", code="7KQ2-41MX")
    row = f"{timezone.localdate()};25.00;USD;Oda Fen;For the maps, 7KQ2-41MX"
    keys = sit_down()
    keys.follow("Bank statements")
    keys.follow("Add ", exact=False)
    put_in(keys, "File:", {"name": "bank.csv", "mimeType": "text/csv", "buffer": table(row)})
    keys.push("Import")
    expect(keys.page.get_by_text("Code and amount agree.")).to_be_visible()
    keys.follow("Tick the lines whose code and amount agree")
    expect(keys.page.get_by_role("checkbox", name="Oda Fen")).to_be_checked()
    keys.push("Book the ticked lines")
    expect(keys.page.get_by_text("1 line booked.")).to_be_visible()
    assert StatementLine.objects.get().entry.amount_cents == 2_500
    expect(raised(visit("/support/"))).to_have_text("$25")


def test_a_month_is_closed_and_taken_away(visit, sit_down):
    last_month = timezone.localtime().replace(day=1) - timedelta(days=3)
    make_gift(make_campaign(), 30, booked_at=last_month)
    keys = sit_down("/admin/donations/closedmonth/")
    keys.follow("Close a month")
    keys.push(f"Close {last_month:%B %Y}")
    expect(keys.page.get_by_text(f"{last_month:%B %Y} is closed", exact=False)).to_be_visible()
    assert ClosedMonth.objects.count() == 1
    reader = visit(f"/support/months/{last_month:%Y-%m}/")
    expect(reader.get_by_text("closed", exact=True)).to_be_visible()

    keys.follow("Export a month")
    keys.go_to(keys.page.get_by_role("button", name="Export"))
    with keys.page.expect_download() as download:
        keys.press("Enter")
    assert download.value.suggested_filename == f"ledger-{last_month:%Y-%m}.csv"


def test_readers_see_at_once_that_a_provider_is_switched_off(visit, checkout, sit_down):
    make_campaign()
    make_way()
    Provider.objects.get_or_create(name="stripe")
    reader = visit("/support/")
    card = reader.get_by_role("radio", name="Card")
    expect(card).to_have_count(1)
    keys = sit_down()
    keys.follow("Providers")
    keys.follow(re.compile(r"Switch off\s+\(stripe"))
    keys.write("Notice to readers:", "Cards are away until May. A transfer always works.")
    keys.push("Switch off")
    expect(keys.page.get_by_text("Switched off.").first).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("Cards are away until May.")).to_be_visible()
    expect(card).to_have_count(0)
    expect(reader.get_by_role("button", name="Continue to payment")).to_be_visible()
    assert not Provider.objects.get(name="stripe").is_on


def test_a_gift_is_paid_back_after_a_question(sit_down, checkout):
    make_campaign()
    payment = paying.begin(2_500)
    checkout.pay(payment.session_ref)
    checkout.push()
    keys = sit_down(f"/admin/donations/payment/{payment.pk}/change/")
    keys.follow("Pay back")
    keys.push("Continue")
    keys.push("Yes, pay back")
    expect(keys.page.get_by_text("$25.00 is paid back.")).to_be_visible()
    checkout.push()
    assert sum(LedgerEntry.objects.exclude(kind="fee").values_list("amount_cents", flat=True)) == 0
