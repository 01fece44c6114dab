"""The line below an article that asks for comments."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments.models import Discussion
from newsportal.kept_parts import PageParts
from tests.articles.forms import article_form
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
FIRST = "What do you make of this? Be the first to comment"


def line_of(client, article, **query):
    """What the line says on the article's page, without markup; nothing when it is not there."""
    page = client.get(article.get_absolute_url(), query).text
    found = re.search(r'<p class="invitation[^>]*>(.*?)</p>', page, re.DOTALL)
    return found and " ".join(re.sub(r"<[^>]*>", "", found[1]).split())


def test_nobody_has_commented_yet(client):
    assert line_of(client, make_article()) == FIRST


@pytest.mark.parametrize(("number", "words"), [(1, "1 comment so far"), (3, "3 comments so far")])
def test_the_line_says_how_many_have_commented(client, number, words):
    article = make_article()
    for _ in range(number):
        make_comment(article)
    assert line_of(client, article) == f"What do you make of this? {words}. Add yours"


def test_a_part_of_the_discussion_changes_nothing_in_the_line(client):
    article = make_comment().article
    assert "1 comment so far" in line_of(client, article, show="staff")


def test_the_line_stands_between_the_text_and_the_discussion_and_leads_to_the_form(client):
    page = client.get(make_article(body="<p>High water.</p>").get_absolute_url()).text
    places = ["High water.", 'class="invitation no-print"', 'href="#composer"', 'id="composer"']
    assert sorted(places, key=page.index) == places


def test_a_closed_discussion_invites_nobody(client):
    article = make_comment().article
    Discussion.objects.filter(article=article).update(is_open=False)
    assert line_of(client, article) is None


def test_a_discussion_whose_time_is_up_invites_nobody(client, settings):
    settings.COMMENTS_CLOSE_AFTER_DAYS = 1
    article = make_article(published_at=timezone.now() - timedelta(days=2))
    assert line_of(client, article) is None


def test_a_retracted_article_invites_nobody(client):
    article = make_article()
    Article.objects.filter(pk=article.pk).update(status=Article.Status.RETRACTED)
    assert line_of(client, article) is None


def test_a_preview_invites_nobody(client):
    article = make_article(status=Article.Status.DRAFT, published_at=None)
    client.force_login(make_user(group="Editor"))
    address = reverse("admin:articles_article_preview", args=[article.pk])
    page = client.post(address, article_form(article))
    assert "Here the discussion begins" in page.text
    assert "invitation" not in page.text.partition("<body")[2]


def test_the_line_counts_anew_while_the_text_is_taken_over(
    client, monkeypatch, django_capture_on_commit_callbacks
):
    drawn, keep = [], PageParts.keep
    note = lambda parts, name, draw: keep(parts, name, lambda: drawn.append(name) or draw())  # noqa: E731
    article = make_article()
    assert line_of(client, article) == FIRST
    monkeypatch.setattr(PageParts, "keep", note)
    with django_capture_on_commit_callbacks(execute=True):
        make_comment(article)
    assert "1 comment so far" in line_of(client, article)
    assert drawn == []
