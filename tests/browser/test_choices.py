"""What readers choose for themselves, and that it stays chosen."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import both_ways
from tests.factories import make_article, make_campaign, make_gift

pytestmark = pytest.mark.django_db(transaction=True)
DARK = "rgb(14, 21, 27)"


@both_ways
def test_the_dark_theme_stays_on_the_next_page_until_light_is_chosen(visit, javascript):
    article = make_article()
    page = visit("/", javascript=javascript)
    body, masthead = page.locator("body"), page.get_by_role("banner")
    with page.expect_response("**/theme/"):
        masthead.get_by_role("button", name="Dark theme").click()
    expect(body).to_have_css("background-color", DARK)
    page.goto(article.get_absolute_url())
    expect(body).to_have_css("background-color", DARK)
    with page.expect_response("**/theme/"):
        masthead.get_by_role("button", name="Light theme").click()
    expect(body).to_have_css("background-color", "rgb(255, 255, 255)")


@both_ways
def test_the_language_stays_chosen_and_arabic_runs_from_right_to_left(visit, javascript):
    article = make_article()
    page = visit(article.get_absolute_url(), javascript=javascript)
    html, masthead = page.locator("html"), page.get_by_role("banner")
    masthead.get_by_role("button", name="Русский").click()
    expect(html).to_have_attribute("lang", "ru")
    expect(html).to_have_attribute("dir", "ltr")
    expect(page.locator("#discussion-title")).to_have_text("0 комментариев")
    masthead.get_by_role("button", name="العربيّة").click()
    expect(html).to_have_attribute("dir", "rtl")
    page.goto("/")
    expect(html).to_have_attribute("lang", "ar")
    masthead.get_by_role("button", name="English").click()
    expect(html).to_have_attribute("lang", "en")


@both_ways
def test_a_hidden_strip_stays_hidden(visit, javascript):
    make_gift(make_campaign(goal=5000), 1400)
    page = visit("/", javascript=javascript)
    strip = page.locator(".strip")
    expect(strip).to_be_visible()
    page.get_by_role("button", name="Hide this for 30 days").click()
    expect(strip).to_have_count(0)
    page.goto("/accounts/login/")
    expect(strip).to_have_count(0)
    page.goto("/support/")
    expect(page.locator(".goal__raised")).to_contain_text("1,400")
