"""The queue worked through without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests.browser.desk import card, count_in, enter, make_moderator, make_waiting, person
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db(transaction=True)
PENDING = "/moderation/?queue=pending"


@pytest.fixture
def article():
    return make_article(headline="The ferry stops in June")


@pytest.fixture
def desk(visit):
    """The queue of pending comments, as a moderator opens it; their keyboard is page.keyboard.press."""

    def sit_down():
        page = visit("/healthz")
        enter(page, make_moderator(), PENDING)
        return page, page.keyboard.press

    return sit_down


def test_cards_are_decided_one_after_the_other_by_keys(article, desk):
    one, two, three, four = make_waiting(article, "Alder", "Birch", "Cedar", "Elder")
    page, press = desk()
    press("j")
    expect(card(page, two)).to_be_focused()
    press("k")
    expect(card(page, one)).to_be_focused()
    press("f")
    expect(card(page, two)).to_be_focused()
    press("d")
    expect(card(page, two).get_by_label("Spam")).to_be_focused()
    press("4")
    expect(card(page, two).get_by_label("Off topic")).to_be_focused()
    press("ArrowUp")
    expect(card(page, two).get_by_label("Hateful")).to_be_checked()
    press("Escape")
    expect(card(page, two).locator("summary").first).to_be_focused()
    press("d")
    expect(card(page, two).get_by_label("Hateful")).to_be_focused()
    press("Enter")
    expect(card(page, three)).to_be_focused()
    press("s")
    expect(card(page, four)).to_be_focused()
    expect(page.locator("#desk-status")).to_have_text("Marked as spam. 1 left.")
    for comment in (three, two):
        press("u")
        expect(card(page, comment)).to_be_focused()
        expect(card(page, comment).get_by_role("button", name="Approve")).to_be_visible()
    expect(count_in(page, "pending")).to_have_text("3")
    assert list(Comment.objects.order_by("pk").values_list("status", flat=True)) == [1, 0, 0, 0]
    for left in (two, three, four):
        expect(card(page, left)).to_be_focused()
        press("f")
    expect(page.get_by_role("link", name="Show what is left")).to_be_focused()
    press("Enter")
    expect(page.get_by_text("Nothing waits.")).to_be_visible()


def test_keys_claim_choose_and_show_what_is_around(article, desk):
    parent = make_comment(article, text="Where does it land?")
    answer, other = make_waiting(article, "At the mill.", "Birch")
    Comment.objects.filter(pk=answer.pk).update(reply_to=parent)
    page, press = desk()
    for pressed, expected in (("c", "You are looking at this"), ("z", "this comment")):
        press(pressed)
        expect(card(page, answer)).to_contain_text(expected)
    press("c")
    expect(card(page, answer)).not_to_contain_text("You are looking at this")
    press("x")
    expect(card(page, answer).get_by_role("checkbox")).to_be_checked()
    expect(page.locator("#bulk")).to_contain_text("1 selected")
    press("j")
    expect(card(page, other)).to_be_focused()
    press("b")
    expect(person(page).get_by_role("heading", name="Nele")).to_be_visible()
    press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("jsx5")
    expect(page.get_by_role("searchbox")).to_have_value("jsx5")
    page.get_by_label("Keys on").focus()
    press("3")
    expect(page).to_have_url(re.compile("queue=unmoderated"))
    expect(card(page, parent)).to_be_visible()
    press("e")
    expect(card(page, parent)).to_contain_text("Featured")


def test_keys_can_be_switched_off_and_stay_off(article, desk):
    (comment,) = make_waiting(article, "Alder")
    page, press = desk()
    page.get_by_label("Keys on").uncheck()
    page.reload()
    expect(page.get_by_label("Keys on")).not_to_be_checked()
    for key in ("f", "s", "5"):
        press(key)
    page.get_by_label("Keys on").check()
    press("Control+f")
    expect(card(page, comment).get_by_role("button", name="Approve")).to_be_visible()
    press("f")
    expect(card(page, comment)).to_contain_text("Approved.")
    assert Comment.objects.get().is_visible
