"""The address of a comment leads to it, whatever hides it, and back, with and without scripts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.importing import import_thread
from comments.models import Comment
from tests.browser.steps import both_ways, comment_saying
from tests.browser.stories import vote_down
from tests.factories import make_article, make_comment, make_member

pytestmark = pytest.mark.django_db(transaction=True)
NO_COLOUR = "rgba(0, 0, 0, 0)"


@pytest.fixture
def article():
    return make_article(headline="The dyke path", body="<p>A line of text.</p>" * 60)


@pytest.fixture
def discussion(article):
    """{key: primary key}: 30 threads, the 26th with 12 replies, below the last a chain of seven."""
    start = timezone.now() - timedelta(days=2)
    parents = {f"t{number}": None for number in range(30)}
    parents |= {f"a{number}": "t25" for number in range(12)}
    parents |= {f"d{number}": f"d{number - 1}" if number else "a11" for number in range(7)}
    rows = [
        {
            "key": key,
            "parent_key": parent,
            "name": f"Reader {key}",
            "text": f"This is {key}.",
            "created_at": start + timedelta(minutes=number),
        }
        for number, (key, parent) in enumerate(parents.items())
    ]
    return import_thread(article, rows)


def box_of(page, key):
    return page.locator(f"#comment-{key} > .comment__box")


def expect_found(page, key):
    """It is there, in sight, and stands out from the others."""
    box = page.locator(f"#comment-{key}").locator(".comment__box").first
    expect(box).to_be_in_viewport()
    expect(box).not_to_have_css("background-color", NO_COLOUR)
    others = page.locator(".comment__box").evaluate_all(
        "boxes => boxes.map((box) => getComputedStyle(box).backgroundColor)"
    )
    assert sum(colour != NO_COLOUR for colour in others) == 1


@both_ways
def test_a_reply_deep_in_a_long_thread_is_found_in_every_order(
    visit, article, discussion, javascript
):
    page = visit("/healthz", javascript=javascript)
    deepest, before = discussion["d6"], discussion["a10"]
    for sort in ("oldest", "newest", "votes", "best"):
        page.goto(f"/comments/{deepest}/?sort={sort}")
        expect(page).to_have_url(re.compile(rf"sort={sort}&comment={deepest}#comment-{deepest}$"))
        expect_found(page, deepest)
        assert page.locator(f"#sort-{sort}").get_attribute("aria-current") == "true"
        for above in ("d5", "a11", "t25"):  # all that it answers
            expect(box_of(page, discussion[above])).to_be_visible()
    if sort != "newest":
        expect(page.get_by_role("link", name=re.compile("more replies$"))).to_be_visible()
    page.get_by_role("link", name=re.compile("more replies$")).click()
    expect(box_of(page, before)).to_be_visible()
    expect(page.locator(f"#comment-{deepest}")).to_have_count(1)


@both_ways
def test_the_age_of_a_comment_is_the_link_to_it_and_the_page_goes_on_both_ways(
    visit, article, discussion, javascript
):
    page = visit(article.get_absolute_url(), javascript=javascript)
    page.get_by_role("link", name="Show more comments").click()
    key = discussion["t25"]
    box_of(page, key).locator(".comment__age").click()
    expect_found(page, key)
    page.get_by_role("link", name="Show more comments").click()
    expect(box_of(page, discussion["t29"])).to_be_visible()
    page.get_by_role("link", name="Show earlier comments").click()
    expect(box_of(page, discussion["t0"])).to_be_visible()


@both_ways
def test_a_folded_comment_is_open_for_who_follows_a_link_to_it(
    visit, article, discussion, javascript
):
    key = discussion["a1"]
    vote_down(Comment.objects.get(pk=key), times=6)
    page = visit(f"/comments/{key}/", javascript=javascript)
    expect_found(page, key)


def test_a_link_within_the_page_makes_its_comment_stand_out(visit, article, discussion):
    page = visit(f"{article.get_absolute_url()}#comment-{discussion['t7']}")
    expect_found(page, discussion["t7"])


@both_ways
def test_a_removed_comment_is_said_to_be_so(visit, article, javascript):
    comment, moderator = make_comment(article, text="Rude words."), make_member(group="Moderator")
    comment.reject(code="off_topic", by=moderator)
    page = visit(comment.get_absolute_url(), javascript=javascript)
    expect(page.get_by_role("main")).to_contain_text("A moderator removed this comment.")
    expect(page.get_by_role("main")).not_to_contain_text("Rude words.")
    page.get_by_role("link", name="Back to the whole discussion").click()
    expect(page.locator("#discussion-title")).to_have_text("0 comments")


def test_a_comment_that_came_a_second_ago_is_found(visit, article, discussion):
    page = visit(article.get_absolute_url())  # a copy of the page is kept from now on
    late = make_comment(article, text="This is brand new.")
    page.goto(late.get_absolute_url())
    expect_found(page, late.pk)
    expect(comment_saying(page, "This is brand new.")).to_be_visible()


@both_ways
def test_deep_talk_goes_on_elsewhere_and_leads_back_to_the_same_place(
    visit, article, discussion, javascript
):
    page = visit(f"/comments/{discussion['d3']}/", javascript=javascript)
    link = page.get_by_role("link", name="Continue this thread")
    start = link.locator("xpath=..").get_attribute("data-comment-id")
    link.click()
    expect(page).to_have_url(re.compile(rf"/comments/{start}/thread/"))
    expect(box_of(page, discussion["d6"])).to_be_visible()
    expect(box_of(page, discussion["t25"])).to_be_visible()
    page.get_by_role("link", name="Back to the whole discussion").click()
    expect_found(page, start)
