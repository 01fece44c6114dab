"""A thread that moderators closed takes no more replies, and says so."""

import pytest
from django.urls import reverse

from comments.reading import branches
from tests.caches import empty_caches
from tests.comments.desk import HTMX, decide, make_moderator
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
SENTENCE = "This thread is closed."


@pytest.fixture(name="thread")
def _thread():
    """A closed thread of three below an article with another one."""
    article = make_article()
    root = make_comment(article)
    middle = make_comment(parent=root)
    thread = [root, middle, make_comment(parent=middle)]
    make_comment(article)
    root.close_thread(by=make_user())
    return thread


def reply_links(page, comments):
    return [reverse("comments:reply", args=[each.pk]) in page for each in comments]


def test_no_comment_of_it_can_be_answered_and_all_others_can(client, thread):
    article = thread[0].article
    page = client.get(article.get_absolute_url()).text
    assert reply_links(page, article.comments.order_by("pk")) == [False, False, False, True]
    assert page.count(SENTENCE) == 1


def test_opened_again_it_is_as_before(client, thread):
    client.get(thread[0].article.get_absolute_url())
    empty_caches()  # only the kept page, not the kept drawings
    thread[0].open_thread(by=make_user())
    page = client.get(thread[0].article.get_absolute_url()).text
    assert all(reply_links(page, thread))
    assert SENTENCE not in page


@pytest.mark.parametrize("name", ["replies", "thread"])
def test_its_own_pages_know_it_too(client, thread, name):
    page = client.get(reverse(f"comments:{name}", args=[thread[0].pk])).text
    assert not any(reply_links(page, thread))
    assert SENTENCE in page


def test_a_branch_deep_down_knows_it(client, thread, monkeypatch):
    monkeypatch.setattr(branches, "ABOVE_SHOWN", 0)
    page = client.get(reverse("comments:thread", args=[thread[2].pk])).text
    assert not any(reply_links(page, thread))


def test_a_page_further_down_knows_it_in_as_many_statements(thread, django_assert_num_queries):
    first = branches.read_thread(thread[0].pk, size=1)
    with django_assert_num_queries(2):
        rest = branches.read_thread(thread[0].pk, size=1, after=first.next_cursor)
    assert [row.is_closed for row in rest.rows] == [True]


def test_a_tombstone_keeps_its_thread_closed(client, thread):
    thread[0].reject(by=make_user(), code="hate")
    page = client.get(thread[0].article.get_absolute_url()).text
    assert not any(reply_links(page, thread))
    assert SENTENCE in page


def test_a_comment_drawn_anew_by_itself_knows_it(client, thread):
    client.force_login(make_moderator())
    page = decide(client, thread[1], "feature", place="thread", headers=HTMX).text
    assert reply_links(page, [thread[1]]) == [False]
