"""What a page of threads costs: statements and plans, not seconds."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.importing import import_thread
from comments.making import make_discussion
from comments.reading import SORTS, Filter, read_branch, read_page, read_thread
from tests.caches import empty_caches
from tests.factories import make_article, make_campaign, make_comment, make_gift, make_topic

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 1, 12, tzinfo=UTC)


def fill_discussion(article, number):
    """That many comments in threads of eight, in bulk: prices do not ask how they came."""
    rows = [
        {
            "key": str(key),
            "parent_key": str(key - 1) if key % 8 else None,
            "name": "n",
            "text": f"Text {key}",
            "created_at": START + timedelta(seconds=key),
        }
        for key in range(number)
    ]
    import_thread(article, rows)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("number", [16, 2000])
def test_a_page_takes_two_statements_however_many_comments(sort, number):
    article = make_article()
    fill_discussion(article, number)
    after = None if number == 16 else read_page(article.pk, sort=sort).next_cursor
    with CaptureQueriesContext(connection) as captured:
        read_page(article.pk, sort=sort, after=after)
    assert len(captured) == 2
    with CaptureQueriesContext(connection) as captured:
        read_page(article.pk, sort=sort, after=after, voter=uuid4())
    assert len(captured) == 3


def test_an_empty_discussion_takes_two_statements(django_assert_num_queries):
    article = make_article()
    with django_assert_num_queries(2):
        read_page(article.pk)


@pytest.mark.parametrize("number", [16, 5000])
def test_a_page_of_an_article_takes_at_most_six_statements(client, number):
    article = make_article(topics=[make_topic()])
    make_gift(make_campaign(), "20")
    make_discussion(article, number, with_votes=True)
    empty_caches()
    assert connection.features.supports_json_field  # found out once per process
    with CaptureQueriesContext(connection) as captured:
        assert client.get(article.get_absolute_url()).status_code == 200
    assert len(captured) <= 6


@pytest.mark.parametrize("number", [1, 60])
def test_a_thread_and_a_branch_take_two_statements(django_assert_num_queries, number):
    root = make_comment()
    replies = [make_comment(parent=root) for _ in range(number)]
    with django_assert_num_queries(2):
        read_thread(root.pk)
    with django_assert_num_queries(2):
        read_branch(replies[0])


def fill_long_threads(monkeypatch):
    monkeypatch.setattr("comments.reading.replies.WHOLE_THREAD_MAX", 10)
    article = make_article()
    fill_discussion(article, 16)
    for root in article.comments.filter(parent=None):
        for _ in range(8):
            make_comment(parent=root)
    return article


@pytest.mark.parametrize("sort", SORTS)
def test_very_long_threads_cost_no_further_statement(django_assert_num_queries, monkeypatch, sort):
    article = fill_long_threads(monkeypatch)
    deep = article.comments.filter(level=7).last()
    deep.article.comments.filter(pk=deep.pk).update(featured_at=START, is_official=True)
    for asked in ({}, {"comment_id": deep.pk}, {"only": Filter("staff")}):
        with django_assert_num_queries(2):
            page = read_page(article.pk, sort=sort, **asked)
        assert asked == {} or deep.pk in [row.id for row in page.rows]
