"""Who may open, change and publish what in the newsroom."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.models import Article, Author
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

pytestmark = pytest.mark.django_db
ROLES = ["Editor", "Moderator", "Treasurer"]
OWN_APP = {"Editor": "articles", "Moderator": "comments", "Treasurer": "donations"}
# Editors pick comments to feature, and answer readers who found an error.
OPEN_BESIDES = {
    "Editor": {"comments.Comment", "comments.Ticket"},
    "Moderator": set(),
    "Treasurer": set(),
}
MODELS = {model._meta.model_name: model for model in apps.get_app_config("articles").get_models()}


@pytest.fixture
def editor(client):
    client.force_login(make_user(group="Editor"))
    return client


def addresses_of(model, model_admin):
    """Every address that a model's admin answers, with the key of a row where one is needed."""
    row = model._default_manager.first()
    for pattern in model_admin.get_urls():
        if pattern.name is None:
            continue
        args = [row.pk if row else 0] if "<" in str(pattern.pattern) else []
        yield reverse(f"admin:{pattern.name}", args=args)


def make_everything():
    make_article(authors=[make_author()], topics=[make_topic()], lead_image=make_map())
    make_comment()
    make_way()


def is_refused(response):
    """Forbidden, unknown, or sent away without having seen anything."""
    return response.status_code in {403, 404} or response.headers.get("Location") == "/admin/"


@pytest.mark.parametrize("role", ROLES)
def test_no_role_opens_anything_of_another(client, role):
    make_everything()
    client.force_login(make_user(group=role))
    own = {OWN_APP[role]} | OPEN_BESIDES[role]
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
@pytest.mark.parametrize("action", ["publish", "withdraw", "delete_selected"])
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
    assert len(addresses) > 20
    assert [address for address in addresses if editor.get(address).status_code == 403] == []


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
    writer = make_user(is_staff=True)
    names = ["view_article", "add_article", "change_article", "view_draft"]
    writer.user_permissions.set(Permission.objects.filter(codename__in=names))
    return writer


def test_a_writer_can_not_publish_with_a_forged_field(client):
    article = make_article(status=Article.Status.DRAFT, published_at=None)
    client.force_login(make_writer())
    address = reverse("admin:articles_article_change", args=[article.pk])
    client.post(address, article_form(article, headline="Changed", status="published"))
    article.refresh_from_db()
    assert (article.headline, article.status) == ("Changed", Article.Status.DRAFT)


def test_a_writer_can_not_change_what_readers_see(client):
    article = make_article()
    client.force_login(make_writer())
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert client.post(address, article_form(article, headline="Changed")).status_code == 403


def test_a_writer_is_offered_no_publishing_actions(client):
    article = make_article(status=Article.Status.DRAFT, published_at=None)
    client.force_login(make_writer())
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
