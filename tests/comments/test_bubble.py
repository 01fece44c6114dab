"""The small button in the corner of an article's page; what it does is in tests/browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Discussion
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wanted(settings):
    settings.COMMENTS_BUBBLE = True


def bubble_of(client, article):
    """The element as it is sent; nothing where there is none."""
    page = client.get(article.get_absolute_url()).text
    return page.partition("<comment-bubble")[2].partition("</comment-bubble>")[0]


def test_there_is_none_unless_the_site_wants_one(client, settings):
    settings.COMMENTS_BUBBLE = False
    page = client.get(make_comment().article.get_absolute_url()).text
    assert "bubble" not in page


def test_without_a_script_it_stays_hidden_and_leads_to_the_form(client):
    bubble = bubble_of(client, make_article())
    assert bubble.startswith(' class="bubble no-print" hidden>')
    assert 'href="#composer"' in bubble
    assert "Be the first to comment" in bubble


def test_it_can_be_closed_by_a_button_that_says_for_how_long(client):
    bubble = bubble_of(client, make_comment().article)
    assert '<button type="button"' in bubble
    assert 'aria-label="Hide this for 7 days"' in bubble


def test_strangers_share_it(client):
    article = make_comment().article
    page = client.get(article.get_absolute_url())
    assert "<comment-bubble" in page.text
    assert "public" in page["Cache-Control"]
    assert not page.cookies


def test_members_have_the_same(client):
    article = make_comment().article
    before = bubble_of(client, article)
    client.force_login(make_user())
    assert bubble_of(client, article) == before


def test_it_stands_in_no_box_that_would_hold_it_fast(client):
    """A container would pin it to the discussion instead of the window."""
    page = client.get(make_comment().article.get_absolute_url()).text
    before, _bubble, _after = page.partition("<comment-bubble")
    discussion = before[before.index('id="comments"') :]
    assert discussion.count("</section>") == discussion.count("<section") + 1


def test_a_closed_discussion_has_none(client):
    article = make_comment().article
    Discussion.objects.filter(article=article).update(is_open=False)
    assert bubble_of(client, article) == ""


def test_a_discussion_at_rest_has_none(client):
    """Nobody asks for news there, so it would have nothing to tell."""
    article = make_article(published_at=timezone.now() - timedelta(days=30))
    assert bubble_of(client, article) == ""


def test_the_news_tell_it_the_number(client):
    article = make_article()
    for _ in range(2):
        make_comment(article)
    news = client.get(f"/comments/article/{article.pk}/news/?since=0").text
    assert 'data-shown="2"' in news
