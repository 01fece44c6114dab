"""Questions about phrases: the mark in the text, the box beside it, answers in the discussion."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import InlinePrompt
from tests.browser.keyboard import Keyboard
from tests.browser.steps import both_ways, comment_saying, select, send, write
from tests.factories import make_article, make_comment, make_prompt

pytestmark = pytest.mark.django_db(transaction=True)
PLACE = "<p>They met at the old bridge on Tuesday.</p>"
BODY = "<p>The ferry waits.</p>" * 8 + PLACE + "<p>The ferry leaves.</p>" * 8
QUOTED = "On the phrase “the old bridge”"
PHONE = {"width": "phone", "has_touch": True, "is_mobile": True}


@pytest.fixture
def prompt():
    """A question that four have answered."""
    prompt = make_prompt(make_article(body=BODY))
    for name in ("Otto", "Nele", "Runa", "Oda"):
        make_comment(prompt.article, prompt=prompt, name=name, text=f"{name} was there.")
    return prompt


@pytest.fixture
def opened(visit, prompt):
    def opened(**how):
        return visit(prompt.article.get_absolute_url(), **how)

    return opened


def button(page, number=4):
    return page.get_by_role("link", name=f"Question about this phrase, {number} answers")


def box(page):
    """What opens beside the phrase."""
    return page.get_by_role("dialog", name="Have you been there?")


def test_the_question_opens_beside_its_phrase_and_gives_the_focus_back(opened):
    page = opened()
    button(page).click()
    expect(box(page)).to_be_focused()
    expect(box(page).locator(".ask-card__name")).to_have_text(["Oda", "Runa", "Nele"])
    expect(button(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(box(page)).to_be_hidden()
    expect(button(page)).to_be_focused()
    expect(button(page)).to_have_attribute("aria-expanded", "false")
    button(page).click()
    expect(box(page)).to_be_visible()
    button(page).click()
    expect(box(page)).to_be_hidden()
    button(page).click()
    expect(box(page)).to_be_visible()
    page.locator("h1").click()
    expect(box(page)).to_be_hidden()


def test_one_question_takes_the_place_of_another(opened, prompt):
    asked = {"quote": "The ferry leaves", "question": "When does it leave?"}
    prompt.article.body += "<p>The ferry leaves at nine.</p>"
    prompt.article.save()
    make_prompt(prompt.article, prefix="", suffix=" at nine.", **asked)
    page = opened()
    button(page).click()
    expect(box(page)).to_be_visible()
    other = page.get_by_role("link", name="Question about this phrase, no answers yet")
    other.click()
    expect(page.get_by_role("dialog", name="When does it leave?")).to_be_focused()
    expect(button(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    expect(other).to_be_focused()


def test_an_answer_is_sent_by_keyboard_and_leads_back_to_its_phrase(opened, prompt):
    page = opened()
    keys = Keyboard(page)
    keys.go_to(button(page))
    keys.press("Enter")
    expect(box(page)).to_be_focused()
    keys.press("Tab")  # the cross
    for text, field in [
        ("I was there too.", "text"),
        ("Mira", "name"),
        ("mira@example.com", "email"),
    ]:
        keys.go_to(box(page).locator(f"[name={field}]"))
        keys.type(text)
    keys.press("Control+Enter")
    expect(box(page).get_by_text("Thank you.")).to_be_visible()
    expect(button(page, 5)).to_be_visible()
    expect(page.locator("#discussion-title")).to_have_text("5 comments")
    expect(page.locator("#comment-list > .comment").first).to_contain_text("I was there too.")
    box(page).get_by_role("link", name="See your comment").click()
    expect(box(page)).to_be_hidden()
    expect(page.locator(".comment:target")).to_contain_text("I was there too.")
    comment_saying(page, "I was there too.").get_by_role("link", name=QUOTED).click()
    phrase = page.locator(f"#ask-{prompt.pk}:target")
    expect(phrase).to_be_in_viewport()
    expect(phrase).to_have_css("outline-style", "solid")


def test_on_a_phone_it_comes_from_below(opened):
    page = opened(**PHONE)
    button(page).tap()
    expect(box(page)).to_be_focused()
    place = box(page).bounding_box()
    assert (place["x"], place["width"], place["y"] + place["height"]) == (0, 390, 900)
    box(page).get_by_role("button", name="Close").tap()
    expect(box(page)).to_be_hidden()


def test_without_scripts_the_question_has_a_page(opened, prompt):
    page = opened(javascript=False)
    button(page).click()
    expect(page.locator(".ask-place")).to_contain_text("met at the old bridge on…")
    form = page.locator("form.composer")
    send(form.filter(has=page.get_by_role("button", name="Post answer")))
    expect(page.get_by_text("Write something first.")).to_be_visible()
    write(form, "I was there too.", name="Mira")
    send(form)
    answer = comment_saying(page, "I was there too.")
    answer.get_by_role("link", name=QUOTED).click()
    expect(page.locator(f"#ask-{prompt.pk}:target")).to_be_in_viewport()
    expect(button(page, 5)).to_be_visible()


@both_ways
def test_inline_feedback_can_be_read_alone(opened, prompt, javascript):
    make_comment(prompt.article, text="About something else.")
    page = opened(javascript=javascript)
    shown = page.locator("#comment-list > .comment")
    page.get_by_role("link", name="Inline feedback (4)").click()
    expect(shown).to_have_count(4)
    page.get_by_role("link", name="View all comments").click()
    expect(shown).to_have_count(5)
    page.go_back()
    expect(shown).to_have_count(4)
    expect(page).to_have_url(re.compile("show=inline"))
    page.goto(f"/comments/prompts/{prompt.pk}/")
    page.get_by_role("link", name="View all 4 answers").click()
    expect(page.get_by_text("Answers to: Have you been there?")).to_be_visible()
    expect(shown).to_have_count(4)


@pytest.fixture
def article(settings):
    """Where readers may start one."""
    settings.INLINE_BY_READERS = True
    return make_article(body=BODY)


def expect_marked(page, article):
    """The comment leads back to its phrase, which has a button for everybody now."""
    expect(page.get_by_role("link", name=QUOTED)).to_be_visible()
    expect(page.get_by_role("link", name="1 comment on this phrase")).to_be_attached()
    assert InlinePrompt.objects.get(article=article).prefix.endswith("They met at ")


def test_a_reader_comments_on_what_they_select(visit, article):
    page = visit(article.get_absolute_url())
    select(page, "the old bridge", "They met at the old bridge")
    page.get_by_role("link", name="Comment on this").click()
    expect(page.get_by_label("Phrase", exact=True)).to_have_value("the old bridge")
    write(page.locator("#main form.composer"), "It is new.", name="Mira")
    send(page.locator("#main form.composer"))
    expect_marked(page, article)


def test_a_reader_types_the_phrase_without_scripts(visit, article):
    page = visit(article.get_absolute_url(), javascript=False)
    page.get_by_role("link", name="Comment on a phrase").click()
    form = page.locator("form.composer")
    form.get_by_label("Phrase", exact=True).fill("the new bridge")
    write(form, "It is new.", name="Mira")
    send(form)
    expect(page.get_by_text("The article does not have these words")).to_be_visible()
    expect(form.locator("textarea")).to_have_value("It is new.")
    form.get_by_label("Phrase", exact=True).fill("the old bridge")
    send(form)
    expect_marked(page, article)
