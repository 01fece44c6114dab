"""Whether a discussion has anything new, asked by open pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from comments.readers import Reader
from comments.times import microseconds
from tests import plans
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """Stamps move at once: nothing is ever committed in these tests."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_: act())


def ask(client, article, since=0, **query):
    url = reverse("comments:news", args=[article.pk])
    at = since if isinstance(since, (int, str)) else microseconds(since)
    return client.get(url, {"since": at} | query)


def test_a_page_that_has_everything_gets_no_content(client):
    comment = make_comment()
    response = ask(client, comment.article, comment.shown_at)
    assert (response.status_code, response.content) == (204, b"")


@pytest.mark.parametrize(
    ("number", "words"), [(1, "Show 1 new comment<"), (3, "Show 3 new comments<")]
)
def test_new_comments_are_offered(client, number, words):
    seen = make_comment(created_at=timezone.now() - timedelta(minutes=1))
    for _ in range(number):
        newest = make_comment(seen.article)
    response = ask(client, seen.article, seen.shown_at, sort="votes")
    body = response.content.decode()
    assert words in body
    since = microseconds(seen.shown_at)
    assert f'href="{seen.article.get_absolute_url()}?sort=votes&amp;since={since}#comments"' in body
    assert f'data-latest="{microseconds(newest.shown_at)}"' in body


def test_more_than_a_hundred_are_not_counted(client):
    article = make_article()
    for _ in range(102):
        make_comment(article)
    assert "Show 100+ new comments" in ask(client, article).content.decode()


def test_an_unknown_sort_is_left_out(client):
    comment = make_comment()
    assert "sort" not in ask(client, comment.article, sort='"><script>').content.decode()


@pytest.mark.parametrize("since", ["", "x", "-1", "1e9", "٣", "9" * 30, "1 "])
def test_a_time_that_is_none_brings_nothing(client, since):
    comment = make_comment()
    assert ask(client, comment.article, since).status_code == 204


def test_without_a_time_there_is_no_news(client):
    comment = make_comment()
    url = reverse("comments:news", args=[comment.article_id])
    assert client.get(url).status_code == 204


def test_the_biggest_time_brings_nothing(client):
    assert ask(client, make_comment().article, "9" * 19).status_code == 204


@pytest.mark.parametrize("status", [status for status in Comment.Status if status != 1])
def test_what_is_not_visible_is_no_news(client, status):
    article = make_comment(status=status).article
    assert ask(client, article).status_code == 204


def test_a_comment_that_a_moderator_lets_through_is_news_from_then_on(client):
    seen = make_comment()
    waiting = make_comment(seen.article, status=Comment.Status.PENDING)
    waiting.approve(by=make_user())
    assert "Show 1 new comment" in ask(client, seen.article, seen.shown_at).content.decode()


def test_own_comments_are_no_news(client):
    member = make_user()
    seen = make_comment()
    make_comment(seen.article, reader=Reader(user=member).key)
    client.force_login(member)
    assert ask(client, seen.article, seen.shown_at).status_code == 204
    make_comment(seen.article)
    response = ask(client, seen.article, seen.shown_at)
    assert "Show 1 new comment" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_strangers_share_one_answer(client):
    comment = make_comment()
    for since in (0, comment.shown_at):
        response = ask(client, comment.article, since)
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=10"
        assert not response.cookies
        assert "cookie" not in response.get("Vary", "").lower()


def test_a_reader_with_another_language_gets_an_answer_of_their_own(client):
    comment = make_comment()
    client.cookies["language"] = "ru"
    assert ask(client, comment.article)["Cache-Control"] == "private, no-store"


def test_news_that_were_told_before_are_not_sent_again(client):
    comment = make_comment()
    url = f"{reverse('comments:news', args=[comment.article_id])}?since=0"
    etag = client.get(url)["ETag"]
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304
    make_comment(comment.article)
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_unpublished_articles_have_no_news(client):
    article = make_comment().article
    assert ask(client, article).status_code == 200
    article.status = Article.Status.DRAFT
    article.save()
    assert ask(client, article).status_code == 404
    assert client.get("/comments/article/9999/news/?since=0").status_code == 404
    assert client.get(f"/comments/article/{'9' * 30}/news/?since=0").status_code == 404


@pytest.mark.parametrize("number", [1, 12])
def test_asking_costs_one_statement_and_the_next_time_none(
    client, number, django_assert_num_queries
):
    article = make_article()
    for _ in range(number):
        make_comment(article)
    with django_assert_num_queries(1):
        ask(client, article)
    with django_assert_num_queries(0):
        ask(client, article, since=5)


def test_news_change_nothing_and_are_only_read(client):
    comment = make_comment()
    url = reverse("comments:news", args=[comment.article_id])
    assert client.post(url).status_code == 405


@pytest.mark.postgresql
def test_the_newest_are_found_by_an_index(django_assert_num_queries):
    from django.db import connection

    from comments.news import newest_of

    article = plans.make_known_discussion()
    with django_assert_num_queries(1) as asked:
        newest_of(article.pk)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked.captured_queries[0]['sql']}")
        plan = "\n".join(row for (row,) in cursor.fetchall())
    assert "comment_visible_by_article" in plan
    assert "Sort" not in plan
