"""Who may open, change and publish what in the newsroom."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from articles.models import Article, Author, ReplacedFile, ShareLink, WorkingCopy
from articles.writing import keep_baseline
from newsportal.models import User
from tests.articles.forms import article_form
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_map,
    make_partner,
    make_topic,
    make_user,
    make_way,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WRITERS = ["Contributor", "Author"]
EDITORS = ["Editor", "Chief editor"]
ROLES = [*WRITERS, *EDITORS, "Moderator", "Treasurer"]
OWN_APP = dict.fromkeys([*WRITERS, *EDITORS], "articles")
OWN_APP |= {"Moderator": "comments", "Treasurer": "donations"}
# Editors pick comments to feature, and answer readers who found an error; authors ask them.
TALKING = {"comments.Comment", "comments.Ticket", "comments.InlinePrompt"}
OPEN_BESIDES = {"Author": {"comments.InlinePrompt"}, "Editor": TALKING}
# Chief editors look after the mail of the site, too.
OPEN_BESIDES |= {"Chief editor": TALKING | {"newsportal.OutgoingMail"}}
DRAFT = {"status": "draft", "published_at": None}
KEYS = {"link": ShareLink, "replaced": ReplacedFile}
# What stands in an address and is no key.
WORDS = {"donations_provider_decide": {"name": "off"}}
MODELS = {model._meta.model_name: model for model in apps.get_app_config("articles").get_models()}


@pytest.fixture
def editor(client):
    client.force_login(make_user(group="Editor"))
    return client


def addresses_of(model, model_admin):
    """Every address that a model's admin answers, with the key of a row where one is needed."""
    for pattern in model_admin.get_urls():
        if pattern.name is None:
            continue
        about = WorkingCopy if "copies/" in str(pattern.pattern) else model
        asked = re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))
        keys = {name: key_of(KEYS.get(name, about)) for name in asked} | WORDS.get(pattern.name, {})
        yield reverse(f"admin:{pattern.name}", kwargs=keys)


def key_of(model):
    row = model._default_manager.order_by("pk").first()
    return row.pk if row else 0


def make_everything(**fields):
    """One of all: an article with a version, a preview link and somebody's unsaved work."""
    owner = make_user()
    known = {"authors": [make_author()], "topics": [make_topic()], "lead_image": make_map()}
    article = make_article(**known | fields)
    keep_baseline(article)
    ShareLink.objects.make(article, days=1, by=owner)
    WorkingCopy.objects.create(article=article, user=owner, kind="rescue", content={})
    make_comment()
    make_way()
    return article


def is_refused(response):
    """Forbidden, unknown, not to be asked so, or sent away without having seen anything."""
    return response.status_code in {403, 404, 405} or response.headers.get("Location") == "/admin/"


@pytest.mark.parametrize("role", ROLES)
def test_no_role_opens_anything_of_another(client, role):
    make_everything()
    client.force_login(make_user(group=role))
    own = {OWN_APP[role]} | OPEN_BESIDES.get(role, set())
    others = {
        model: model_admin
        for model, model_admin in admin.site._registry.items()
        if not {model._meta.app_label, model._meta.label} & own
    }
    open_to_all = [
        address
        for model, model_admin in others.items()
        for address in addresses_of(model, model_admin)
        if not (is_refused(client.get(address)) and is_refused(client.post(address)))
    ]
    assert others
    assert open_to_all == []


@pytest.mark.parametrize("role", ["Moderator", "Treasurer"])
@pytest.mark.parametrize("field", ["topics", "lead_image", "partner"])
def test_suggestions_are_for_editors_alone(client, role, field):
    question = {"app_label": "articles", "model_name": "article", "field_name": field}
    client.force_login(make_user(group=role))
    assert client.get(reverse("admin:autocomplete"), question).status_code == 403
    client.force_login(make_user(group="Editor"))
    assert client.get(reverse("admin:autocomplete"), question).status_code == 200


@pytest.mark.parametrize("role", ["Moderator", "Treasurer"])
@pytest.mark.parametrize("action", ["approve", "publish", "unpublish", "delete_selected"])
def test_actions_are_for_editors_alone(client, role, action):
    article = make_article()
    client.force_login(make_user(group=role))
    sent = {"action": action, "_selected_action": [article.pk]}
    assert client.post("/admin/articles/article/", sent).status_code == 403


def test_editors_reach_every_page_of_the_newsroom(editor):
    make_everything()
    addresses = [
        address
        for model, model_admin in admin.site._registry.items()
        if model._meta.app_label == "articles"
        for address in addresses_of(model, model_admin)
        if not address.endswith("/delete/")
    ]
    assert len(addresses) > 40
    refused = {address for address in addresses if editor.get(address).status_code == 403}
    assert {address for address in refused if address not in not_for_editors()} == set()


def not_for_editors():
    """Retracting, giving roles, writing the log; and taking back is for who sent it for review."""
    article = Article.objects.earliest("pk")
    pages = [
        reverse("admin:articles_article_roles"),
        reverse("admin:articles_event_add"),
        reverse("admin:articles_correction_add"),
    ]
    about = ("retract", "withhold", "take_back")
    return {
        *pages,
        *(reverse(f"admin:articles_article_{name}", args=[article.pk]) for name in about),
    }


