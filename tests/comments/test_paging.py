"""Going from page to page while others post and vote."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from comments.reading import SORTS, read_page
from tests.caches import empty_caches
from tests.comments.test_reading_price import fill_discussion
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 1, 12, tzinfo=UTC)


def roots_of(page):
    return [row.id for row in page.rows if row.is_root]


def make_threads(number):
    """First-level comments, some of the same moment, with 0 to 3 votes."""
    article = make_article()
    for index in range(number):
        root = make_comment(article, created_at=START + timedelta(minutes=index // 3))
        make_comment(parent=root)
        for vote in range(index % 4):
            root.cast_vote(uuid4(), 1 if vote < 2 else -1)
    return article


def pages_of(article, sort, between):
    """The threads of all pages of four; `between` happens after each page."""
    found, after = [], None
    while after != "":
        page = read_page(article.pk, sort=sort, after=after, size=4)
        after = page.next_cursor
        found += roots_of(page)
        between(article, page)
    return found


def post_everywhere(article, page):
    make_comment(article)
    make_comment(article, created_at=START - timedelta(days=1))
    make_comment(parent=Comment.objects.get(pk=page.rows[0].id))


def vote_for_those_seen(article, page):
    Comment.objects.get(pk=page.rows[0].id).cast_vote(uuid4(), 1)


def hide_the_last_seen(article, page):
    for row in [row for row in page.rows if row.is_root][-1:]:
        Comment.objects.get(pk=row.id).reject(code="spam", by=None)


@pytest.mark.parametrize("between", [post_everywhere, vote_for_those_seen, hide_the_last_seen])
@pytest.mark.parametrize("sort", SORTS)
def test_nothing_is_skipped_or_twice_while_others_post_and_vote(sort, between):
    article = make_threads(18)
    there = roots_of(read_page(article.pk, sort=sort, size=100))
    found = pages_of(article, sort, between)
    assert [pk for pk in found if pk in there] == there
    assert len(found) == len(set(found))


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("number", [16, 5000])
def test_an_article_asks_six_times_however_many_comments(client, sort, number):
    article = make_article()
    fill_discussion(article, number)
    chosen = article.comments.filter(level=6).last()
    article.comments.filter(pk=chosen.pk).update(featured_at=START, is_official=True)
    client.get(article.get_absolute_url())  # Django asks SQLite once what it can do
    for query in ({}, {"comment": chosen.pk}, {"show": "staff"}, {"since": "0" * 15}):
        empty_caches()
        with CaptureQueriesContext(connection) as captured:
            page = client.get(article.get_absolute_url(), {"sort": sort} | query).text
        assert len(captured) == 6
        assert f'data-comment-id="{chosen.pk}"' in page or query.keys() <= {"since"}
