"""The bell in the header: how much a member has not read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import bell
from comments.models import Ignored, Notice, Subscriber
from tests.comments.telling import tell
from tests.factories import make_article, make_comment, make_member, reject

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def crowd_of_notices(user, number):
    comment = make_comment()
    subscriber = Subscriber.objects.of_member(user)
    known = {"subscriber": subscriber, "thread": comment.tree_id, "kind": "approved"}
    decisions = comment.decisions.bulk_create(
        [
            comment.decisions.model(comment=comment, action="approve", old_status=0, new_status=1)
            for _ in range(number)
        ]
    )
    Notice.objects.bulk_create(
        [Notice(comment=comment, decision=decision, **known) for decision in decisions]
    )


def test_the_bell_says_how_many_notices_are_unread():
    member = make_member()
    tell(member)
    tell(member)
    tell(member, read_at=timezone.now())
    page = signed_in(member).get("/accounts/").text
    assert 'aria-label="2 unread notices"' in page
    assert 'href="/comments/inbox/"' in page


def test_one_is_one_notice_and_none_has_no_number():
    member = make_member()
    client = signed_in(member)
    page = client.get("/accounts/").text
    assert 'aria-label="No unread notices"' in page
    assert "bell__number" not in page
    tell(member)
    assert 'aria-label="1 unread notice"' in client.get("/accounts/").text


def test_the_bell_counts_no_further_than_it_shows():
    member = make_member()
    crowd_of_notices(member, 130)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert bell.unread_count(member) == bell.UNREAD_SHOWN + 1
    assert "LIMIT 100" in queries[0]["sql"]
    page = signed_in(member).get("/accounts/").text
    assert 'aria-label="99+ unread notices"' in page


@pytest.mark.sqlite
def test_the_bell_looks_at_unread_notices_alone():
    """And at nothing that grows with the site: no list of all articles or comments."""
    plan = bell.notices_of(make_member()).filter(read_at=None)[:100].explain()
    steps = [line for line in plan.splitlines() if "SCAN" in line or "SEARCH" in line]
    assert any("notice_unread (subscriber_id=?)" in step for step in steps)
    assert not any("SCAN" in step or "article_newest" in step for step in steps)


def test_the_bell_costs_a_member_page_one_statement_however_much_there_is():
    member = make_member()
    client = signed_in(member)
    client.get("/accounts/")
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/accounts/")
        asked = [query["sql"] for query in queries if "comments_notice" in query["sql"]]
        costs.append((len(queries), len(asked)))
        crowd_of_notices(member, 40)
    assert costs[0] == costs[1]
    assert costs[0][1] == 1


def test_pages_that_readers_share_have_no_bell(client):
    tell(make_member())
    article = make_article()
    for address in (article.get_absolute_url(), "/"):
        response = client.get(address)
        assert response.headers["Cache-Control"].startswith("public")
        assert 'class="icon-button bell"' not in response.text


def test_a_guest_has_no_bell(client):
    article = make_article()
    sent = {"name": "Mara L.", "email": "mara@example.com", "text": "The bridge is open."}
    client.post(f"/comments/article/{article.pk}/", sent)
    page = client.get(article.get_absolute_url())
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "/comments/inbox/" not in page.text


def test_the_bell_stands_on_articles_for_members():
    member = make_member()
    tell(member)
    page = signed_in(member).get(make_article().get_absolute_url()).text
    assert 'aria-label="1 unread notice"' in page


def test_what_readers_no_longer_see_is_not_counted():
    member = make_member()
    gone = [make_comment() for _ in range(3)]
    for comment in (*gone, make_comment(make_article(status="unpublished"))):
        tell(member, comment)
    reject(gone[0])
    gone[1].erase()
    gone[2].hold()
    assert bell.unread_count(member) == 0
    gone[2].approve(by=None)
    assert bell.unread_count(member) == 1


def test_what_is_featured_no_longer_is_not_counted_as_that():
    member = make_member()
    own = make_comment(author=member, featured_at=timezone.now())
    tell(member, own, kind="featured")
    assert bell.unread_count(member) == 1
    own.unfeature()
    assert bell.unread_count(member) == 0


def test_nothing_of_people_whom_the_member_ignores_is_counted():
    member, other = make_member(), make_member()
    tell(member, make_comment(author=other))
    tell(member)
    assert bell.unread_count(member) == 2
    Ignored.objects.set(member, other, is_ignored=True)
    assert bell.unread_count(member) == 1


def test_notices_of_others_are_not_counted():
    member = make_member()
    tell(make_member())
    assert bell.unread_count(member) == 0


def test_a_page_begins_exactly_after_the_last():
    member, moment = make_member(), timezone.now() - timedelta(days=1)
    told = [tell(member, made_at=moment) for _ in range(bell.NOTICES_PER_PAGE + 2)]
    first, cursor = bell.page_of(member, "")
    second, end = bell.page_of(member, cursor)
    newest_first = [notice.pk for notice in reversed(told)]
    assert [notice.pk for notice in (*first, *second)] == newest_first
    assert len(first) == bell.NOTICES_PER_PAGE
    assert end == ""


@pytest.mark.postgresql
def test_reading_takes_its_locks_in_the_order_in_which_mails_are_written():
    notice = tell(member := make_member(), make_comment())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert bell.read(member, pk=notice.pk) == 1
    statements = [each["sql"] for each in asked if "comments_" in each["sql"]]
    assert "FOR NO KEY UPDATE" in statements[0]
    assert '"comments_subscriber"' in statements[0]
    assert statements[1].startswith('UPDATE "comments_notice"')