@pytest.mark.parametrize("role", WRITERS)
@pytest.mark.parametrize("status", ["draft", "review", "approved", "unpublished"])
def test_writers_reach_nothing_of_an_article_that_is_not_theirs(client, role, status):
    """By its key alone: neither its form nor versions, previews, links, copies or verbs."""
    article = make_everything(headline="Glimbo", status=status)
    client.force_login(make_user(group=role))
    pages = addresses_of(Article, admin.site._registry[Article])
    open_to_all = [
        address
        for address in pages
        if any(part.isdecimal() for part in address.split("/"))
        and not (is_refused(client.get(address)) and is_refused(client.post(address)))
    ]
    assert open_to_all == []
    assert "Glimbo" not in client.get("/admin/articles/article/").content.decode()
    assert "Glimbo" not in client.get("/admin/").content.decode()
    assert client.get(article.get_absolute_url()).status_code in {404, 410}


@pytest.mark.parametrize("role", ["Moderator", "Treasurer"])
def test_who_does_not_write_sees_no_draft(client, role):
    user = make_user(group=role)
    article = make_everything(owner=user, authors=[make_author(user=user)], **DRAFT)
    client.force_login(user)
    assert client.get(article.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("role", "can"),
    [
        ("Contributor", set()),
        ("Author", {"publish_own"}),
        ("Editor", {"publish_own", "publish_article", "view_draft", "unpublish_article"}),
        (
            "Chief editor",
            {"retract_article", "lift_embargo", "delete_article", "assign_roles", "view_draft"},
        ),
        ("Moderator", set()),
        ("Treasurer", set()),
    ],
)
def test_each_role_may_what_the_table_in_the_guide_says(role, can):
    user = make_user(group=role)
    special = {
        *("publish_own", "publish_article", "view_draft", "unpublish_article"),
        *("retract_article", "lift_embargo", "delete_article", "assign_roles", "edit_others"),
    }
    may = {name for name in special if user.has_perm(f"articles.{name}")}
    assert can <= may
    if role in {*WRITERS, "Moderator", "Treasurer"}:
        assert may == can
    if role == "Editor":
        assert not may & {"retract_article", "lift_embargo", "delete_article", "assign_roles"}


@pytest.mark.parametrize("role", [*WRITERS, *EDITORS])
def test_those_who_write_may_upload_pictures(client, role):
    client.force_login(make_user(group=role))
    assert client.get("/admin/articles/mapimage/add/").status_code == 200


@pytest.mark.parametrize("name", ["article", "section", "author", "partner", "mapimage"])
def test_what_articles_lean_on_is_not_deleted_by_editors(editor, name):
    make_everything()
    make_partner()
    address = reverse(f"admin:articles_{name}_delete", args=[MODELS[name].objects.first().pk])
    assert editor.post(address, {"post": "yes"}).status_code == 403


def test_readers_are_sent_to_sign_in(client):
    client.force_login(make_user())
    response = client.get("/admin/articles/mapimage/pick/")
    assert response.status_code == 302
    assert "/login/" in response.url


def make_writer():
    """Somebody who may write but not publish."""
    return make_user(group="Contributor")


def test_a_writer_can_not_publish_with_a_forged_field(client):
    writer = make_writer()
    article = make_article(owner=writer, **DRAFT)
    client.force_login(writer)
    address = reverse("admin:articles_article_change", args=[article.pk])
    client.post(address, article_form(article, headline="Changed", status="published"))
    article.refresh_from_db()
    assert (article.headline, article.status) == ("Changed", Article.Status.DRAFT)
    forged = article_form(article, headline="Again", _do="publish")
    assert client.post(address, forged).status_code in {403, 422}
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT


def test_a_writer_can_not_change_what_readers_see(client):
    writer = make_writer()
    article = make_article(owner=writer)
    client.force_login(writer)
    address = reverse("admin:articles_article_change", args=[article.pk])
    client.post(address, article_form(article, headline="Changed"))
    article.refresh_from_db()
    assert article.headline != "Changed"
    assert article.pending is None


def test_a_writer_is_offered_no_publishing_actions(client):
    writer = make_writer()
    article = make_article(owner=writer, **DRAFT)
    client.force_login(writer)
    sent = {"action": "publish", "_selected_action": [article.pk]}
    client.post("/admin/articles/article/", sent)
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT


def test_an_editor_links_no_account_to_an_author(editor):
    author, member = make_author(), make_user()
    address = reverse("admin:articles_author_change", args=[author.pk])
    assert member.username not in editor.get(address).content.decode()
    editor.post(address, {"name": "Ana", "slug": "ana", "user": member.pk})
    assert list(Author.objects.values_list("name", "user")) == [("Ana", None)]


def test_nobody_in_a_group_makes_staff(editor):
    editor.post("/admin/newsportal/user/add/", {"username": "mole", "is_superuser": "on"})
    assert not User.objects.filter(username="mole").exists()
