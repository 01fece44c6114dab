"""What an editor types survives a closed browser, before it was ever saved."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from articles import working
from articles.contents import content_of, working_content
from articles.models import Article, Event, Revision, WorkingCopy
from articles.writing import write
from tests.articles.forms import article_form
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
DRAFT = {"status": "draft", "published_at": None}


@pytest.fixture
def editor(client):
    user = make_user(group="Editor")
    client.force_login(user)
    return user


def address_of(article, noun="autosave"):
    return reverse(f"admin:articles_article_{noun}", args=[article.pk])


def keep(client, article, **fields):
    return client.post(address_of(article), article_form(article, **fields))


def test_it_is_kept_for_its_writer_and_touches_nothing_else(client, editor):
    article = make_article(**DRAFT)
    before = Article.objects.values().get()
    for headline in ("Half", "Half a head"):
        assert keep(client, article, headline=headline).status_code == 200
    copy = WorkingCopy.objects.get()
    assert (copy.article, copy.user, copy.kind) == (article, editor, "autosave")
    assert copy.content["headline"] == "Half a head"
    assert Article.objects.values().get() == before
    assert not Revision.objects.exists()
    assert not Event.objects.exists()


def test_the_answer_says_when_and_what_is_still_missing(client, editor):
    article = make_article(version=3, **DRAFT)
    answer = keep(client, article, headline="").json()
    assert answer["saved_at"].startswith(f"{timezone.now():%Y-%m-%dT}")
    assert (answer["version"], answer["others"]) == (3, [])
    assert "The headline is missing." in answer["checklist"]


def test_keeping_again_is_one_statement(editor, django_assert_num_queries):
    article = make_article()
    working.keep(editor, article, {"headline": "One"}, 0)
    with django_assert_num_queries(1):
        working.keep(editor, article, {"headline": "Two"}, 0)


def test_two_windows_that_keep_at_once_share_one_copy(editor, monkeypatch):
    """The other window's row is written between the question and the answer."""
    article = make_article()
    working.keep(editor, article, {"headline": "One"}, 0)
    queryset = type(WorkingCopy.objects.all())
    monkeypatch.setattr(queryset, "update", lambda *args, **fields: 0)
    working.keep(editor, article, {"headline": "Two"}, 0)
    working.keep(editor, None, {"headline": "New"}, 0)
    working.keep(editor, None, {"headline": "New"}, 0)
    assert WorkingCopy.objects.count() == 2


def test_it_is_offered_on_the_next_opening_and_restored(client, editor):
    article = make_article(headline="Saved", **DRAFT)
    keep(client, article, headline="Kept", bylines=[])
    copy = WorkingCopy.objects.get()
    page = client.get(address_of(article, "change")).content.decode()
    assert "You have unsaved changes from" in page
    assert 'value="Saved"' in page
    restored = client.get(f"{address_of(article, 'change')}?copy={copy.pk}").content.decode()
    assert 'value="Kept"' in restored
    assert "data-unsaved" in restored
    client.post(f"{LIST}copies/{copy.pk}/discard/")
    assert "?copy=" not in client.get(address_of(article, "change")).content.decode()


def test_what_says_the_same_as_the_article_is_not_offered(client, editor):
    article = make_article(**DRAFT)
    working.keep(editor, article, content_of(article), 0)
    assert "?copy=" not in client.get(address_of(article, "change")).content.decode()


def test_a_save_forgets_what_was_kept_for_it(client, editor):
    article, other = make_article(**DRAFT), make_user(group="Editor")
    working.keep(other, article, {"headline": "Of somebody else"}, 0)
    keep(client, article, headline="Kept")
    client.post(address_of(article, "change"), article_form(article, headline="Saved"))
    assert WorkingCopy.objects.get().user == other


def test_restoring_an_old_copy_asks_where_it_collides(client, editor):
    article = make_article(headline="One", **DRAFT)
    keep(client, article, headline="Kept")
    write(article, working_content(article) | {"headline": "Two", "kicker": "New"}, by=None)
    address = f"{address_of(article, 'change')}?copy={WorkingCopy.objects.get().pk}"
    form = client.get(address).context["adminform"].form
    assert form["version"].value() == 0
    response = client.post(address, article_form(article, headline="Kept", kicker="", version=0))
    (question,) = response.context["collision"].questions
    assert (response.status_code, question.name) == (409, "headline")
    assert response.context["adminform"].form["kicker"].value() == "New"


