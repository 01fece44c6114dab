"""What readers see of a discussion and how they go through it, with and without scripts."""

import re
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.importing import import_thread
from comments.models import Comment
from tests.browser.steps import both_ways, comment_saying, send, sign_in, threads, write
from tests.browser.stories import vote_down
from tests.factories import make_article, make_comment, make_member

pytestmark = pytest.mark.django_db(transaction=True)
LONG_BODY = "<p>A line of text.</p>" * 60
LONG_TEXT = "\n\n".join(f"Paragraph {number} of a long story." for number in range(40))
TARGET = "link => link.href"
MORE_THAN = "number => document.querySelectorAll('.comment[data-comment-id]').length > number"


@pytest.fixture
def article():
    return make_article(headline="The dyke path", body=LONG_BODY)


def discuss(article, *, threads, replies):
    """So many threads, the third with so many replies, every tenth an answer to the one before."""
    start = timezone.now() - timedelta(days=2)
    rows = [_row(f"t{number}", start, number) for number in range(threads)]
    rows += [
        _row(f"r{number}", start, 100 + number, f"r{number - 1}" if number % 10 == 9 else "t2")
        for number in range(replies)
    ]
    import_thread(article, rows)


def _row(key, start, minutes, parent=None):
    return {
        "key": key,
        "parent_key": parent,
        "name": f"Reader {key}",
        "text": f"This is {key}.",
        "created_at": start + timedelta(minutes=minutes),
    }


@both_ways
def test_a_reader_of_all_pages_meets_each_comment_once_while_others_post(
    visit, article, javascript
):
    discuss(article, threads=45, replies=60)
    expected = set(Comment.objects.values_list("pk", flat=True))
    page = visit(f"{article.get_absolute_url()}?sort=newest", javascript=javascript)
    make_comment(article)
    met = read_in_place(page) if javascript else read_by_pages(page)
    make_comment(article)
    assert set(met) == expected
    assert max(met.values()) == 1


def read_in_place(page):
    """Follow every link to more until there is none."""
    more = page.locator(".discussion__more .button, .replies__more")
    while more.count():
        number, link = len(keys(page)), more.first
        link.click()
        page.wait_for_function(MORE_THAN, arg=number)
    return Counter(keys(page))


def read_by_pages(page):
    """Without scripts the rest of a thread is a page of its own, with the whole thread on it."""
    met, rests = Counter(), []
    while True:
        met.update(keys(page))
        rests += [link.evaluate(TARGET) for link in page.locator(".replies__more").all()]
        more = page.get_by_role("link", name="Show more comments")
        if not more.count():
            break
        page.goto(more.evaluate(TARGET))
    for rest in rests:
        page.goto(rest)
        thread = keys(page)
        while (more := page.get_by_role("link", name="More replies")).count():
            page.goto(more.evaluate(TARGET))
            thread += keys(page)
        assert len(thread) == len(set(thread))
        met |= Counter(thread)
    return met


def keys(page):
    rows = page.locator(".comment[data-comment-id]")
    return rows.evaluate_all("rows => rows.map((row) => Number(row.dataset.commentId))")


@both_ways
def test_replies_follow_the_order_of_the_threads(visit, article, javascript):
    first = make_comment(article, text="Which way?")
    for text in ("Alder", "Birch", "Cedar"):
        reply = make_comment(parent=first, text=text)
    for _voter in range(2):
        reply.cast_vote(uuid4(), 1)
    page = visit(article.get_absolute_url(), javascript=javascript)
    replies = page.locator(f"#comment-{first.pk} > .replies .comment__body")
    orders = {
        "Newest": ["Cedar", "Birch", "Alder"],
        "Oldest": ["Alder", "Birch", "Cedar"],
        "Best": ["Cedar", "Birch", "Alder"],
        "Most voted": ["Cedar", "Birch", "Alder"],
    }
    for label, order in orders.items():
        page.get_by_role("navigation", name="Sort comments").get_by_role("link", name=label).click()
        expect(replies).to_have_text(order)


