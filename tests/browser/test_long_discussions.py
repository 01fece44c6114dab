"""How readers find their way in a long discussion, with and without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.importing import import_thread
from tests.browser.steps import both_ways, threads
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 25
ANSWERS = 9


@pytest.fixture
def article():
    return make_article(headline="The dyke path")


@pytest.fixture
def discussion(article):
    """{key: primary key}: 25 threads, the first with nine answers in a row."""
    return import_thread(article, list(_rows()))


def _rows():
    start = timezone.now() - timedelta(days=2)
    for number in range(THREADS):
        yield _row(f"t{number}", start + timedelta(minutes=number))
    for number in range(ANSWERS):
        yield _row(f"a{number}", start + timedelta(hours=1, minutes=number), "t0")
    yield _row("deep", start + timedelta(hours=2), "a0")


def _row(key, created_at, parent=None):
    return {
        "key": key,
        "parent_key": parent,
        "name": f"Reader {key}",
        "text": f"This is {key}.",
        "created_at": created_at,
    }


@both_ways
def test_more_comments_come_below_those_that_are_there(visit, article, discussion, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    expect(threads(page)).to_have_count(20)
    page.get_by_role("link", name="Show more comments").click()
    last = page.locator(f"#comment-{discussion['t24']}")
    expect(last).to_be_visible()
    expect(page.get_by_role("link", name="Show more comments")).to_have_count(0)
    if javascript:
        expect(threads(page)).to_have_count(THREADS)
    else:
        expect(threads(page)).to_have_count(THREADS - 20)
        page.get_by_role("link", name="Show earlier comments").click()
        expect(page.locator(f"#comment-{discussion['t0']}")).to_be_visible()


@both_ways
def test_the_rest_of_a_thread_comes_on_demand(visit, article, discussion, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    last = page.locator(f"#comment-{discussion['a8']}")
    expect(last).to_have_count(0)
    page.get_by_role("link", name="5 more replies").click()
    expect(last).to_be_visible()
    expect(page.get_by_role("link", name="more replies")).to_have_count(0)


@both_ways
def test_a_thread_folds_and_unfolds(visit, article, discussion, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    thread = page.locator(f"#comment-{discussion['t0']} > .replies")
    answer = page.locator(f"#comment-{discussion['a0']}")
    toggle = thread.locator("> summary")
    toggle.click(position={"x": 10, "y": 10})
    expect(answer).to_be_hidden()
    expect(toggle).to_have_text("10 replies")
    toggle.press("Enter")
    expect(answer).to_be_visible()
