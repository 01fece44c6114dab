"""Whole discussions from elsewhere."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection

from comments import bulk
from comments.importing import import_thread
from comments.models import Comment, Discussion
from comments.tree import MAX_LEVEL
from tests.comments.tree_checker import problems
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 1, tzinfo=UTC)


def row(key, parent=None, **fields):
    known = {"key": key, "parent_key": parent, "name": f"N {key}", "text": f"Text {key}"}
    return known | {"created_at": START + timedelta(minutes=int(key))} | fields


def parents(found):
    """{key: key of the parent}"""
    keys = {pk: key for key, pk in found.items()}
    stored = Comment.objects.filter(pk__in=keys).values_list("pk", "parent_id")
    return {keys[pk]: keys.get(parent) for pk, parent in stored}


def test_nesting_states_and_dates_come_over():
    article = make_article()
    rows = [row("1"), row("2", "1"), row("3", "2"), row("4", "1", status=Comment.Status.SPAM)]
    found = import_thread(article, rows)
    assert parents(found) == {"1": None, "2": "1", "3": "2", "4": "1"}
    assert Discussion.objects.get().visible == 3
    comment = Comment.objects.get(pk=found["3"])
    assert (comment.created_at, comment.text) == (START + timedelta(minutes=3), "Text 3")
    assert comment.body_html == '<p dir="auto">Text 3</p>'
    assert problems(connection) == {}


def test_a_second_run_changes_nothing():
    article, rows = make_article(), [row("1"), row("2", "1")]
    first = import_thread(article, rows)
    Comment.objects.get(pk=first["2"]).reject(code="off_topic", by=None)
    assert import_thread(article, rows) == first
    assert Comment.objects.count() == 2
    assert Comment.objects.get(pk=first["2"]).status == Comment.Status.REMOVED


def test_later_answers_join_their_thread():
    article = make_article()
    first = import_thread(article, [row("1"), row("2", "1")])
    Discussion.objects.update(is_open=False)
    rows = [row("1"), row("2", "1"), row("3", "2"), row("4", "3"), row("5")]
    assert parents(import_thread(article, rows)) == {
        "1": None,
        "2": "1",
        "3": "2",
        "4": "3",
        "5": None,
    }
    assert Comment.objects.get(pk=first["1"]).total == 3
    assert problems(connection) == {}


def test_later_answers_renew_the_page(django_capture_on_commit_callbacks):
    article = make_article()
    import_thread(article, [row("1")])
    with django_capture_on_commit_callbacks(execute=True):
        import_thread(article, [row("1"), row("2", "1")])
    assert cache.get(f"stamp:discussion:{article.pk}")


def test_order_does_not_matter_and_missing_parents_make_threads():
    rows = [row("4", "3"), row("3", "1"), row("2", "nowhere"), row("1")]
    assert parents(import_thread(make_article(), rows)) == {
        "1": None,
        "2": None,
        "3": "1",
        "4": "3",
    }


@pytest.mark.parametrize("rows", [[row("1", "1")], [row("1", "2"), row("2", "1")]])
def test_circles_are_cut(rows):
    assert len(import_thread(make_article(), rows)) == len(rows)
    assert problems(connection) == {}


def test_endless_nesting_is_flattened_but_remembered():
    rows = [row("0"), *(row(str(key), str(key - 1)) for key in range(1, 60))]
    found = import_thread(make_article(), rows)
    assert problems(connection) == {}
    for comment in Comment.objects.exclude(pk=found["0"]):
        assert comment.level <= MAX_LEVEL
        assert comment.pk - 1 in (comment.parent_id, comment.reply_to_id)


def test_a_full_comment_hands_over(monkeypatch):
    monkeypatch.setattr("comments.bulk.FANOUT", (2, 1, 1, 1, 1, 1, 1))
    rows = [row("1"), *(row(str(key), "1") for key in range(2, 6))]
    found = import_thread(make_article(), rows)
    assert parents(found) == {"1": None, "2": "1", "3": "1", "4": None, "5": None}
    assert Comment.objects.get(pk=found["4"]).continues_id == found["1"]
    assert Comment.objects.get(pk=found["4"]).reply_to_id == found["1"]


def test_readers_can_answer_what_was_imported():
    article = make_article()
    found = import_thread(article, [row("1"), row("2", "1")])
    make_comment(parent=Comment.objects.get(pk=found["1"]))
    make_comment(parent=Comment.objects.get(pk=found["2"]))
    make_comment(article)
    assert problems(connection) == {}


def test_two_articles_have_discussions_of_their_own():
    first, second = make_article(), make_article()
    assert import_thread(first, [row("1")]) != import_thread(second, [row("1")])


@pytest.mark.parametrize("number", [10, 1200])
def test_an_import_takes_few_statements(django_assert_max_num_queries, number):
    article = make_article()
    rows = [row(str(key), str(key - 1) if key % 6 else None) for key in range(number)]
    with django_assert_max_num_queries(45):
        import_thread(article, rows)
    assert problems(connection) == {}


def test_every_column_of_a_comment_is_imported():
    stored = {f.column for f in Comment._meta.local_concrete_fields if not f.generated}
    assert set(bulk.COLUMNS) == stored