def test_the_order_is_remembered_on_the_next_article_without_a_cookie(visit, article):
    other = make_article(body=LONG_BODY)
    for each in (article, other):
        discuss(each, threads=3, replies=0)
    page = visit(article.get_absolute_url())
    expect(threads(page).first).to_have_text("This is t0.")
    page.get_by_role("link", name="Newest").click()
    expect(threads(page).first).to_have_text("This is t2.")
    page.goto(other.get_absolute_url())
    expect(threads(page)).to_have_text(["This is t2.", "This is t1.", "This is t0."])
    expect(page.locator("#sort-newest")).to_have_attribute("aria-current", "true")
    assert page.context.cookies() == []

    page.goto(f"{other.get_absolute_url()}?sort=votes")  # an address says more than a habit
    expect(page.locator("#sort-votes")).to_have_attribute("aria-current", "true")
    page.goto(other.get_absolute_url())
    page.get_by_role("link", name="Oldest").click()
    expect(threads(page).first).to_have_text("This is t0.")
    page.goto(article.get_absolute_url())
    expect(page.locator("#sort-oldest")).to_have_attribute("aria-current", "true")
    assert page.evaluate("localStorage['comment-sort']") is None


@both_ways
def test_a_part_of_the_discussion_can_be_seen_alone(visit, article, javascript):
    asked = make_comment(article, text="When does it open?")
    make_comment(parent=asked, text="At nine.", name="The desk", is_official=True)
    make_comment(article, text="No staff here.")
    page = visit(article.get_absolute_url(), javascript=javascript)
    parts = page.get_by_role("navigation", name="Show comments")
    expect(parts.get_by_role("link")).to_have_text(["All", "Staff replies"])
    parts.get_by_role("link", name="Staff replies").click()
    expect(page.locator("#comment-list .comment__body")).to_have_text(
        ["When does it open?", "At nine."]
    )
    assert "show=staff" in page.url
    page.get_by_role("link", name="View all comments").click()
    expect(comment_saying(page, "No staff here.")).to_be_visible()

    form = page.locator("#composer")
    write(form, "Mine alone.", name="Mira")
    send(form)
    expect(comment_saying(page, "Mine alone.")).to_be_visible()
    page.goto(article.get_absolute_url())
    parts.get_by_role("link", name="Mine").click()
    expect(page.locator("#comment-list .comment__body")).to_have_text(["Mine alone."])


@both_ways
def test_featured_comments_stand_above_and_lead_into_the_discussion(visit, article, javascript):
    discuss(article, threads=25, replies=0)
    pick = Comment.objects.get(text="This is t23.")
    pick.feature()
    page = visit(article.get_absolute_url(), javascript=javascript)
    strip = page.get_by_role("region", name="Featured by the newsroom")
    expect(strip.get_by_role("listitem")).to_have_count(1)
    expect(strip).to_contain_text("This is t23.")
    strip.get_by_role("link", name="Read in the discussion").click()
    expect(page.locator(f"#comment-{pick.pk}").get_by_text("Featured")).to_be_in_viewport()


@both_ways
def test_a_comment_with_a_low_score_starts_folded_and_opens(visit, article, javascript):
    low = make_comment(article, name="Otto", text="Nobody liked this.")
    make_comment(parent=low, text="But answered it.")
    vote_down(low, times=5)
    page = visit(article.get_absolute_url(), javascript=javascript)
    expect(comment_saying(page, "Nobody liked this.")).to_be_hidden()
    expect(comment_saying(page, "But answered it.")).to_be_visible()
    fold = page.locator("summary", has_text="Comment by Otto hidden, score −5")
    fold.press("Enter")
    expect(comment_saying(page, "Nobody liked this.")).to_be_visible()


