"""What a guest does below an article, with and without scripts."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests.browser.steps import answer_to, both_ways, comment_saying, send, threads, write
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article():
    return make_article(headline="The ferry stops in June")


@both_ways
def test_a_guest_posts_and_answers_and_sees_both_at_once(visit, article, javascript):
    first = make_comment(article, name="Otto", text="Where does the ferry land?")
    page = visit(article.get_absolute_url(), javascript=javascript)
    write(page.locator("#composer"), "Below the old crane.", name="Mira")
    send(page.locator("#composer"))
    expect(comment_saying(page, "Below the old crane.")).to_be_visible()
    expect(page.locator("#discussion-title")).to_have_text("2 comments")

    form = answer_to(page, first)
    expect(form.locator("textarea")).to_be_focused()
    write(form, "North side, pier four.", name="Mira")
    send(form)
    answer = page.locator(f"#comment-{first.pk} .comment", has_text="North side, pier four.")
    expect(answer).to_be_visible()
    expect(page.locator("#discussion-title")).to_have_text("3 comments")
    if javascript:
        expect(page.locator("#discussion-news")).to_have_text("Comment posted.")


@both_ways
def test_an_answer_stands_behind_the_earlier_ones(visit, article, javascript):
    first = make_comment(article)
    make_comment(article, parent=first, text="At the mill.")
    page = visit(article.get_absolute_url(), javascript=javascript)
    answers = page.locator(f"#comment-{first.pk} > .replies .comment__body")
    for text in ("No, at the weir.", "The weir is closed."):
        form = answer_to(page, first)
        write(form, text, name="Mira")
        send(form)
        expect(answers.last).to_have_text(text)
    expect(answers).to_have_text(["At the mill.", "No, at the weir.", "The weir is closed."])
    if javascript:
        expect(page.locator(".comment", has_text="The weir is closed.").last).to_be_focused()


@both_ways
def test_an_answer_can_be_cancelled(visit, article, javascript):
    first = make_comment(article)
    page = visit(article.get_absolute_url(), javascript=javascript)
    form = answer_to(page, first)
    form.get_by_role("link", name="Cancel").click()
    expect(form).to_have_count(0)
    reply = page.locator(f"#comment-{first.pk}").get_by_role("link", name="Reply")
    expect(reply).to_be_visible()
    if javascript:
        expect(reply).to_be_focused()


@both_ways
def test_a_vote_can_be_given_switched_and_withdrawn(visit, article, javascript):
    comment = make_comment(article)
    page = visit(article.get_absolute_url(), javascript=javascript)
    up, down = page.locator(f"#up-{comment.pk}"), page.locator(f"#down-{comment.pk}")
    score = page.locator(f"#comment-{comment.pk} .vote__score bdi")
    steps = [(up, "1", up), (down, "\N{MINUS SIGN}1", down), (down, "0", None), (up, "1", up)]
    for button, shown, pressed in steps:
        button.click()
        expect(score).to_have_text(shown)
        expect_pressed(up, pressed is up)
        expect_pressed(down, pressed is down)
        if javascript:
            expect(button).to_be_focused()
    page.reload()
    expect_pressed(up, True)
    expect(score).to_have_text("1")


def expect_pressed(button, is_pressed):
    """It says so, and shows it by more than its colour."""
    expect(button).to_have_attribute("aria-pressed", "true" if is_pressed else "false")
    fill = button.locator(".icon").evaluate("icon => getComputedStyle(icon).fill")
    assert (fill != "none") == is_pressed


@both_ways
def test_the_order_follows_the_links(visit, article, javascript):
    comments = [make_comment(article, text=text) for text in ("Alder", "Birch", "Cedar")]
    comments[1].cast_vote(uuid4(), 1)
    page = visit(article.get_absolute_url(), javascript=javascript)
    expect(threads(page)).to_have_text(["Alder", "Birch", "Cedar"])
    orders = {
        "Newest": ["Cedar", "Birch", "Alder"],
        "Most voted": ["Birch", "Cedar", "Alder"],
        "Oldest": ["Alder", "Birch", "Cedar"],
    }
    for label, order in orders.items():
        link = page.get_by_role("navigation", name="Sort comments").get_by_role("link", name=label)
        link.click()
        expect(threads(page)).to_have_text(order)
        expect(link).to_have_attribute("aria-current", "true")
        assert "?sort=" in page.url
        if javascript:
            expect(link).to_be_focused()


@both_ways
def test_a_form_says_beside_the_field_what_is_wrong_and_loses_nothing(visit, article, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    write(page.locator("#composer"), "  ", name="Mira", email="mira at example")
    send(page.locator("#composer"))
    form = page.locator("form.composer")
    text, email = form.get_by_label("Your comment"), form.get_by_label("E-mail", exact=True)
    expect(text).to_have_accessible_description(re.compile("Write something first."))
    expect(email).to_have_accessible_description(re.compile("This is not an e-mail address."))
    expect(email).to_have_value("mira at example")
    expect(form.get_by_label("Name", exact=True)).to_have_value("Mira")

    write(form, "Twice is enough.", name="Mira")
    send(form)
    expect(comment_saying(page, "Twice is enough.")).to_be_visible()


@both_ways
def test_a_name_is_remembered_only_when_asked(visit, article, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    composer = page.locator("#composer")
    name = composer.get_by_label("Name", exact=True)
    for text, is_asked in (("Forget me.", False), ("Know me.", True)):
        write(composer, text, name="Mira")
        composer.get_by_label("Remember my name").set_checked(is_asked)
        send(composer)
        expect(comment_saying(page, text)).to_be_visible()
        page.goto(article.get_absolute_url())
        expect(name).to_have_value("Mira" if is_asked else "")
    expect(composer.get_by_label("E-mail", exact=True)).to_have_value("mira@example.com")


@both_ways
def test_a_double_click_posts_once(visit, article, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    write(page.locator("#composer"), "Only once, please.", name="Mira")
    page.locator("#composer").get_by_role("button", name="Post comment").dblclick()
    expect(comment_saying(page, "Only once, please.")).to_have_count(1)
    expect(page.locator("#discussion-title")).to_have_text("1 comment")
    assert Comment.objects.count() == 1


def test_the_characters_left_turn_red_when_there_are_none(visit, article, settings):
    settings.COMMENT_MAX_LENGTH = 10
    page = visit(article.get_absolute_url())
    text, left = page.get_by_label("Your comment"), page.locator(".composer__left")
    colours = []
    for typed, number in (("Bridge", "4"), ("Bridge closed", "-3")):
        text.fill(typed)
        expect(left).to_have_text(f"Characters left: {number}")
        colours.append(left.evaluate("left => getComputedStyle(left).color"))
    assert colours[0] != colours[1]


def test_a_draft_outlives_a_reload_until_it_is_posted(visit, article):
    page = visit(article.get_absolute_url())
    composer = page.locator("#composer")
    write(composer, "Half a thought", name="Mira")
    page.reload()
    expect(composer.get_by_label("Your comment")).to_have_value("Half a thought")
    write(composer, "Half a thought, finished.", name="Mira")
    send(composer)
    expect(comment_saying(page, "Half a thought, finished.")).to_be_visible()
    page.reload()
    expect(composer.get_by_label("Your comment")).to_have_value("")


def test_a_dropped_connection_keeps_the_text_and_says_so(visit, article, troubles):
    page = visit(article.get_absolute_url())
    composer = page.locator("#composer")
    write(composer, "Into the tunnel.", name="Mira")
    page.context.set_offline(True)
    send(composer)
    expect(composer.get_by_role("alert")).to_contain_text("Your text is still in the box.")
    page.context.set_offline(False)
    troubles.clear()  # the browser says that it was off line
    send(composer)
    expect(comment_saying(page, "Into the tunnel.")).to_be_visible()
