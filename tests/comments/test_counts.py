"""How many comments articles have, and which have most of them lately."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from comments.reading import counts_for, most_discussed
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def test_counts_are_known_for_many_articles_at_once(django_assert_num_queries):
    comment = make_comment(parent=make_comment())
    with django_assert_num_queries(1):
        assert counts_for([comment.article_id, 0]) == {comment.article_id: 2}


def test_the_most_discussed_are_those_of_the_last_week():
    busy, quiet, old = make_article(), make_article(), make_article()
    draft = make_article(status="draft")
    for article, number in ((busy, 2), (quiet, 1), (draft, 4)):
        for _ in range(number):
            make_comment(article)
    for _ in range(3):
        make_comment(old, created_at=timezone.now() - timedelta(days=8))
    assert most_discussed(5) == [(busy.pk, 2), (quiet.pk, 1)]
    assert most_discussed(1) == [(busy.pk, 2)]


def test_articles_are_counted_in_one_statement(django_assert_num_queries):
    counted, empty = make_comment().article, make_article()
    template = Template(
        "{% load comments %}{% comment_counts articles as counts %}"
        "{% for article in articles %}{{ counts|count_for:article }} {% endfor %}"
    )
    with django_assert_num_queries(1):
        assert template.render(Context({"articles": [counted, empty]})) == "1 0 "


def test_the_most_discussed_articles_come_first():
    quiet, busy = make_article(), make_article()
    make_comment(quiet)
    for _ in range(2):
        make_comment(busy)
    template = Template(
        "{% load comments %}{% most_discussed as rows %}"
        "{% for article, number in rows %}{{ article.pk }}:{{ number }} {% endfor %}"
    )
    assert template.render(Context()) == f"{busy.pk}:2 {quiet.pk}:1 "