def test_a_long_text_is_cut_until_somebody_reads_on(visit, article):
    make_comment(article, text=LONG_TEXT)
    page = visit(article.get_absolute_url())
    body, last = page.locator(".comment__body"), page.get_by_text("Paragraph 39")
    last_is_in_sight = "body => body.scrollHeight <= body.clientHeight"
    assert not body.evaluate(last_is_in_sight)
    link = page.get_by_role("link", name="Read on")
    expect(link).to_have_attribute("aria-expanded", "false")
    link.press("Enter")
    assert body.evaluate(last_is_in_sight)
    last.scroll_into_view_if_needed()
    page.get_by_role("link", name="Show less").click()
    assert not body.evaluate(last_is_in_sight)
    expect(page.get_by_role("link", name="Read on")).to_be_in_viewport()


def test_a_long_text_is_whole_without_scripts(visit, article):
    make_comment(article, text=LONG_TEXT)
    page = visit(article.get_absolute_url(), javascript=False)
    assert page.locator(".comment__body").evaluate("body => body.scrollHeight <= body.clientHeight")
    expect(page.get_by_text("Read on")).to_be_hidden()


def test_what_a_flattened_reply_answers_is_shown_on_hover_and_on_focus(visit, article):
    chain = [make_comment(article)]
    while len(chain) < 7:
        chain.append(
            make_comment(parent=chain[-1], text=f"Step {len(chain)} [spoiler]hidden[/spoiler].")
        )
    answered = chain[5]
    page = visit(f"/comments/{chain[6].pk}/")
    box = page.locator(f"#comment-{chain[6].pk} > .comment__box")
    link = box.locator(".comment__answered").get_by_role("link", name=answered.name)
    glance = page.get_by_role("tooltip")
    link.hover()
    expect(glance).to_contain_text("Step 5")
    expect(glance).not_to_contain_text("hidden")
    expect(glance).to_contain_text(answered.name)
    glance.hover()
    expect(glance).to_be_visible()
    page.mouse.move(0, 0)
    expect(glance).to_have_count(0)

    box.locator(".comment__age").focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_have_accessible_description(re.compile("Step 5"))
    page.keyboard.press("Escape")
    expect(glance).to_have_count(0)
    expect(link).to_be_focused()
    link.press("Enter")
    expect(page.locator(f"#comment-{answered.pk} > .comment__box")).to_be_in_viewport()


def test_what_a_reply_on_another_page_answers_is_fetched(visit, article):
    discuss(article, threads=3, replies=60)
    root = Comment.objects.get(text="This is t2.")
    page = visit(f"/comments/{root.pk}/replies/")
    page.goto(page.get_by_role("link", name="More replies").evaluate(TARGET))
    expect(page.locator(f"#comment-{root.pk}")).to_have_count(0)
    page.locator(".comment__answered").get_by_role("link", name="Reader t2").first.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("This is t2.")


@both_ways
def test_a_member_folds_away_a_person_and_takes_it_back(visit, article, javascript):
    loud, reader = make_member(username="otto.b"), make_member()
    comment = make_comment(article, author=loud, name="otto.b", text="I know better.")
    page = visit("/accounts/login/", javascript=javascript)
    sign_in(page, reader.username, at=f"/accounts/login/?next={article.get_absolute_url()}")
    comment_saying(page, comment.text).get_by_role("link", name="otto.b").click()
    expect(page.get_by_role("heading", name="otto.b")).to_be_visible()
    expect(page.get_by_text("I know better.")).to_be_visible()
    page.get_by_role("button", name="Ignore this person").click()
    expect(page.get_by_text("You ignore this person")).to_be_visible()

    page.goto(article.get_absolute_url())
    expect(comment_saying(page, "I know better.")).to_be_hidden()
    page.get_by_text("You ignore otto.b.").click()
    expect(comment_saying(page, "I know better.")).to_be_visible()
    page.goto("/comments/mine/")
    page.get_by_role("button", name="Stop ignoring").click()
    expect(page.get_by_text("Nobody.")).to_be_visible()
    page.goto(article.get_absolute_url())
    expect(comment_saying(page, "I know better.")).to_be_visible()
