"""Addresses from before lead to where an article is now."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, OldPath
from tests.articles.forms import article_form
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


def rename(article, *slugs):
    for slug in slugs:
        article.slug = slug
        article.save()


def test_every_old_link_ends_at_the_newest_address_in_one_step(client):
    article = make_article(slug="a")
    rename(article, "b", "a", "c")
    for old in ("a", "b"):
        response = client.get(f"/articles/{old}/")
        assert (response.status_code, response["Location"]) == (301, "/articles/c/")
    assert client.get("/articles/c/").status_code == 200
    assert set(article.old_paths.values_list("path", flat=True)) == {
        "/articles/a/",
        "/articles/b/",
    }


def test_an_address_that_comes_back_is_no_old_one_any_more(client):
    article = make_article(slug="a")
    rename(article, "b", "a")
    assert client.get("/articles/a/").status_code == 200
    assert client.get("/articles/b/")["Location"] == "/articles/a/"
    assert list(article.old_paths.values_list("path", flat=True)) == ["/articles/b/"]


@pytest.mark.parametrize("slug", ["خط-الجبهة", "мост-2"])
def test_an_address_in_another_script_moves_too(client, slug):
    article = make_article(slug=slug)
    before = article.get_absolute_url()
    rename(article, "after")
    assert "%" in before
    assert client.get(before)["Location"] == "/articles/after/"
    rename(article, slug)
    assert client.get("/articles/after/")["Location"] == before
    assert client.get(before).status_code == 200


@pytest.mark.parametrize(
    "state", [{"status": "draft"}, {"published_at": timezone.now() + timedelta(days=900)}]
)
def test_what_no_reader_saw_leaves_no_old_address(state):
    article = make_article(slug="a", **state)
    rename(article, "b")
    assert not OldPath.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_takes_an_old_address_breaks_no_link_before_it_is_out(client):
    known = make_article(slug="a")
    rename(known, "b")
    draft = make_article(slug="draft", status="draft")
    rename(draft, "a")
    assert client.get("/articles/a/")["Location"] == "/articles/b/"
    draft.publish()
    assert client.get("/articles/a/").status_code == 200
    rename(draft, "d")
    assert client.get("/articles/a/")["Location"] == "/articles/d/"
    assert OldPath.objects.filter(path="/articles/a/").count() == 1


def move_in_form(client, article, slug, **sent):
    client.force_login(make_user(group="Editor"))
    address = reverse("admin:articles_article_change", args=[article.pk])
    answer = client.post(address, article_form(article, slug=slug, **sent))
    article.refresh_from_db()
    return answer


def test_the_address_of_a_live_article_changes_only_when_it_is_meant(client):
    article = make_article(slug="a")
    answer = move_in_form(client, article, "b", headline="Kept as typed")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Readers know this article by its present address" in page
    assert 'name="is_move_meant"' in page
    assert "Kept as typed" in page
    assert article.pending is None
    answer = move_in_form(client, article, "b", is_move_meant="on")
    assert answer.status_code == 302
    article.publish_changes()
    assert client.get("/articles/a/")["Location"] == "/articles/b/"


def test_nobody_is_asked_about_a_draft(client):
    article = make_article(slug="a", status="draft", published_at=None)
    assert "is_move_meant" not in move_in_form(client, article, "a").content.decode()
    assert move_in_form(client, article, "b").status_code == 302
    assert article.slug == "b"


def test_an_address_that_old_links_lead_to_is_not_taken_unnoticed(client):
    known = make_article(slug="a", headline="The known one")
    rename(known, "b")
    article = make_article(slug="c", status="draft", published_at=None)
    answer = move_in_form(client, article, "a")
    assert answer.status_code == 422
    assert "The known one" in answer.content.decode()
    assert move_in_form(client, article, "a", is_move_meant="on").status_code == 302


def test_a_new_article_takes_no_old_address_unnoticed(client):
    known = make_article(slug="a", headline="The known one")
    rename(known, "b")
    client.force_login(make_user(group="Editor"))
    answer = client.post("/admin/articles/article/add/", article_form(slug="a"))
    assert answer.status_code == 422
    assert "The known one" in answer.content.decode()


def test_the_form_lists_old_addresses(client):
    article = make_article(slug="a")
    rename(article, "b")
    client.force_login(make_user(group="Editor"))
    page = client.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert "/articles/a/" in page.content.decode()


@pytest.mark.parametrize("slug", ["new-place", "новое-место"])
def test_the_old_address_of_a_published_article_leads_to_the_new_one(client, slug):
    article = make_article(slug="old-place")
    article.slug = slug
    article.save()
    response = client.get("/articles/old-place/")
    assert (response.status_code, response.url) == (301, article.get_absolute_url())


def test_every_earlier_address_leads_to_the_newest_in_one_step(client):
    article = make_article(slug="адрес")
    for slug in ("second", "third"):
        article.slug = slug
        article.save()
    assert client.get("/articles/адрес/").url == "/articles/third/"
    assert client.get("/articles/second/").url == "/articles/third/"


def test_an_address_taken_back_is_no_longer_old():
    article = make_article(slug="first")
    for slug in ("second", "first"):
        article.slug = slug
        article.save()
    assert list(OldPath.objects.values_list("path", flat=True)) == ["/articles/second/"]


def test_the_address_of_a_draft_is_nobodys_link():
    article = make_article(status=Article.Status.DRAFT, published_at=None)
    article.slug = "other"
    article.save()
    assert not OldPath.objects.exists()
