"""Editors ask about a phrase: picked in the text, or typed, with and without scripts."""

import pytest
from playwright.sync_api import expect

from comments.models import InlinePrompt
from tests.browser.desk import enter
from tests.browser.keyboard import Keyboard
from tests.browser.steps import select
from tests.factories import make_article, make_member

pytestmark = pytest.mark.django_db(transaction=True)
ONCE = "<p>The ferry waits.</p><p>They met at the old bridge on Tuesday.</p>"
TWICE = "<p>They crossed the old bridge at noon.</p><p>Nobody saw the old bridge again.</p>"


@pytest.fixture
def asking(visit):
    """The editor's form, reached from the page of an article with this text."""

    def asking(body, **how):
        article, page = make_article(body=body), visit("/healthz", **how)
        enter(page, make_member(group="Editor"), f"/admin/articles/article/{article.pk}/change/")
        page.get_by_role("link", name="Ask about a phrase").click()
        expect(phrase(page)).to_be_visible()
        return page

    return asking


def phrase(page):
    return page.get_by_label("Phrase", exact=False).and_(page.locator("textarea"))


def refusal(page):
    return page.locator("#id_quote_error")


def ask(page):
    page.get_by_label("Question", exact=False).fill("Have you been there?")
    page.get_by_role("button", name="Save", exact=True).click()


def expect_asked(page, before):
    """It is there for readers, in the place that was meant."""
    expect(page.get_by_role("link", name="1 question about a phrase")).to_be_visible()
    prompt = InlinePrompt.objects.get()
    assert prompt.prefix.endswith(before)
    page.goto(f"{prompt.article.get_absolute_url()}#ask-{prompt.pk}")
    expect(page.locator(".ask:target")).to_have_text("the old bridge")


def test_what_the_mouse_selects_is_asked_about(asking):
    page = asking(TWICE)
    select(page, "the old bridge", "Nobody saw the old bridge again.")
    expect(page.get_by_text("Phrase taken: “the old bridge”")).to_be_visible()
    expect(phrase(page)).to_have_value("the old bridge")
    ask(page)
    expect_asked(page, "Nobody saw ")


def test_what_the_keyboard_selects_is_asked_about(asking):
    page = asking(ONCE)
    keys = Keyboard(page)
    keys.go_to(page.get_by_role("textbox", name="Text", exact=True))
    keys.press("Control+Home")
    keys.press("ArrowDown")
    keys.press("Home")
    for _word in range(3):
        keys.press("Control+ArrowRight")
    for _word in range(3):
        keys.press("Control+Shift+ArrowRight")
    expect(phrase(page)).to_have_value("the old bridge")
    ask(page)
    expect_asked(page, "They met at ")


def test_without_scripts_one_of_several_places_is_chosen(asking):
    page = asking(TWICE, javascript=False)
    phrase(page).fill("the old ferry")
    ask(page)
    expect(refusal(page)).to_contain_text("The text does not hold this phrase.")
    phrase(page).fill("the old bridge")
    ask(page)
    expect(refusal(page)).to_have_text("It is there 2 times. Choose the place below.")
    assert not InlinePrompt.objects.exists()
    page.get_by_role("radio", name="Nobody saw the old bridge again").check()
    ask(page)
    expect_asked(page, "Nobody saw ")
