"""Opening pages stores nothing, and what one reader opens is not in what another gets."""

import pytest
from django.apps import apps
from django.test import Client

from articles.models import Article
from comments.models import Comment, Guest
from comments.private_links import path_for
from tests.caches import empty_caches
from tests.comments.surface import addresses, guest, member
from tests.factories import make_article, make_author, make_comment, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.once]
STORED = ("comments", "articles", "newsportal", "account")
# What must not change an answer that all share: the cache doesn't tell them apart by it.
UNKEYED = {
    "Accept-Language": "ar",
    "User-Agent": "Other/1.0",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "Referer": "https://evil.example/",
    "HX-Current-URL": "https://evil.example/",
    "HX-Target": "comment-1",
    "Save-Data": "on",
}


@pytest.fixture(name="article")
def _article():
    """A discussion with an edited comment that was judged, a waiting one, and a member's."""
    article = make_article(authors=[make_author(user=make_user())])
    root = make_comment(article, author=make_user(), email="")
    edited = make_comment(parent=root, email="ada@example.com")
    make_comment(parent=edited).cast_vote(edited.submission, 1)
    edited.edit_text("Once more.")
    make_comment(article, parent=root, status=Comment.Status.PENDING)
    return article


def everything_stored():
    models = [model for label in STORED for model in apps.get_app_config(label).get_models()]
    return {
        model.__name__: sorted(map(repr, model._base_manager.values_list())) for model in models
    }


def known_people(article):
    """Browsers of all kinds of readers we know, most with comments of their own."""
    comments = list(article.comments.order_by("pk"))
    known = Guest.objects.asking("ada@example.com")
    opened = Client()
    opened.post(path_for(known))
    yield from [guest(*comments), opened, member(comments[0].author)]
    yield member(make_user(is_superuser=True, is_staff=True))


def test_no_page_stores_anything(article):
    browsers = [Client(), *known_people(article)]
    link = path_for(Guest.objects.asking("mara@example.com"))  # never opened
    before = everything_stored()
    for browser in browsers:
        for path in [*addresses(article), link]:
            browser.get(path)
    assert everything_stored() == before


def shared(article):
    """{address: body} of all pages that strangers share, fresh or from the shared copy."""
    found, nobody = {}, Client()
    for path in addresses(article):
        answer = nobody.get(path)
        if answer.headers["Cache-Control"].startswith("public"):
            assert not answer.cookies
            found[path] = answer.content
    return found


def test_what_somebody_known_saw_is_not_what_strangers_get(article):
    before = shared(article)
    assert len(before) > 40
    empty_caches()
    for browser in known_people(article):
        seen = {path: browser.get(path).headers["Cache-Control"] for path in before}
        assert set(seen.values()) == {"private, no-store"}
    assert shared(article) == before


def test_headers_that_the_cache_does_not_look_at_change_nothing(article):
    before = shared(article)
    empty_caches()
    assert {path: Client().get(path, headers=UNKEYED).content for path in before} == before


def test_a_draft_has_no_page_for_readers(article):
    paths = [path for path in addresses(article) if path.startswith(("/comments/", "/articles/"))]
    of_readers = {"inbox", "mine", "moderation", "people", "subscriptions"}
    about = [path for path in paths if path.split("/")[2] not in of_readers]
    Article.objects.filter(pk=article.pk).update(status="draft")
    empty_caches()
    answers = {path: Client().get(path).status_code for path in about if "votes" not in path}
    assert {path for path, status in answers.items() if status not in (404, 405)} == set()
