"""Addresses from before lead to where an article is now."""

import pytest

from articles.models import OldPath
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def moved(path, **fields):
    article = make_article(**fields)
    OldPath.objects.create(path=path, article=article)
    return article


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("/2012/03/bridge/", "/2012/03/bridge/"),
        ("/2012/03/bridge/", "/2012/03/bridge"),
        ("/2012/03/bridge", "/2012/03/bridge/"),
        ("/2012/мост/", "/2012/%D0%BC%D0%BE%D1%81%D1%82/"),
        ("/articles/old-slug/", "/articles/old-slug/"),
        ("/news.php", "/news.php"),
        ("/?p=123", "/?p=123"),
    ],
)
def test_an_old_address_leads_to_the_article_in_one_step(client, stored, asked):
    article = moved(stored)
    response = client.get(asked)
    assert response.status_code == 301
    assert response["Location"] == article.get_absolute_url()


def test_an_old_address_of_a_draft_leads_nowhere_but_for_editors(client):
    moved("/before/", status="draft")
    assert client.get("/before/").status_code == 404
    client.force_login(make_user(group="Editor"))
    assert client.get("/before/").status_code == 301


def test_an_article_that_took_over_an_address_keeps_it(client):
    moved("/articles/bridge/")
    make_article(slug="bridge", headline="The new bridge")
    assert b"The new bridge" in client.get("/articles/bridge/").content


def test_a_forgotten_slash_is_added_on_pages_of_ours(client):
    article = make_article(slug="bridge")
    response = client.get("/articles/bridge?sort=newest")
    assert response.status_code == 301
    assert response["Location"] == f"{article.get_absolute_url()}?sort=newest"


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/nowhere/",
        "/articles/bridge/style.css",
        "/articles/bridge.css",
        "/articles/bridge/x/",
        "/articles/nowhere/",
        "/\\evil.example/",
        "/%5Cevil.example",
        "/robots.txt/x.css",
        "/?p=124",
        f"/?p={'9' * 60}",
        "/%ED%A0%80/",
    ],
)
def test_what_was_never_there_is_404(client, path):
    make_article(slug="bridge")
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["//evil.example", "//evil.example/", "//evil.example/articles/bridge"]
)
def test_an_address_that_looks_like_another_host_leads_nowhere(client, path):
    make_article(slug="bridge")
    assert client.get("/", PATH_INFO=path).status_code == 404


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "<script>"])
def test_a_number_that_is_none_is_the_front_page(client, number):
    assert client.get("/", {"p": number}).status_code == 200


def test_nobody_posts_to_an_unknown_address(client):
    assert client.post("/nowhere/").status_code == 405
