"""What becomes of an article that was wrong as a whole, and of one that is gone."""

import json
import re

import pytest
from django.urls import reverse

from articles import contents, writing
from articles.models import Article, OldPath
from comments.models import Comment, Report, Vote
from tests.factories import (
    make_article,
    make_author,
    make_campaign,
    make_comment,
    make_partner,
    make_section,
    make_topic,
)

pytestmark = pytest.mark.django_db
WHY = "The readings came from another bridge."


@pytest.fixture
def retracted():
    article = make_article(headline="Glimbo bridge bends", slug="glimbo", body="<p>Old words.</p>")
    article.retract(text=WHY)
    return article


def page_of(client, article):
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_stays_with_a_notice_that_says_why(client, retracted):
    page = page_of(client, retracted)
    shown = page[page.index("<main") :]
    assert shown.index("This article was retracted") < shown.index(WHY) < shown.index("Old words.")
    assert '<span class="article__retracted">Retracted:</span> Glimbo bridge bends' in page
    assert "<title>Retracted: Glimbo bridge bends" in page
    assert "only the newsroom sees this" not in page


def test_the_notice_stands_once_and_the_text_is_set_back(client, retracted):
    page = page_of(client, retracted)
    assert page.count(f"<p>{WHY}</p>") == 1
    assert 'class="prose prose--retracted"' in page


def test_search_engines_are_told_to_leave_it_and_why(client, retracted):
    page = page_of(client, retracted)
    assert '<meta name="robots" content="noindex">' in page
    thing = json.loads(re.search(r'ld\+json">(.+?)</script>', page)[1])
    assert thing["creativeWorkStatus"] == "Retracted"
    assert thing["correction"][0]["text"] == WHY


def test_retracting_what_was_unpublished_shows_what_readers_had(client):
    article = make_article(headline="As it was")
    article.unpublish()
    written = contents.content_of(article) | {"headline": "Glimbo", "body": "<p>Glimbo.</p>"}
    writing.write(article, written)
    article.retract(text=WHY)
    page = page_of(client, article)
    assert "As it was" in page
    assert "Glimbo" not in page
    assert article.revisions.filter(content__headline="Glimbo").exists()


def test_nobody_is_asked_for_money_beside_it(client):
    make_campaign()
    article, other = make_article(), make_article()
    article.retract(text=WHY)
    assert "panel--give" in page_of(client, other)
    assert "panel--give" not in page_of(client, article)


LISTS = {
    "front": lambda kept: "/",
    "section": lambda kept: kept["section"].get_absolute_url(),
    "topic": lambda kept: kept["topic"].get_absolute_url(),
    "author": lambda kept: kept["author"].get_absolute_url(),
    "partner": lambda kept: kept["partner"].get_absolute_url(),
    "related": lambda kept: kept["other"].get_absolute_url(),
    "feed": lambda kept: "/feeds/rss/",
    "section feed": lambda kept: f"{kept['section'].get_absolute_url()}atom/",
    "sitemap": lambda kept: "/sitemap-articles.xml",
    "news sitemap": lambda kept: "/sitemap-news-en.xml",
}


@pytest.mark.parametrize("name", LISTS)
def test_every_list_loses_it_at_once(client, name, django_capture_on_commit_callbacks):
    known = {
        "section": make_section(),
        "topic": make_topic(),
        "author": make_author(),
        "partner": make_partner(),
    }
    about = {"section": known["section"], "partner": known["partner"], "topics": [known["topic"]]}
    article = make_article(slug="glimbo", authors=[known["author"]], **about)
    other = make_article(slug="other", authors=[known["author"]], **about)
    address = LISTS[name](known | {"other": other})
    assert "/articles/glimbo/" in client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        article.retract(text=WHY)
    assert "/articles/glimbo/" not in client.get(address).content.decode()


def test_its_discussion_stays_readable_and_takes_nothing_more(client):
    comment = make_comment(text="A plain word")
    comment.article.retract(text=WHY)
    page = page_of(client, comment.article)
    assert "A plain word" in page
    assert "Comments are closed" in page
    assert client.get(reverse("comments:thread", args=[comment.pk])).status_code == 200


@pytest.mark.parametrize("name", ["comments:post", "comments:reply"])
def test_a_comment_on_it_is_refused_and_its_text_kept(client, name):
    comment = make_comment()
    comment.article.retract(text=WHY)
    address = reverse(name, args=[comment.article_id if name == "comments:post" else comment.pk])
    sent = {"text": "A late word", "name": "Ana", "email": "ana@example.com"}
    response = client.post(address, sent)
    assert response.status_code == 422
    assert "A late word" in response.content.decode()
    assert Comment.objects.count() == 1


def test_a_vote_below_it_is_refused(client):
    comment = make_comment()
    comment.article.retract(text=WHY)
    response = client.post(reverse("comments:vote", args=[comment.pk]), {"value": 1})
    assert response.status_code == 422
    assert "retracted" in response.content.decode()
    assert not Vote.objects.exists()


def test_a_report_below_it_is_refused_but_for_what_is_illegal(client):
    comment = make_comment()
    comment.article.retract(text=WHY)
    address = reverse("comments:report", args=[comment.pk])
    assert client.post(address, {"code": "spam"}).status_code == 422
    assert not Report.objects.exists()
    assert client.post(address, {"code": "illegal"}).status_code in {200, 302, 303}


def test_its_comments_ask_for_no_news(client):
    comment, other = make_comment(), make_comment()
    comment.article.retract(text=WHY)
    assert "data-news=" in page_of(client, other.article)
    assert "data-news=" not in page_of(client, comment.article)


@pytest.mark.parametrize(("gone", "status"), [(True, 410), (False, 404)])
@pytest.mark.parametrize("path", ["/articles/glimbo/", "/old/place/", "/old/place"])
def test_what_was_unpublished_answers_410_or_404_at_each_address(client, gone, status, path):
    article = make_article(slug="glimbo")
    OldPath.objects.create(path="/old/place/", article=article)
    article.unpublish(gone=gone)
    response = client.get(path)
    assert response.status_code == status
    assert article.headline not in response.content.decode()


def test_readers_are_told_in_plain_words_that_it_is_gone(client):
    article = make_article()
    article.unpublish(gone=True)
    page = client.get(article.get_absolute_url())
    assert "was taken off the site" in page.content.decode()
    assert "s-maxage" in page.headers["Cache-Control"]


def test_a_copy_of_the_page_ends_when_it_is_gone(client, django_capture_on_commit_callbacks):
    article = make_article()
    address = article.get_absolute_url()
    assert client.get(address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        article.unpublish(gone=True)
    assert client.get(address).status_code == 410
    with django_capture_on_commit_callbacks(execute=True):
        article.publish()
    assert client.get(address).status_code == 200


def test_a_draft_is_never_said_to_be_gone(client):
    article = make_article(status=Article.Status.DRAFT, published_at=None, is_gone=True)
    assert client.get(article.get_absolute_url()).status_code == 404
