"""Discussions that close by themselves some days after their article was published."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from comments.models import Comment, Discussion, SectionRules
from comments.rules import rules_of
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db
PUBLISHED = datetime(2026, 10, 27, 12, tzinfo=UTC)
CLOSES = PUBLISHED + timedelta(days=7)
BEFORE, AFTER = CLOSES - timedelta(seconds=1), CLOSES


def make_closing_article(days=7):
    article = make_article(published_at=PUBLISHED)
    Discussion.objects.create(article=article, closes_after_days=days)
    return article


@pytest.mark.parametrize(
    ("of_article", "of_section", "of_site", "days"),
    [
        (7, 14, 30, 7),
        (None, 14, 30, 14),
        (None, None, 30, 30),
        (None, None, 0, None),
        (0, 14, 30, None),
        (None, 0, 30, None),
    ],
)
def test_the_article_decides_before_the_section_before_the_site_and_zero_means_never(
    settings, of_article, of_section, of_site, days
):
    settings.COMMENTS_CLOSE_AFTER_DAYS = of_site
    article = make_closing_article(of_article)
    SectionRules.objects.create(section=article.section, closes_after_days=of_section)
    expected = days and PUBLISHED + timedelta(days=days)
    assert rules_of(article).closes_at == expected


def test_a_shared_page_turns_closed_at_its_time_without_anybody_posting(client, settings):
    article = make_closing_article()
    make_comment(article)
    with time_machine.travel(BEFORE, tick=False) as clock:
        page = client.get(article.get_absolute_url()).text
        assert "Comments close on 3 November." in page
        assert 'id="composer"' in page
        assert "/reply/" in page
        clock.shift(settings.SHARED_PAGE_SECONDS + 2)
        page = client.get(article.get_absolute_url()).text
    assert "Comments closed on 3 November." in page
    assert 'id="composer"' not in page
    assert "/reply/" not in page


@pytest.mark.parametrize(("moment", "stored"), [(BEFORE, 2), (AFTER, 1)])
def test_nobody_posts_or_replies_after_the_time(client, moment, stored):
    article = make_closing_article()
    root = make_comment(article)
    with time_machine.travel(moment, tick=False):
        response = client.post(
            reverse("comments:reply", args=[root.pk]),
            {"text": "In time or not.", "name": "A. Guest", "email": "a@example.com"},
        )
    assert Comment.objects.count() == stored
    assert ("In time or not." in response.text) == (stored == 1)


def test_a_page_to_write_on_says_that_it_is_too_late(client):
    article = make_closing_article()
    with time_machine.travel(AFTER, tick=False):
        page = client.get(reverse("comments:post", args=[article.pk])).text
    assert "This discussion takes no more comments." in page


def test_closing_costs_a_page_no_statement(django_assert_max_num_queries, client):
    article = make_closing_article()
    make_comment(article)
    SectionRules.objects.create(section=article.section, profile="open")
    with django_assert_max_num_queries(6):
        client.get(article.get_absolute_url())


def test_a_discussion_closed_by_hand_names_no_day(client):
    article = make_article()
    Discussion.objects.create(article=article, is_open=False)
    page = client.get(article.get_absolute_url()).text
    assert "Comments are closed" in page
    assert "Comments closed on" not in page
