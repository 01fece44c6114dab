"""Every page and state of giving, for donors, readers and the treasurer, on every screen."""

import pytest
from playwright.sync_api import expect

from donations.models import Payment
from tests.browser.accounts import write_accounts
from tests.browser.checks import DESK, LIGHT, PHONE, sideways, small_controls, violations
from tests.browser.desk import enter
from tests.browser.giving import fill, give
from tests.factories import make_payment, make_user

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = 320
MANAGE = "/support/manage/{token}/"
READERS = [
    "/support/months/",
    "/support/months/{today:%Y-%m}/",
    "/support/months/{closed.month:%Y-%m}/",
    "/support/thanks/{transfer.key}/",
    "/support/thanks/{payment.key}/",
    "/support/manage/?done=asked",
    MANAGE + "?done=amount",
    MANAGE + "monthly/{pledge.key}/end/",
    MANAGE + "gifts/{payment.key}/",
    MANAGE + "erase/",
]
TABLES = "/admin/donations/"
DESKS = {
    "payments": [
        "/admin/",
        TABLES + "payment/",
        TABLES + "payment/{payment.pk}/change/",
        TABLES + "payment/{held.pk}/change/",
        TABLES + "payment/{payment.pk}/pay-back/",
        TABLES + "pledge/{pledge.pk}/change/",
        TABLES + "pledge/{pledge.pk}/end/",
    ],
    "providers": [
        TABLES + "provider/",
        TABLES + "provider/{provider.pk}/off/",
        TABLES + "provider/{provider.pk}/change/",
        TABLES + "attempt/",
        TABLES + "reconciliation/",
        TABLES + "reconciliation/{run.pk}/change/",
    ],
    "bank": [
        TABLES + "statement/",
        TABLES + "statement/add/",
        TABLES + "statement/{statement.pk}/change/",
        TABLES + "statement/{asked.pk}/columns/",
        TABLES + "ledgerentry/",
        TABLES + "ledgerentry/add/",
        TABLES + "ledgerentry/{entry.pk}/change/",
        TABLES + "proposal/{proposal.pk}/change/",
    ],
    "accounts": [
        TABLES + "donor/words/",
        TABLES + "donor/{donor.pk}/change/",
        TABLES + "donor/{donor.pk}/erase/",
        TABLES + "closedmonth/",
        TABLES + "closedmonth/add/",
        TABLES + "closedmonth/{closed.pk}/change/",
        TABLES + "closedmonth/export/",
        TABLES + "campaign/{campaign.pk}/change/",
    ],
}


def objections(page, width=NARROW):
    """Of axe in both widths, in the dark at the desk; and by how much the narrowest would scroll."""
    found = violations(page, widths=[PHONE], themes=LIGHT) + list(sideways(page, [width]).items())
    return found + violations(page, widths=[DESK])


def objections_by_page(page, paths, known, **narrow):
    found = {}
    for path in paths:
        answer = page.goto(path.format(**known))
        assert answer.status == 200, path
        found[path] = objections(page, **narrow)
    return {path: objected for path, objected in found.items() if objected}


def test_the_form_is_accessible_with_all_that_opens(visit, checkout):
    write_accounts()
    page = visit("/support/")
    fill(page, amount="Other")
    page.locator("details.way > summary").last.click()
    assert (objections(page), small_controls(page)) == ([], [])


def test_the_page_to_check_is_accessible_and_so_are_its_marks(visit, checkout):
    write_accounts()
    page = visit()
    give(page, amount="Other", email="", **{"Other amount": "a lot"})
    expect(page.get_by_text("look for the marks below")).to_be_visible()
    assert objections(page) == []


def test_what_donors_and_readers_see_is_accessible(visit, checkout):
    page = visit("/healthz")
    assert objections_by_page(page, READERS, write_accounts()) == {}


def test_arabic_donors_find_the_same(visit, site, checkout):
    known, page = write_accounts(), visit("/healthz")
    page.context.add_cookies([{"name": "language", "value": "ar", "url": site}])
    for path in ("/support/", *READERS[1::2]):
        page.goto(path.format(**known))
        found = violations(page, widths=[PHONE], themes=LIGHT) + list(sideways(page).items())
        assert (path, found) == (path, [])


def test_every_stage_of_a_gift_has_its_page(visit, checkout):
    write_accounts()
    page = visit("/healthz")
    for status in Payment.Status:
        page.goto(f"/support/thanks/{make_payment(status=status).key}/")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert (status, violations(page, widths=[PHONE], themes=LIGHT)) == (status, [])


@pytest.mark.parametrize("paths", DESKS.values(), ids=DESKS.keys())
def test_the_treasurers_pages_are_accessible(visit, checkout, paths):
    page = visit("/healthz")
    enter(page, make_user(group="Treasurer"), "/healthz")
    assert objections_by_page(page, paths, write_accounts(), width=PHONE) == {}
