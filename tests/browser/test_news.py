"""Comments that arrive while somebody reads, and those that came since the last visit."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.importing import import_thread
from tests.browser.steps import comment_saying, send, write
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db(transaction=True)
PLACES = """() => [...document.querySelectorAll("#comments > *, #comments .comment, #comment-list")]
    .map((each) => each.getBoundingClientRect()).map(({ x, y, width, height }) => [x, y, width, height])"""
HIDE = """isHidden => {
    Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def article():
    """With a discussion of three threads, and text enough to leave it out of sight at first."""
    article = make_article(headline="The dyke path", body="<p>A line of text.</p>" * 60)
    start = timezone.now() - timedelta(days=2)
    texts = ("Alder", "Birch", "Cedar")
    import_thread(
        article,
        [{"key": text, "name": "Otto", "text": text, "created_at": start} for text in texts],
    )
    return article


@pytest.fixture
def reading(visit, article):
    """A reader in front of the discussion, with a clock of their own and a list of what they asked."""
    page = visit("/healthz")
    page.clock.install()
    page.asked = []
    page.on("request", lambda request: "/news/" in request.url and page.asked.append(request.url))
    page.goto(article.get_absolute_url())
    return page


def test_new_comments_are_offered_and_nothing_moves(reading, article):
    page, pill = reading, reading.locator("comment-news a")
    expect(comment_saying(page, "Cedar")).to_be_visible()
    page.locator("#comment-list").scroll_into_view_if_needed()
    before = page.evaluate(PLACES)
    for text in ("Dogwood", "Elder"):
        make_comment(article, text=text)
    page.clock.fast_forward("00:31")
    expect(pill).to_have_text(re.compile("Show 2 new comments"))
    expect(page.locator("comment-news")).to_have_role("status")
    assert page.evaluate(PLACES) == before
    expect(comment_saying(page, "Elder")).to_have_count(0)

    make_comment(article, text="Fir", parent=article.comments.get(text="Alder"))
    page.clock.fast_forward("00:31")
    expect(pill).to_have_text(re.compile("Show 3 new comments"))
    assert page.evaluate(PLACES) == before

    pill.click()
    new = page.locator(".comment--new > .comment__box .comment__body")
    expect(new).to_have_text(["Fir", "Dogwood", "Elder"])
    expect(page.locator("#discussion-title")).to_have_text("6 comments")
    expect(page.locator(".comment--new").first).to_be_focused()
    expect(pill).to_have_count(0)
    page.get_by_role("link", name="View all comments").click()
    expect(comment_saying(page, "Cedar")).to_be_visible()
    page.clock.fast_forward("00:31")
    page.clock.fast_forward("00:31")
    expect(pill).to_have_count(0)


def test_nobody_is_asked_while_the_page_is_hidden_or_left_alone(reading, article):
    page, pill = reading, reading.locator("comment-news a")
    with page.expect_response("**/news/**"):
        page.clock.fast_forward("00:31")
    page.evaluate(HIDE, True)
    make_comment(article)
    asked = len(page.asked)
    for _minute in range(4):
        page.clock.fast_forward("01:00")
    assert len(page.asked) == asked
    page.evaluate(HIDE, False)
    expect(pill).to_have_text(re.compile("Show 1 new comment$"))

    page.clock.fast_forward("06:00")  # nobody has moved anything for longer than five minutes
    asked = len(page.asked)
    for _minute in range(4):
        page.clock.fast_forward("01:00")
    assert len(page.asked) == asked
    with page.expect_response("**/news/**"):
        page.mouse.move(100, 100)


def test_an_old_discussion_is_left_in_peace(visit):
    old = make_article(published_at=timezone.now() - timedelta(days=30))
    page = visit("/healthz")
    page.clock.install()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(old.get_absolute_url())
    expect(page.locator("#discussion-title")).to_be_visible()
    page.clock.fast_forward("01:00")
    page.clock.fast_forward("01:00")
    assert not [url for url in asked if "/news/" in url]


def test_own_comments_are_no_news(reading, article):
    page = reading
    write(page.locator("#composer"), "My own.", name="Mira")
    send(page.locator("#composer"))
    expect(comment_saying(page, "My own.")).to_be_visible()
    with page.expect_response("**/news/**") as answer:
        page.clock.fast_forward("00:31")
    assert answer.value.status == 204
    page.goto(article.get_absolute_url())
    expect(page.locator(".comment--new")).to_have_count(0)


def test_what_came_since_the_last_visit_is_marked_and_found_by_key(visit, article):
    page = visit(article.get_absolute_url())
    expect(page.locator(".comment--new")).to_have_count(0)
    page.locator("#comment-list").scroll_into_view_if_needed()
    page.wait_for_function("() => localStorage['comment-visits']")
    answer = make_comment(parent=article.comments.get(text="Alder"), text="Fir")
    late = make_comment(article, text="Dogwood")
    page.reload()
    news = page.locator(".comment--new")
    expect(news).to_have_count(2)
    expect(news.first.get_by_text("New", exact=True)).to_be_visible()
    button = page.get_by_role("button", name="Next new comment")
    expect(button).to_have_text(re.compile("2$"))
    assert page.context.cookies() == []

    field = page.get_by_label("Your comment")
    field.press_sequentially("nn")
    expect(field).to_have_value("nn")
    field.fill("")
    field.blur()
    page.keyboard.press("n")
    expect(page.locator(f"#comment-{answer.pk}")).to_be_focused()
    expect(page.locator(f"#comment-{answer.pk} > .comment__box")).to_be_in_viewport()
    expect(button).to_have_text(re.compile("1$"))
    page.keyboard.press("n")
    expect(page.locator(f"#comment-{late.pk}")).to_be_focused()
    expect(button).to_be_hidden()
    page.keyboard.press("Shift+N")
    expect(page.locator(f"#comment-{answer.pk}")).to_be_focused()
    page.reload()
    expect(news).to_have_count(0)


def test_the_keys_can_be_switched_off_and_stay_off(visit, article):
    page = visit(article.get_absolute_url())
    page.locator("#comment-list").scroll_into_view_if_needed()
    page.wait_for_function("() => localStorage['comment-visits']")
    make_comment(article, text="Dogwood")
    page.reload()
    page.get_by_text("Keys", exact=True).click()
    page.get_by_label("goes to the next new comment").uncheck()
    make_comment(article, text="Elder")
    page.reload()
    page.keyboard.press("n")
    expect(page.locator("body")).to_be_focused()
    page.get_by_role("button", name="Next new comment").click()
    expect(page.locator(".comment--new").first).to_be_focused()
