"""What was done stays written down: the database refuses to change it, and the newsroom can look."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from articles.contents import content_of
from articles.models import Event, Revision
from articles.writing import write
from tests.emptying import empty_tables
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    article = make_article()
    write(article, content_of(article) | {"headline": "Second"}, by=make_user(), note="Why")
    return article


def is_refused(change):
    try:
        with transaction.atomic():
            change()
    except DatabaseError as error:
        return "does not change" in str(error)
    return False


@pytest.mark.parametrize(
    "change",
    [{"content": {}}, {"version": 9}, {"created_at": "2020-01-01T00:00Z"}],
    ids=lambda change: next(iter(change)),
)
def test_what_a_version_held_never_changes(article, change):
    assert is_refused(lambda: Revision.objects.filter(article=article).update(**change))


@pytest.mark.parametrize("name", ["headline", "action", "origin", "note", "at"])
def test_a_line_of_the_log_never_changes(article, name):
    value = "2020-01-01T00:00Z" if name == "at" else "x"
    assert is_refused(lambda: Event.objects.filter(article=article).update(**{name: value}))
    assert is_refused(lambda: _execute(f"UPDATE articles_event SET {name} = {name}"))


@pytest.mark.postgresql
def test_a_line_of_the_log_is_never_deleted(article):
    assert is_refused(lambda: _execute("DELETE FROM articles_event"))


def _execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_label_and_what_readers_see_of_it_may_change(article):
    revisions = Revision.objects.filter(article=article)
    assert revisions.update(label="Second", is_withheld=True) == 2


def test_the_log_outlives_people_and_articles(article):
    event = article.events.first()
    event.by.delete()
    article.delete()
    event.refresh_from_db()
    assert (event.article, event.by, event.note) == (None, None, "Why")
    assert event.headline


@pytest.mark.django_db(transaction=True)
def test_a_database_can_still_be_emptied(article):
    """As `flush` does it: neither database asks the triggers of single rows."""
    empty_tables(SimpleNamespace(_databases_names=lambda **options: ["default"]))
    assert not Event.objects.exists()
    assert not Revision.objects.exists()


LOG = "/admin/articles/event/"


def test_the_log_is_searched_and_filtered_and_leads_to_the_versions(client, article):
    client.force_login(make_user(group="Editor"))
    [event] = article.events.all()
    asked = {
        "action": "saved",
        "by__id__exact": event.by_id,
        "q": "Headline",
        "article": article.pk,
    }
    page = client.get(LOG, asked).content.decode()
    assert reverse("admin:articles_article_versions", args=[article.pk]) in page
    assert reverse("admin:articles_article_version", args=[article.pk]) in page
    assert "Why" in page


def test_the_log_shows_what_is_gone_without_a_link(client, article):
    article.delete()
    client.force_login(make_user(group="Editor"))
    page = client.get(LOG).content.decode()
    assert "Headline" in page
    assert "/versions/" not in page


@pytest.mark.parametrize("group", ["Editor", "Chief editor"])
def test_nobody_writes_the_log_by_hand(client, article, group):
    client.force_login(make_user(group=group))
    [event] = article.events.all()
    address = reverse("admin:articles_event_change", args=[event.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"note": "x"}).status_code == 403
    assert client.post(f"{LOG}add/", {"note": "x"}).status_code == 403
    assert client.post(f"{LOG}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    sent = {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"}
    client.post(LOG, sent)
    assert Event.objects.filter(pk=event.pk).exists()


@pytest.mark.parametrize("group", ["Contributor", "Author", "Moderator", "Treasurer"])
def test_the_log_is_for_editors(client, article, group):
    client.force_login(make_user(group=group))
    assert client.get(LOG).status_code == 403


def test_the_history_of_an_article_is_its_log(client, article):
    client.force_login(make_user(group="Editor"))
    response = client.get(reverse("admin:articles_article_history", args=[article.pk]))
    assert response.url == reverse("admin:articles_article_versions", args=[article.pk])
    assert "Why" in client.get(response.url).content.decode()
