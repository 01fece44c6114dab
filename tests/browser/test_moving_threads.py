"""Threads that votes carry from one page to the next."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.steps import threads
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 25


def test_a_thread_that_sinks_to_the_next_page_is_not_shown_again(visit):
    article = make_article()
    roots = [make_comment(article) for _ in range(THREADS)]
    for root in roots[:20]:
        root.cast_vote(uuid4(), 1)
    page = visit(f"{article.get_absolute_url()}?sort=votes")
    expect(threads(page)).to_have_count(20)
    for _ in range(3):
        roots[0].cast_vote(uuid4(), -1)
    page.get_by_role("link", name="Show more comments").click()
    expect(page.locator(f"#comment-{roots[-1].pk}")).to_be_visible()
    expect(threads(page)).to_have_count(THREADS)
