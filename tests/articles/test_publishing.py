"""Publishing, scheduling, withdrawing, and addresses that change."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, OldPath
from tests.articles.forms import article_form
from tests.caches import empty_caches
from tests.factories import make_article, make_map, make_section, make_topic, make_user

pytestmark = pytest.mark.django_db
ARTICLES = "/admin/articles/article/"
RIGHTS = [("alt", "alternative text"), ("credit", "credit"), ("licence", "licence")]


@pytest.fixture
def editor(client):
    client.force_login(make_user(group="Editor"))
    return client


def make_draft(**fields):
    return make_article(**{"status": Article.Status.DRAFT, "published_at": None} | fields)


def change(editor, article, **fields):
    address = reverse("admin:articles_article_change", args=[article.pk])
    return editor.post(address, article_form(article, **fields))


def run_action(editor, name, *articles):
    chosen = {"action": name, "_selected_action": [article.pk for article in articles]}
    response = editor.post(ARTICLES, chosen)
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_publishing_needs_no_time_and_takes_now(editor):
    article = make_draft()
    change(editor, article, status="published")
    article.refresh_from_db()
    assert article.is_public


def test_publishing_again_keeps_the_first_time():
    article = make_article()
    first = article.published_at
    article.unpublish()
    article.publish()
    assert article.published_at == first


@pytest.mark.parametrize("field", ["headline", "section"])
def test_an_article_needs_a_headline_and_a_section(editor, field):
    article = make_draft()
    response = change(editor, article, status="published", **{field: ""})
    assert response.context["adminform"].form.errors[field]
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT


@pytest.mark.parametrize(("field", "words"), RIGHTS)
def test_a_picture_without_its_rights_is_not_published(editor, field, words):
    article = make_draft(lead_image=make_map(**{field: " "}))
    response = change(editor, article, status="published")
    [message] = response.context["adminform"].form.errors["lead_image"]
    assert words in message
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT


@pytest.mark.parametrize(("field", "words"), RIGHTS)
def test_the_action_tells_which_rights_are_missing(editor, field, words):
    article = make_draft(headline="Dry lake", lead_image=make_map(**{field: ""}))
    other = make_draft()
    refused, published = run_action(editor, "publish", article, other)
    assert "Dry lake" in refused + published
    assert words in refused + published
    assert list(Article.objects.published()) == [other]


def test_the_verb_refuses_too():
    with pytest.raises(ValidationError):
        make_draft(lead_image=make_map(credit="")).publish()


def test_a_picture_with_its_rights_is_published(editor):
    article = make_draft(lead_image=make_map())
    assert run_action(editor, "publish", article) == ["1 article is published."]
    article.refresh_from_db()
    assert article.is_public


def test_withdrawn_articles_leave_the_site_and_stay_in_the_newsroom(editor):
    articles = [make_article(), make_article()]
    assert run_action(editor, "withdraw", *articles) == ["2 articles are withdrawn."]
    assert not Article.objects.published().exists()
    assert Article.objects.count() == 2


def test_actions_are_written_into_the_history(editor):
    article = make_draft()
    run_action(editor, "publish", article)
    history = editor.get(reverse("admin:articles_article_history", args=[article.pk]))
    assert len(history.context["action_list"]) == 1


def test_a_scheduled_article_appears_by_the_clock_alone(editor, client, time_machine):
    article = make_draft()
    at = timezone.now() + timedelta(days=2)
    time = {"published_at_0": at.strftime("%Y-%m-%d"), "published_at_1": at.strftime("%H:%M:%S")}
    change(editor, article, status="published", **time)
    assert f"Scheduled for {at.day}" in editor.get(ARTICLES).content.decode()
    client.logout()
    assert client.get(article.get_absolute_url()).status_code == 404
    time_machine.move_to(at + timedelta(seconds=1))
    empty_caches()
    assert client.get(article.get_absolute_url()).status_code == 200


def test_a_draft_is_previewed_at_its_own_address(editor, client):
    article = make_draft(headline="Not yet told")
    page = editor.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert f'href="{article.get_absolute_url()}"' in page
    assert "Not yet told" in editor.get(article.get_absolute_url()).content.decode()
    client.logout()
    assert client.get(article.get_absolute_url()).status_code == 404


def test_an_update_is_never_before_publication(editor):
    article = make_article()
    response = change(editor, article, updated_at_0="2001-01-01", updated_at_1="00:00")
    assert response.context["adminform"].form.errors["updated_at"]


@pytest.mark.parametrize("slug", ["new-place", "новое-место"])
def test_the_old_address_of_a_published_article_leads_to_the_new_one(editor, client, slug):
    article = make_article(slug="old-place")
    change(editor, article, slug=slug)
    article.refresh_from_db()
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
    article = make_draft()
    article.slug = "other"
    article.save()
    assert not OldPath.objects.exists()


WRITES = {
    "save": lambda article: article.save(),
    "publish": lambda article: article.publish(),
    "withdraw": lambda article: article.unpublish(),
    "delete": lambda article: article.delete(),
    "picture": lambda article: article.lead_image.save(),
}


@pytest.mark.parametrize("write", WRITES)
def test_every_write_outdates_the_shared_page_after_commit(
    write, django_capture_on_commit_callbacks
):
    article = make_article(lead_image=make_map())
    stamp = f"stamp:article:{article.pk}"
    cache.set(stamp, "before", None)
    with django_capture_on_commit_callbacks(execute=True):
        WRITES[write](article)
        assert cache.get(stamp) == "before"
    assert cache.get(stamp) not in {None, "before"}


@pytest.mark.parametrize("make_label", [make_section, make_topic])
def test_a_renamed_label_outdates_every_page_with_articles(
    make_label, django_capture_on_commit_callbacks
):
    label = make_label()
    with django_capture_on_commit_callbacks(execute=True):
        label.save()
    assert cache.get("stamp:articles")


def test_the_second_of_two_editors_is_told_and_loses_nothing(editor):
    article = make_article(headline="As both saw it")
    seen = article_form(article)
    article.headline = "Saved by the first"
    article.save()

    address = reverse("admin:articles_article_change", args=[article.pk])
    response = editor.post(address, seen | {"headline": "By the second"})
    page = response.content.decode()
    assert "Somebody else saved this article" in page
    assert "By the second" in page
    article.refresh_from_db()
    assert article.headline == "Saved by the first"

    form = response.context["adminform"].form
    editor.post(address, seen | {"headline": "By the second", "version": form["version"].value()})
    article.refresh_from_db()
    assert article.headline == "By the second"
