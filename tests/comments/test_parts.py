"""Parts of a discussion: what the newsroom said, what is mine, what is new."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from comments.models import Comment
from comments.reading import SORTS, Filter, read_page
from comments.reading import replies as replies_of_pages
from comments.times import microseconds
from tests.factories import make_article, make_comment, make_member, make_user

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 1, 12, tzinfo=UTC)
Status = Comment.Status


def ids_on(page):
    return [int(pk) for pk in re.findall(r'data-comment-id="(\d+)"', page)]


def ids_of(page):
    return [row.id for row in page.rows]


def make_threads(number, **matching):
    """Threads of three, every second one with a match at its end: those, and the matches."""
    article, threads, matches = make_article(), [], []
    for index in range(number):
        root = make_comment(article, created_at=START + timedelta(minutes=index))
        answer = make_comment(parent=root)
        make_comment(parent=root)
        last = make_comment(parent=answer, **(matching if index % 2 else {}))
        if index % 2:
            threads.append([root.pk, answer.pk, last.pk])
            matches.append(last)
    return article, threads, matches


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("longest", [200, 2])
def test_staff_replies_stand_below_what_they_answer(monkeypatch, sort, longest):
    monkeypatch.setattr(replies_of_pages, "WHOLE_THREAD_MAX", longest)
    article, threads, _ = make_threads(5, is_official=True, author=make_user())
    page = read_page(article.pk, sort=sort, only=Filter("staff"))
    order = threads if sort == "oldest" else threads[::-1]
    assert ids_of(page) == [pk for thread in order for pk in thread]
    assert [row.hidden_replies for row in page.rows if row.is_root] == [1, 1]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_a_part_follow_each_other_without_gaps(sort):
    article, threads, _ = make_threads(10, is_official=True)
    found, after = [], None
    while after != "":
        page = read_page(article.pk, sort=sort, only=Filter("staff"), after=after, size=2)
        after = page.next_cursor
        found += ids_of(page)
    assert sorted(found) == sorted(pk for thread in threads for pk in thread)
    assert len(found) == len(set(found))


def test_a_reader_finds_what_they_wrote(client):
    member = make_member()
    article, threads, _ = make_threads(3, author=member, reader=None)
    client.force_login(member)
    written = make_comment(article, author=member)
    key = client.get(article.get_absolute_url()).context["reader"].key
    Comment.objects.filter(author=member).update(reader=key)
    page = client.get(article.get_absolute_url(), {"show": "mine"}).text
    assert ids_on(page) == [*threads[0], written.pk]
    assert "Only threads with your comments." in page


def test_nobody_has_no_comments_of_their_own(client):
    comment = make_comment()
    page = client.get(comment.article.get_absolute_url(), {"show": "mine"}).text
    assert ids_on(page) == [comment.pk]
    assert "Mine" not in page
    assert "View all comments" not in page


@pytest.mark.parametrize("longest", [200, 2])
def test_what_is_new_is_marked_in_its_thread(monkeypatch, longest):
    monkeypatch.setattr(replies_of_pages, "WHOLE_THREAD_MAX", longest)
    article, threads, matches = make_threads(4)
    since = START + timedelta(days=1000)
    for comment in matches:
        Comment.objects.filter(pk=comment.pk).update(shown_at=since + timedelta(microseconds=1))
    page = read_page(article.pk, only=Filter("since", since))
    assert ids_of(page) == [pk for thread in threads for pk in thread]
    assert [row.id for row in page.rows if row.is_new] == [comment.pk for comment in matches]


def test_the_link_to_news_shows_them(client):
    article, threads, _ = make_threads(2)
    last = Comment.objects.order_by("shown_at").last()
    new = make_comment(article, text="Newer than that")
    query = {"since": microseconds(last.shown_at), "sort": "newest"}
    page = client.get(article.get_absolute_url(), query).text
    assert ids_on(page) == [new.pk]
    assert "New comments since" in page
    query["since"] = microseconds(new.shown_at)
    page = client.get(article.get_absolute_url(), query).text
    assert ids_on(page) == []
    assert "Nothing new since then." in page


def test_many_matches_of_one_thread_are_cut(monkeypatch):
    monkeypatch.setattr(replies_of_pages, "MATCHES_SHOWN", 4)
    root = make_comment()
    matches = [make_comment(parent=root, is_official=True).pk for _ in range(6)]
    page = read_page(root.article_id, only=Filter("staff"))
    assert ids_of(page) == [root.pk, *matches[:4]]
    assert page.rows[0].hidden_replies == 2


@pytest.mark.parametrize(
    "part", [{"show": "staff"}, {"show": "mine"}, {"since": "1500000000000000"}]
)
@pytest.mark.parametrize("status", [Status.PENDING, Status.SPAM, Status.REMOVED, Status.ERASED])
def test_what_is_held_or_removed_is_in_no_part(client, part, status):
    member = make_member()
    client.force_login(member)
    key = client.get(make_comment().article.get_absolute_url()).context["reader"].key
    fields = {"is_official": True, "reader": key, "text": "Words to hide", "name": "Rude Person"}
    root = make_comment()
    hidden = make_comment(parent=root, status=status, **fields)
    Comment._base_manager.filter(pk=hidden.pk).update(listed=True, shown_at=START)
    page = client.get(root.article.get_absolute_url(), part).text
    listed = page.partition('id="comment-list"')[2]
    assert "Words to hide" not in listed
    assert "Rude Person" not in listed
    assert hidden.pk not in ids_on(listed)


@pytest.mark.parametrize("since", ["-1", "0", "1" * 17, "9" * 18, "1" + "0" * 30, "x", "", "1.5"])
@pytest.mark.parametrize("show", ["", "everything", "STAFF", "staff' OR 1=1"])
def test_a_part_that_is_none_is_the_whole(client, since, show):
    comment = make_comment()
    query = {"since": since, "show": show}
    response = client.get(comment.article.get_absolute_url(), query)
    assert response.status_code == 200
    assert ids_on(response.text) == [comment.pk]
    assert "View all comments" not in response.text


def test_links_to_orders_keep_the_part_and_links_to_parts_the_order(client):
    comment = make_comment(is_official=True)
    query = {"show": "staff", "sort": "votes"}
    page = client.get(comment.article.get_absolute_url(), query).text
    links = dict(re.findall(r'id="((?:sort|show)-\w+)"\s+href="([^"]*)#comments"', page))
    assert links["sort-best"] == "?sort=best&amp;show=staff"
    assert links["show-staff"] == "?sort=votes&amp;show=staff"
    assert links["show-all"] == "?sort=votes"
    assert 'href="?sort=votes#comments"' in page
    assert re.findall(r'id="([\w-]+)"[^>]*aria-current="true"', page) == [
        "sort-votes",
        "show-staff",
    ]
    assert all("nofollow" in link for link in re.findall(r'<a [^>]*href="\?[^>]*>', page))


def test_parts_that_have_nothing_are_not_offered(client):
    comment = make_comment()
    address = comment.article.get_absolute_url()
    assert "Staff replies" not in client.get(address).text
    page = client.get(address, {"show": "staff"}).text
    assert "The newsroom has not written here yet." in page
    make_comment(comment.article, is_official=True)
    client.cookies["reader"] = "x"
    assert "Staff replies" in client.get(address).text


def test_the_staff_part_is_one_page_for_everybody(client):
    comment = make_comment(is_official=True)
    response = client.get(comment.article.get_absolute_url(), {"show": "staff"})
    assert response.headers["Cache-Control"].startswith("public")
    assert not response.cookies


def test_own_votes_and_comments_cost_one_statement_more_in_a_part(django_assert_num_queries):
    article, _, _ = make_threads(3, is_official=True)
    with django_assert_num_queries(3):
        read_page(article.pk, only=Filter("staff"), voter=uuid4())
