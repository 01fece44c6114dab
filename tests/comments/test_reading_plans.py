"""How the databases find a page in a large discussion: by index, reading little, sorting little."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import cursors
from comments.making import make_discussion
from comments.models import Comment
from comments.reading import SORTS, Filter, read_branch, read_page, read_thread
from tests import plans
from tests.factories import make_article, make_prompt

COMMENTS = 20_000
# Buffers of the two statements. A filter looks at up to 1,000 matches, a thread at all its places.
PAGE, PERMALINK = (60, 300), (300, 300)
FILTER, THREAD = (3000, 3000), (1500, 400)
MOST_SORTED = 1000
PLACES = ("first", "middle", "last")
PARTS = ("permalink", "staff", "mine", "new", "inline", "answers")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def article(django_db_setup, django_db_blocker):
    """A large discussion beside a smaller one, made once and rolled back in the end."""
    with django_db_blocker.unblock(), plans.swept(), transaction.atomic():
        make_discussion(make_article(), 3000, seed=1, with_votes=True)
        found = make_article(published_at=timezone.now() - timedelta(days=30))
        make_discussion(found, COMMENTS, with_votes=True)
        chosen = found.comments.visible().filter(pk__in=every_hundredth(found))
        chosen.update(is_official=True)
        answers = list(found.comments.filter(level=0).values_list("pk", flat=True))[::50]
        found.comments.filter(pk__in=answers).update(prompt=make_prompt(found))
        Comment.objects.filter(pk=chosen.last().pk).update(featured_at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield found
        transaction.set_rollback(True)


def every_hundredth(article):
    return list(article.comments.order_by("pk").values_list("pk", flat=True))[50::100]


def cursor_of(article, sort, place):
    """Where the first, a middle and the last page begin."""
    roots = cursors.in_order(Comment.objects.listed().filter(article=article, level=0), sort)
    total = roots.count()
    number = {"middle": total // 2, "last": total - 10}.get(place)
    return cursors.cursor_after(roots[number], sort) if number else None


def asked_parts(article):
    """Other ways to ask for a page: a comment deep down, and each filter."""
    deep = article.comments.visible().filter(level=5).order_by("pk")
    writer = article.comments.visible().order_by("pk")[COMMENTS // 2].reader
    return {
        "permalink": {"comment_id": deep[len(deep) // 2].pk},
        "staff": {"only": Filter("staff")},
        "mine": {"only": Filter("mine", writer)},
        "new": {"only": Filter("since", timezone.now() - timedelta(days=5))},
        "inline": {"only": Filter("inline")},
        "answers": {"only": Filter("inline", article.prompts.get().pk)},
    }


def statements(read, *arguments, **asked):
    with CaptureQueriesContext(connection) as captured:
        read(*arguments, **asked)
    return [query["sql"] for query in captured.captured_queries]


def nodes_of(plan):
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes_of(below)


def price_of(sql):
    """(buffers, most rows sorted at once, how tables of comments were read) on PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")
        answer = cursor.fetchone()[0]
    plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
    nodes = list(nodes_of(plan))
    sorts = [node for node in nodes if "Sort" in node["Node Type"]]
    most = max((rows_into(node) for node in sorts), default=0)
    scans = {n["Node Type"] for n in nodes if n.get("Relation Name") == "comments_comment"}
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], most, scans


def rows_into(node):
    return node["Plans"][0]["Actual Rows"] * node["Plans"][0]["Actual Loops"]


def assert_cheap(found, most_buffers):
    assert len(found) == len(most_buffers)
    for sql, most in zip(found, most_buffers, strict=True):
        buffers, most_sorted, scans = price_of(sql)
        assert "Seq Scan" not in scans
        assert most_sorted <= MOST_SORTED
        assert buffers <= most


@pytest.mark.postgresql
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("sort", SORTS)
def test_every_page_comes_straight_from_an_index_on_postgresql(article, sort, place):
    after = cursor_of(article, sort, place)
    found = statements(read_page, article.pk, sort=sort, after=after)
    assert_cheap(found, PAGE)
    assert price_of(found[0])[1] == 0  # threads come in order, nothing is sorted


@pytest.mark.postgresql
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("sort", SORTS)
def test_permalinks_and_filters_come_from_an_index_on_postgresql(article, sort, part):
    found = statements(read_page, article.pk, sort=sort, **asked_parts(article)[part])
    prices = {"permalink": PERMALINK, "inline": FILTER[:1], "answers": FILTER[:1]}
    assert_cheap(found, prices.get(part, FILTER))


@pytest.mark.postgresql
def test_threads_and_branches_come_from_an_index_on_postgresql(article):
    root = article.comments.filter(level=0).order_by("-total").first()
    deep = article.comments.visible().filter(tree_id=root.tree_id, level=4).first()
    assert_cheap(statements(read_thread, root.pk), THREAD)
    assert_cheap(statements(read_branch, deep), THREAD)


def plan_on_sqlite(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[-1] for row in cursor.fetchall()]


def assert_searched(found):
    for sql in found:
        scans = [line for line in plan_on_sqlite(sql) if line.startswith("SCAN comments_comment")]
        assert scans == []


@pytest.mark.sqlite
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("sort", SORTS)
def test_every_page_is_a_range_of_an_index_on_sqlite(article, sort, place):
    after = cursor_of(article, sort, place)
    found = statements(read_page, article.pk, sort=sort, after=after)
    assert_searched(found)
    assert not any("TEMP B-TREE" in line for line in plan_on_sqlite(found[0]))


@pytest.mark.sqlite
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("sort", SORTS)
def test_permalinks_and_filters_are_searched_on_sqlite(article, sort, part):
    assert_searched(statements(read_page, article.pk, sort=sort, **asked_parts(article)[part]))
