"""Queries that are compiled once answer as Django's own do."""

from datetime import timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.compiled import Compiled, Given
from articles.models import Article
from tests.factories import make_article, make_author, make_map, make_partner, make_topic

pytestmark = pytest.mark.django_db


def published_before():
    moment = Given("moment", models.DateTimeField())
    slug = Given("slug", models.CharField())
    return Compiled(Article.objects.for_page().published(moment).filter(slug=slug))


def test_it_gives_the_same_objects_with_all_that_belongs_to_them(django_assert_num_queries):
    article = make_article(
        authors=[make_author()],
        topics=[make_topic()],
        lead_image=make_map(),
        partner=make_partner(),
    )
    make_article()
    [expected] = Article.objects.for_page().filter(pk=article.pk)
    query = published_before()
    for _ in range(2):
        with django_assert_num_queries(1):
            [found] = query(slug=article.slug, moment=timezone.now())
            assert found.section.name == article.section.name
            assert found.lead_image.title == article.lead_image.title
            assert found.partner.name == article.partner.name
        assert found == expected
        for name in ("published_at", "byline_rows", "topic_rows", "legend_rows", "status"):
            assert getattr(found, name) == getattr(expected, name)


def test_each_question_has_values_of_its_own():
    first = make_article(published_at=timezone.now() - timedelta(hours=2))
    second, query = make_article(), published_before()
    assert query(slug=second.slug, moment=timezone.now()) == [second]
    assert query(slug=first.slug, moment=timezone.now()) == [first]
    assert query(slug=second.slug, moment=timezone.now() - timedelta(minutes=90)) == []


@pytest.mark.parametrize("slug", ["' OR 1=1 --", "%s", "%", '"', "\\"])
def test_values_are_bound_and_never_part_of_the_sql(slug):
    make_article()
    query = published_before()
    with CaptureQueriesContext(connection):
        assert query(slug=slug, moment=timezone.now()) == []


def test_rows_of_values_are_converted():
    article = make_article()
    rows = Article.objects.filter(pk=Given("pk", models.BigIntegerField()))
    query = Compiled(rows.values_list("pk", "published_at"))
    assert query(pk=article.pk) == [(article.pk, article.published_at)]


def test_a_missing_value_is_an_error():
    with pytest.raises(KeyError):
        published_before()(slug="a")