def test_a_new_article_is_kept_offered_and_forgotten_with_its_first_save(client, editor):
    sent = article_form(headline="Brand new")
    assert client.post(f"{LIST}add/autosave/", sent).json()["version"] == 0
    copy = WorkingCopy.objects.get()
    assert copy.article is None
    assert f"?copy={copy.pk}" in client.get(f"{LIST}add/").content.decode()
    assert 'value="Brand new"' in client.get(f"{LIST}add/?copy={copy.pk}").content.decode()
    client.post(f"{LIST}add/", sent)
    assert Article.objects.get().headline == "Brand new"
    assert not WorkingCopy.objects.exists()


# As a browser would send them: NUL, half a surrogate pair, bytes that are no text.
ODD = ["%00", "%ED%A0%80", "%FF", "9" * 30, "-1", "%D9%A3", "<script>", "x" * 70_000]


@pytest.mark.parametrize("text", ODD)
def test_nothing_a_client_sends_breaks_it(client, editor, text):
    article = make_article(**DRAFT)
    names = [*article_form(article), "bylines-0-author", "bylines-0-position", "bylines-0-role"]
    sent = "&".join(f"{name}={text}" for name in names)
    for address in (address_of(article), f"{LIST}add/autosave/"):
        kept = client.post(address, sent, content_type="application/x-www-form-urlencoded")
        assert kept.status_code == 200
    for copy in WorkingCopy.objects.all():
        assert client.get(f"{LIST}copies/{copy.pk}/").status_code == 200
        form = address_of(article, "change") if copy.article else f"{LIST}add/"
        assert client.get(form).status_code == 200
        assert client.get(f"{form}?copy={copy.pk}").status_code == 200


def test_a_text_beyond_the_limit_is_refused(client, editor, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert keep(client, make_article(**DRAFT), body="x" * 2000).status_code in {400, 413}
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize(
    ("group", "fields", "status"),
    [
        ("Contributor", {}, 404),
        ("Contributor", {"status": "published", "published_at": timezone.now()}, 403),
        ("Author", {}, 404),
        ("Moderator", {}, 404),
        ("Treasurer", {}, 404),
    ],
)
def test_only_who_may_change_it_keeps_changes(client, group, fields, status):
    client.force_login(make_user(group=group))
    assert keep(client, make_article(**DRAFT | fields)).status_code == status
    assert not WorkingCopy.objects.exists()


def test_its_writer_keeps_nothing_once_it_waits_for_review(client):
    writer = make_user(group="Contributor")
    client.force_login(writer)
    article = make_article(owner=writer, **DRAFT)
    assert keep(client, article).status_code == 200
    article.submit(by=writer)
    assert keep(client, article).status_code == 403


def test_who_is_signed_out_is_sent_to_sign_in(client):
    response = keep(client, make_article())
    assert (response.status_code, "login" in response["Location"]) == (302, True)


def test_looking_does_not_write(client, editor):
    article = make_article()
    assert client.get(address_of(article)).status_code == 405
    assert client.get(address_of(article, "presence")).status_code == 405
    copy = working.rescue(editor, article, {"headline": "Mine"}, 0)
    assert client.get(f"{LIST}copies/{copy.pk}/discard/").status_code == 405


def test_a_copy_is_shown_without_what_runs(client, editor):
    hostile = {"headline": "<b>glimbo", "body": "<p>Fine<script>glimbo()</script></p>"}
    copy = working.rescue(editor, make_article(), hostile, 0)
    page = client.get(f"{LIST}copies/{copy.pk}/").content.decode()
    assert "&lt;b&gt;glimbo" in page
    assert "<p>Fine</p>" in page
    assert "glimbo()" not in page


def test_copies_are_forgotten_after_thirty_days(editor):
    article = make_article()
    now = timezone.now()
    with time_machine.travel(now - timedelta(days=31), tick=False):
        working.keep(editor, article, {"headline": "Old"}, 0)
    with time_machine.travel(now - timedelta(days=29), tick=False):
        working.rescue(editor, article, {"headline": "Young"}, 0)
    assert working.forget_working_copies() == 1
    assert WorkingCopy.objects.get().kind == "rescue"
