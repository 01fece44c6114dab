"""The address of a comment leads to where it stands, in whatever order, however deep."""

import random
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from comments.models import Comment
from comments.reading import SORTS, THREADS_PER_PAGE, read_branch, read_page
from comments.reading import replies as replies_of_pages
from tests.factories import make_article, make_comment, make_member

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 1, 12, tzinfo=UTC)
Status = Comment.Status
HIDDEN = [Status.SPAM, Status.REMOVED, Status.ERASED]


def make_talk(number, seed=1):
    """Comments that answer each other at random, deep ones often; some were removed later."""
    chance, article, made = random.Random(seed), make_article(), []
    for minute in range(number):
        parent = chance.choice([None, *made[-3:], *made]) if made else None
        moment = START + timedelta(minutes=minute)
        made.append(make_comment(article, parent=parent, created_at=moment))
    for comment in chance.sample(made, number // 8):
        comment.reject(code="off_topic", by=None)
    return article


def items_of(page):
    """{comment: the classes of its item}, and fail when one is there twice."""
    found = re.findall(r'<li class="([^"]*)" id="comment-(\d+)"', page)
    assert len({pk for _, pk in found}) == len(found)
    return {int(pk): classes.split() for classes, pk in found}


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("longest", [200, 6])
def test_every_comment_of_a_random_talk_is_found_and_marked(client, monkeypatch, sort, longest):
    monkeypatch.setattr(replies_of_pages, "WHOLE_THREAD_MAX", longest)
    article = make_talk(40)
    for comment in article.comments.filter(listed=True):
        page = client.get(comment.get_absolute_url(), {"sort": sort}, follow=True).text
        items = items_of(page)
        chosen = [pk for pk, classes in items.items() if "comment--chosen" in classes]
        assert chosen == [comment.pk]


@pytest.mark.parametrize("longest", [200, 6])
def test_what_leads_to_the_comment_stands_above_it(monkeypatch, longest):
    monkeypatch.setattr(replies_of_pages, "WHOLE_THREAD_MAX", longest)
    article = make_talk(40, seed=2)
    for comment in article.comments.filter(listed=True, reply_to=None):
        rows = read_page(article.pk, comment_id=comment.pk).rows
        known = [row.id for row in rows]
        above = list(comment.get_ancestors().values_list("pk", flat=True))
        assert [pk for pk in known[: known.index(comment.pk)] if pk in above] == above
        assert rows[known.index(comment.pk)].depth == comment.level


@pytest.mark.parametrize("sort", SORTS)
def test_sixty_answers_in_a_row_lead_to_the_last(monkeypatch, sort):
    monkeypatch.setattr(replies_of_pages, "WHOLE_THREAD_MAX", 10)
    last = make_comment(created_at=START)
    for minute in range(60):
        moment = START + timedelta(minutes=minute + 1)
        last = make_comment(parent=last, created_at=moment)
    rows = read_page(last.article_id, sort=sort, comment_id=last.pk).rows
    assert [row.depth for row in rows] == list(range(61))
    assert rows[-1].id == last.pk


def test_the_first_answers_to_the_comment_are_shown_too(monkeypatch):
    for longest in (200, 5):
        monkeypatch.setattr(replies_of_pages, "WHOLE_THREAD_MAX", longest)
        root = make_comment()
        for _ in range(7):
            chosen = make_comment(parent=root)
        answers = [make_comment(parent=chosen).pk for _ in range(5)]
        page = read_page(root.article_id, comment_id=chosen.pk)
        assert [row.id for row in page.rows if row.id in answers] == answers[:3]
        assert page.rows[0].hidden_replies == 3


@pytest.mark.parametrize("sort", SORTS)
def test_a_thread_that_goes_on_from_a_full_one_is_found(client, sort):
    full = make_comment()
    going_on = make_comment(full.article)
    Comment._base_manager.filter(pk=going_on.pk).update(continues=full, reply_to=full)
    page = client.get(going_on.get_absolute_url(), {"sort": sort}, follow=True).text
    assert "comment--chosen" in items_of(page)[going_on.pk]


def test_the_address_keeps_the_order_and_names_the_place(client):
    comment = make_comment()
    place = f"{comment.article.get_absolute_url()}?{{}}comment={comment.pk}#comment-{comment.pk}"
    address = comment.get_absolute_url()
    assert client.get(address).url == place.format("")
    assert client.get(address, {"sort": "best"}).url == place.format("sort=best&")
    assert client.get(address, {"sort": "x' OR 1"}).url == place.format("sort=oldest&")


def test_earlier_threads_are_a_link_away(client):
    article = make_article()
    roots = [make_comment(article).pk for _ in range(THREADS_PER_PAGE + 1)]
    page = client.get(reverse("comments:comment", args=[roots[-1]]), follow=True).text
    assert list(items_of(page)) == roots[1:]
    assert "Show earlier comments" in page
    page = client.get(reverse("comments:comment", args=[roots[-2]]), follow=True).text
    assert list(items_of(page)) == roots[:-1]
    assert "Show earlier comments" not in page


@pytest.mark.parametrize("asked", ["abc", "-1", "0", "9" * 18, "9" * 40, "", "1.5", "١", "1_2"])
def test_a_comment_that_is_none_shows_the_first_page(client, asked):
    comment = make_comment()
    response = client.get(comment.article.get_absolute_url(), {"comment": asked})
    assert response.status_code == 200
    assert items_of(response.text) == {comment.pk: ["comment"]}


def test_a_comment_of_another_article_shows_the_first_page(client):
    comment, other = make_comment(), make_comment()
    page = client.get(comment.article.get_absolute_url(), {"comment": other.pk}).text
    assert items_of(page) == {comment.pk: ["comment"]}


def test_a_comment_that_arrived_a_second_ago_is_found(client, django_capture_on_commit_callbacks):
    article = make_comment().article
    client.get(article.get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        fresh = make_comment(article, text="Just now.")
    for _ in range(2):
        page = client.get(fresh.get_absolute_url(), follow=True).text
        assert "comment--chosen" in items_of(page)[fresh.pk]


@pytest.mark.parametrize("status", HIDDEN)
def test_a_comment_that_is_gone_is_plainly_said_to_be(client, status):
    comment = make_comment(text="Words to remove", name="Rude Person", status=status)
    response = client.get(comment.get_absolute_url())
    assert response.status_code == 410
    sentence = "Deleted by its author." if status == Status.ERASED else "A moderator removed"
    assert sentence in response.text
    assert f'href="{comment.article.get_absolute_url()}#comments"' in response.text
    assert "Words to remove" not in response.text
    assert "Rude Person" not in response.text
    assert response.headers["Cache-Control"] == "private, no-store"


def test_what_stands_for_a_removed_comment_is_found(client):
    comment = make_comment(text="Words to remove")
    make_comment(parent=comment)
    comment.reject(code="off_topic", by=None)
    page = client.get(comment.get_absolute_url(), follow=True).text
    assert "comment--chosen" in items_of(page)[comment.pk]
    assert "Words to remove" not in page


def test_a_waiting_comment_is_found_by_its_writer_alone(client):
    member = make_member()
    waiting = make_comment(status=Status.PENDING, author=member, text="Words that wait")
    assert client.get(waiting.get_absolute_url()).status_code == 404
    asked = client.get(waiting.article.get_absolute_url(), {"comment": waiting.pk})
    assert "Words that wait" not in asked.text
    client.force_login(member)
    place = f"{waiting.article.get_absolute_url()}#comment-{waiting.pk}"
    assert client.get(waiting.get_absolute_url()).url == place


def test_comments_of_articles_that_are_not_public_lead_nowhere(client):
    for status in Status:
        comment = make_comment(status=status)
        comment.article.unpublish()
        assert client.get(comment.get_absolute_url()).status_code == 404


def test_a_comment_below_the_deepest_indentation_leads_to_a_page_of_its_own(client):
    chain = [make_comment()]
    for _ in range(7):
        chain.append(make_comment(parent=chain[-1]))
    rows = read_page(chain[0].article_id).rows
    assert [row.goes_on for row in rows] == [False] * 5 + [True]
    page = client.get(reverse("comments:thread", args=[chain[5].pk])).text
    assert re.findall(r'data-comment-id="(\d+)" data-depth="(\d)"', page) == [
        *((str(comment.pk), "0") for comment in chain[:6]),
        (str(chain[6].pk), "1"),
        (str(chain[7].pk), "2"),
    ]


def test_talk_goes_on_below_the_deepest_level_too():
    last = chosen = make_comment()
    for level in range(20):
        last = make_comment(parent=last)
        chosen = last if level == 6 else chosen
    rows = read_branch(chosen).rows
    assert [row.goes_on for row in rows if row.depth == 5] == [True]
    assert not any(row.goes_on for row in rows if row.depth != 5)
    assert [row.is_flattened for row in rows if row.depth > 5] == [True] * 8


@pytest.mark.parametrize("sort", SORTS)
def test_a_branch_is_paged_without_gaps(sort):
    busy = make_talk(40, seed=3).comments.filter(level=1, listed=True).order_by("-replies").first()
    whole = [row.id for row in read_branch(busy, sort=sort, size=100).rows]
    found, after = [], None
    while after != "":
        page = read_branch(busy, sort=sort, after=after, size=3)
        after = page.next_cursor
        found += [row.id for row in page.rows]
        assert sum(row.opens for row in page.rows) == sum(row.closes for row in page.rows)
    assert found == whole
    assert len(whole) > 6
