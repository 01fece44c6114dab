"""The line and the small button that ask for comments, and a comment that is gone by now."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import both_ways, comment_saying
from tests.factories import make_article, make_comment, make_user, reject

pytestmark = pytest.mark.django_db(transaction=True)
WEEK = 7 * 24 * 3600 * 1000


@pytest.fixture
def article(settings):
    """With text enough to leave the discussion out of sight at first."""
    settings.COMMENTS_BUBBLE = True
    article = make_article(body="<p>A line of text.</p>" * 60)
    make_comment(article, text="Alder")
    return article


@pytest.fixture
def opened(visit, article):
    """Opens the article with a clock of the test's own."""

    def opened(motion="reduce"):
        page = visit("/healthz")
        page.emulate_media(reduced_motion=motion)
        page.clock.install()
        page.goto(article.get_absolute_url())
        return page

    return opened


@both_ways
def test_the_line_below_the_text_leads_to_the_form(visit, article, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    line = page.locator(".invitation")
    expect(line).to_contain_text("What do you make of this? 1 comment so far.")
    line.get_by_role("link", name="Add yours").click()
    expect(page.get_by_label("Your comment")).to_be_in_viewport()


def test_the_number_of_new_comments_leads_to_the_first_of_them(opened, article):
    page = opened()
    bubble = page.locator("comment-bubble")
    expect(bubble.get_by_role("link", name="Add your comment")).to_be_visible()
    for text in ("Birch", "Cedar"):
        make_comment(article, text=text)
    page.clock.fast_forward("00:31")
    link = bubble.get_by_role("link", name=re.compile("Show 2 new comments"))
    expect(bubble.locator(".bubble__count")).to_have_text("2")
    link.click()
    expect(comment_saying(page, "Cedar")).to_be_visible()
    expect(page.locator(".comment--new").first).to_be_focused()
    expect(bubble).to_be_hidden()  # the discussion is in sight
    page.evaluate("scrollTo(0, 0)")
    expect(bubble.get_by_role("link", name="Add your comment")).to_be_visible()
    expect(bubble.locator(".bubble__count")).to_be_hidden()


def test_without_news_it_leads_to_the_form_and_is_away_while_somebody_writes(opened):
    page = opened()
    page.locator("comment-bubble a").click()
    field = page.get_by_label("Your comment")
    expect(field).to_be_focused()
    page.evaluate(
        "document.querySelector('#comments').style.marginBlockStart = '300vh'; scrollTo(0, 0)"
    )
    expect(page.locator("comment-bubble")).to_be_hidden()
    field.blur()
    expect(page.locator("comment-bubble")).to_be_visible()


def test_it_asks_once_a_week_for_ten_seconds_and_takes_no_focus(opened):
    page = opened(motion="no-preference")
    bubble = page.locator("comment-bubble")
    page.clock.fast_forward("00:46")
    expect(bubble).to_have_class(re.compile("bubble--open"))
    expect(page.locator("body")).to_be_focused()
    page.clock.fast_forward("00:11")
    expect(bubble).not_to_have_class(re.compile("bubble--open"))
    page.reload()
    page.clock.fast_forward("00:46")
    expect(bubble).not_to_have_class(re.compile("bubble--open"))


def test_it_does_not_ask_who_wants_less_motion(opened):
    page = opened(motion="reduce")
    page.clock.fast_forward("00:46")
    expect(page.locator("comment-bubble")).not_to_have_class(re.compile("bubble--open"))


@pytest.mark.parametrize("way", ["cross", "escape"])
def test_closed_it_rests_for_a_week(opened, way):
    page = opened()
    bubble = page.locator("comment-bubble")
    page.keyboard.press("Escape")  # meant for something else
    expect(bubble).to_be_visible()
    bubble.get_by_role("link").focus()
    page.keyboard.press("Tab")
    cross = bubble.get_by_role("button", name="Hide this for 7 days")
    expect(cross).to_be_focused()
    page.keyboard.press("Enter" if way == "cross" else "Escape")
    expect(bubble).to_be_hidden()
    page.reload()
    expect(page.locator("comment-news")).to_be_attached()
    expect(bubble).to_be_hidden()
    page.clock.fast_forward(WEEK + 1000)
    page.reload()
    expect(bubble).to_be_visible()


def test_a_vote_for_a_comment_that_is_gone_is_answered_in_its_place(opened, article):
    page, comment = opened(), article.comments.get()
    reject(comment, by=make_user())
    for _twice in range(2):
        with page.expect_response("**/vote/"):
            page.locator(f"#up-{comment.pk}").click()
    note = page.locator(f"#comment-{comment.pk} .comment__gone")
    expect(note).to_have_text(re.compile("This is no longer there"))
    expect(page.locator("#discussion-news")).to_have_text(re.compile("This is no longer there"))
