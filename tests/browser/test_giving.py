"""Gifts on their way through the provider's pages, and what readers see of them."""

import re

import pytest
from playwright.sync_api import expect

from donations.models import LedgerEntry, Payment
from tests.browser.giving import fill, give, go_on, is_told, pay, raised
from tests.browser.steps import both_ways, until
from tests.factories import make_article, make_campaign, make_way

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _campaign():
    make_campaign(goal=100, appeal="For the map desk.")
    make_way()


@both_ways
def test_gifts_of_once_and_of_every_month_move_the_tracker(visit, checkout, javascript):
    page = visit(javascript=javascript)
    expect(raised(page)).to_have_text("$0")
    give(page, amount="$25", javascript=javascript)
    pay(page, checkout)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. $25.00 arrived.")

    give(page, amount="$10", often="Every month", javascript=javascript)
    expect(page.get_by_text("10.00 USD each month")).to_be_visible()
    pay(page, checkout)
    expect(page.get_by_text("This amount is charged every month.")).to_be_visible()

    page.goto("/support/")
    expect(raised(page)).to_have_text("$35")
    expect(page.get_by_text("$10 monthly")).to_be_visible()
    page.locator(".goal").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Donations in")
    expect(page.get_by_text("2 donations that still stand")).to_be_visible()
    expect(page.get_by_role("row", name="Gifts")).to_contain_text("$35.00")


def test_a_donor_who_was_declined_comes_back_and_tries_again(visit, checkout):
    page = visit()
    give(page, amount="$25")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("Your card was declined.")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page).to_have_url(re.compile("/support/$"))
    expect(raised(page)).to_have_text("$0")
    until(lambda: is_told(checkout))
    assert Payment.objects.get().declines == 1
    page.goto("/")  # whoever went to give is asked no more
    expect(page.locator(".strip")).to_have_count(0)

    give(page, amount="Other", **{"Other amount": "12.50"})
    pay(page, checkout)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. $12.50 arrived.")
    assert LedgerEntry.objects.filter(kind="gift").count() == 1


@both_ways
def test_a_donor_back_before_the_news_looks_again(visit, checkout, javascript):
    page = visit("/support/", javascript=javascript)
    page.clock.install()
    fill(page)
    go_on(page, javascript=javascript)
    address, checkout.webhook = checkout.webhook, ""
    page.get_by_role("button", name="Pay").click()
    on_its_way = page.get_by_role("heading", name="Thank you. Your gift is on its way.")
    expect(on_its_way).to_be_visible()
    checkout.webhook = address
    checkout.push()
    if javascript:
        page.clock.fast_forward(5000)
    else:
        page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. $25.00 arrived.")


@both_ways
def test_a_bank_transfer_gets_a_code_and_counts_nothing_yet(visit, checkout, javascript):
    page = visit(javascript=javascript, permissions=["clipboard-read", "clipboard-write"])
    give(page, amount="$50", way="Bank transfer", email="", javascript=javascript)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Now send the transfer.")
    code = Payment.objects.get().code
    expect(page.get_by_text(code)).to_be_visible()
    expect(page.get_by_text("$50.00")).to_be_visible()
    copy = page.get_by_role("button", name="Copy Code")
    if javascript:
        copy.click()
        assert page.evaluate("navigator.clipboard.readText()") == code
    else:
        expect(copy).to_have_count(0)
    page.goto("/support/")
    expect(raised(page)).to_have_text("$0")


def test_a_form_to_correct_keeps_what_was_typed(visit, checkout):
    page = visit()
    words = {"Name for the supporters list": "Nele", "Other amount": "a lot"}
    give(page, amount="Other", **words)
    expect(page.get_by_text("Something is missing or can't be taken")).to_be_visible()
    expect(page.get_by_label("Name for the supporters list")).to_have_value("Nele")
    page.get_by_label("Other amount").fill("7")
    page.get_by_role("button", name="Continue to payment").click()
    pay(page, checkout)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. $7.00 arrived.")


@both_ways
def test_one_click_hides_the_strip_and_the_box(visit, javascript):
    page = visit(make_article().get_absolute_url(), javascript=javascript)
    strip, box = page.locator(".strip"), page.get_by_role("heading", name="Support ")
    expect(strip).to_be_visible()
    expect(box).to_be_visible()
    assert page.context.cookies() == []
    page.get_by_role("button", name="Hide this for 30 days").first.click()
    expect(strip).to_have_count(0)
    page.reload()
    expect(box).to_have_count(0)
    page.goto("/")
    expect(strip).to_have_count(0)
