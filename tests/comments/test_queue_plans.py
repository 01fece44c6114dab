"""How PostgreSQL finds a page of each queue: straight from its own index, sorting nothing."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import queues
from comments.making import make_discussion
from comments.models import Comment
from comments.queues import PER_PAGE, QUEUES, cursor_of, read_page
from comments.sifting import Sieve
from comments.standing import standings_of
from tests import plans
from tests.comments.test_reading_plans import nodes_of, plan_on_sqlite, price_of
from tests.factories import make_article

COMMENTS = 4000
# Buffers that one statement may read.
PAGE, STANDING = 150, 600

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def queued(django_db_setup, django_db_blocker):
    """A site with comments in all queues, made once and rolled back in the end."""
    with django_db_blocker.unblock(), plans.swept(), transaction.atomic():
        article = make_article(published_at=timezone.now() - timedelta(days=30))
        make_discussion(article, COMMENTS)
        keys = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
        rows = Comment._base_manager
        for number, changes in enumerate(STATES):
            rows.filter(pk__in=keys[number :: len(STATES)]).update(**changes)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield article
        transaction.set_rollback(True)


WAITING, DECIDED = {"queued_at": F("created_at")}, {"decided_at": F("created_at")}
STATES = (
    {"status": 0, **WAITING},
    {"status": 1, "open_reports": 2, **WAITING},
    {"status": 1, "decided_at": None},
    {"status": 1, **DECIDED},
    {"status": 3, **DECIDED},
)


def statements(read, *arguments, **asked):
    with CaptureQueriesContext(connection) as captured:
        found = read(*arguments, **asked)
    return found, [query["sql"] for query in captured.captured_queries]


def middle_of(queue):
    rows = queue.in_order(queue.comments)
    return cursor_of(queue.place_of(rows[COMMENTS // 10]))


def plan_of(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        answer = cursor.fetchone()[0]
    return list(nodes_of((json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]))


@pytest.mark.postgresql
@pytest.mark.parametrize("way", ["", "after", "before"])
@pytest.mark.parametrize("name", QUEUES)
def test_every_page_of_a_queue_comes_straight_from_its_index(queued, name, way):
    queue = QUEUES[name]
    asked = {way: middle_of(queue)} if way else {}
    page, found = statements(read_page, queue, Sieve({}, queue), **asked)
    assert len(page.comments) == PER_PAGE
    assert len(found) == 1
    indexes = {node.get("Index Name") for node in plan_of(found[0])} - {None}
    buffers, most_sorted, scans = price_of(found[0])
    assert indexes == {f"comment_{name}"}
    assert "Seq Scan" not in scans
    assert most_sorted == 0
    assert buffers <= PAGE


@pytest.mark.postgresql
@pytest.mark.parametrize("name", QUEUES)
def test_a_filter_reads_a_part_of_the_queue_in_its_order(queued, name, monkeypatch):
    monkeypatch.setattr(queues, "SIFTED_MAX", 200)
    queue = QUEUES[name]
    page, found = statements(read_page, queue, Sieve({"q": "glimbo"}, queue))
    assert page.is_cut
    for sql in found:
        buffers, _most_sorted, scans = price_of(sql)
        assert "Seq Scan" not in scans
        assert buffers <= 1000


@pytest.mark.postgresql
def test_what_is_known_of_people_is_found_by_index(queued):
    comments = list(QUEUES["unmoderated"].comments.order_by("pk")[:PER_PAGE])
    for sql in statements(standings_of, comments)[1]:
        buffers, _most_sorted, scans = price_of(sql)
        assert "Seq Scan" not in scans
        assert buffers <= STANDING


@pytest.mark.sqlite
@pytest.mark.parametrize("name", QUEUES)
def test_every_page_of_a_queue_is_a_range_of_its_index_on_sqlite(queued, name):
    queue = QUEUES[name]
    _page, found = statements(read_page, queue, Sieve({}, queue), after=middle_of(queue))
    plan = plan_on_sqlite(found[0])
    assert any(f"comment_{name}" in line for line in plan)
    assert not any("TEMP B-TREE" in line for line in plan)
