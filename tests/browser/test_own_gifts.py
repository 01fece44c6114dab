"""Donors and their gifts: by a link that comes by mail, with and without scripts."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from donations.models import LedgerEntry, Payment, Pledge
from tests.browser.steps import both_ways, until
from tests.donations import paying
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"https?://\S+/support/manage/\S+")


@pytest.fixture
def monthly(checkout):
    """Mira gives 10.00 every month, and is named."""
    make_campaign()
    payment = paying.begin(1_000, is_monthly=True, email="mira@example.com", donor_name="Mira")
    checkout.pay(payment.session_ref)
    checkout.push()
    return Pledge.objects.get()


def link_of(page):
    """Ask for it, and find it in the mail."""
    mail.outbox.clear()
    page.get_by_label("E-mail address").fill("Mira@example.com")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text("a link is on its way")).to_be_visible()
    until(lambda: mail.outbox)
    return LINK.search(mail.outbox[0].body)[0]


@both_ways
def test_a_donor_changes_pauses_and_ends_a_monthly_gift(visit, checkout, monthly, javascript):
    page = visit("/support/manage/", javascript=javascript)
    page.goto(link_of(page))
    gift = page.get_by_role("article", name="a month")
    expect(gift).to_contain_text("$10.00 a month")
    gift.get_by_text("Change the amount").click()
    gift.get_by_label("New amount a month").fill("12.50")
    gift.get_by_role("button", name="Change", exact=True).click()
    expect(page.get_by_text("The new amount holds from the next charge on.")).to_be_visible()
    expect(gift).to_contain_text("$12.50 a month")

    gift.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Your monthly gift is paused.")).to_be_visible()
    gift.get_by_role("button", name="Resume").click()
    expect(page.get_by_text("Your monthly gift goes on.")).to_be_visible()
    assert checkout.renew(monthly.provider_ref)["amount"] == 1_250

    gift.get_by_role("link", name="End").click()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("Your monthly gift has ended.")).to_be_visible()
    expect(gift.get_by_role("button")).to_have_count(0)
    assert checkout.store.get(monthly.provider_ref)["status"] == "canceled"


def test_a_donor_changes_the_card_at_the_provider(visit, monthly):
    page = visit("/support/manage/")
    page.goto(link_of(page))
    page.get_by_role("button", name="Change the card").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change your card")


def test_a_donor_takes_the_name_away_and_then_everything(visit, monthly):
    entries = LedgerEntry.objects.filter(payment=Payment.objects.get())
    entries.show_names(donor_name="Mira", message="")
    page = visit("/support/")
    supporters = page.get_by_role("region", name="Recent supporters")
    expect(supporters).to_contain_text("Mira")
    page.goto("/support/manage/")
    page.goto(link_of(page))
    page.get_by_role("link", name="Change name and message").click()
    page.get_by_label("Name for the supporters list").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("link", name="Delete what you keep of me").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deleted")
    page.goto("/support/")
    expect(supporters).to_contain_text("A reader")
    expect(supporters).not_to_contain_text("Mira")


def test_a_link_that_ended_asks_for_the_address_again(visit):
    page = visit("/support/manage/no-such-link/")
    expect(page.get_by_text("This link no longer works.")).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_be_visible()
