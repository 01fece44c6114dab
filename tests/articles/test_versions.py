"""The versions of an article in the newsroom: look, compare, restore, label, withhold, prune."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.contents import content_of, working_content
from articles.models import Article, Revision
from articles.pruning import KEPT_DAYS, prune_revisions
from articles.writing import write
from tests.factories import make_article, make_author, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.user = make_user(group="Editor")
    client.force_login(client.user)
    return client


def make_draft(**fields):
    return make_article(**{"status": Article.Status.DRAFT, "published_at": None} | fields)


def save(article, **fields):
    """Save the article as an editor does; gives the new version."""
    article.refresh_from_db()
    return write(article, working_content(article) | fields)


def page(noun, article):
    return reverse(f"admin:articles_article_{noun}", args=[article.pk])


def restore(client, article, version, seen=None):
    article.refresh_from_db()
    seen = article.version if seen is None else seen
    return client.post(page("restore", article), {"version": version, "seen": seen})


def test_the_list_says_of_each_version_who_when_and_what(editor):
    article = make_draft()
    write(article, content_of(article) | {"headline": "Bridge opens"}, by=editor.user)
    save(article, body="<p>More.</p>", standfirst="Soon.")
    html = editor.get(page("versions", article)).content.decode()
    assert editor.user.username in html
    assert "standfirst, text" in html
    assert html.index("Version 2") < html.index("Version 1") < html.index("Version 0")


def test_editions_and_what_waits_are_marked(editor):
    article = make_article()
    save(article, headline="Bridge opens")
    html = editor.get(page("versions", article)).content.decode()
    assert "Edition 1" in html
    assert "Waits to be published" in html


def test_a_version_is_shown_beside_the_one_before_it(editor):
    article = make_draft(headline="Bridge closed")
    version = save(article, headline="Bridge open").version
    save(article, headline="Bridge open again")
    html = editor.get(page("version", article), {"version": version}).content.decode()
    assert "From version 0 to version 1" in html
    assert re.search(r"</span> ?closed<span", html)
    assert "again" not in html.partition('class="diff"')[2].partition("</p>")[0]


def test_any_two_versions_are_compared(editor):
    article = make_draft(headline="One")
    for headline in ("Two", "Three"):
        newest = save(article, headline=headline)
    asked = {"version": newest.version, "beside": 0}
    diffs = editor.get(page("version", article), asked).context["diffs"]
    assert [(diff.old, diff.new) for diff in diffs] == [("One", "Three")]


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "7", "%00"])
@pytest.mark.parametrize("name", ["version", "beside"])
def test_a_version_that_is_not_there_is_not_found(editor, name, number):
    article = make_draft()
    save(article, headline="Two")
    assert editor.get(page("version", article), {name: number}).status_code == 404


def test_an_article_without_versions_says_so(editor):
    article = make_draft()
    assert "No version was kept yet" in editor.get(page("versions", article)).content.decode()
    assert editor.get(page("version", article)).status_code == 404


def test_restoring_a_draft_makes_its_words_the_newest_version(editor):
    author, topic = make_author(), make_topic()
    article = make_draft(headline="One", authors=[author], topics=[topic])
    save(article, headline="Two", bylines=[], topics=[])
    assert restore(editor, article, 0).status_code == 302
    article.refresh_from_db()
    assert article.headline == "One"
    assert [line.author for line in article.bylines.all()] == [author]
    assert list(article.topics.all()) == [topic]
    newest = article.revisions.first()
    assert (newest.version, newest.restores.version, newest.by) == (2, 0, editor.user)
    assert article.events.first().action == "restored"
    assert article.revisions.count() == 3


def test_restoring_a_live_article_waits_to_be_published(editor, client):
    article = make_article(headline="One")
    save(article, headline="Two")
    article.publish_changes()
    restore(editor, article, 0)
    article.refresh_from_db()
    assert article.headline == "Two"
    assert article.pending.content["headline"] == "One"


def test_restoring_is_refused_when_somebody_saved_meanwhile(editor):
    article = make_draft(headline="One")
    seen = save(article, headline="Two").version
    save(article, headline="Three")
    response = restore(editor, article, 0, seen=seen)
    assert response.status_code == 409
    assert "Somebody changed the article meanwhile" in response.content.decode()
    article.refresh_from_db()
    assert article.headline == "Three"


def test_restoring_what_it_says_already_changes_nothing(editor):
    article = make_draft(headline="One")
    newest = save(article, headline="Two")
    restore(editor, article, newest.version)
    assert article.revisions.count() == 2


def test_an_address_that_another_article_took_is_not_restored(editor):
    article = make_draft(slug="first", headline="One")
    save(article, slug="second", headline="Two")
    make_article(slug="first")
    assert restore(editor, article, 0).status_code == 302
    article.refresh_from_db()
    assert (article.slug, article.headline) == ("second", "One")


def test_a_version_with_people_and_topics_that_are_gone_is_restored_without_them(editor):
    author, topic = make_author(), make_topic()
    article = make_draft(headline="One", authors=[author], topics=[topic])
    save(article, headline="Two", bylines=[], topics=[])
    author.delete()
    topic.delete()
    assert restore(editor, article, 0).status_code == 302
    article.refresh_from_db()
    assert article.headline == "One"
    assert not article.bylines.exists()


@pytest.mark.parametrize("sent", [{}, {"version": "x", "seen": "1"}, {"version": 0}, {"seen": 1}])
def test_nonsense_restores_nothing(editor, sent):
    article = make_draft()
    save(article, headline="Two")
    assert editor.post(page("restore", article), sent).status_code == 404
    assert article.revisions.count() == 2


def test_a_label_is_kept_and_taken_away(editor):
    article = make_draft()
    save(article, headline="Two")
    for label in ("Before the edit", ""):
        editor.post(page("label", article), {"version": 1, "label": label})
        assert article.revisions.get(version=1).label == label


@pytest.mark.parametrize("label", ["x" * 101, "a\x00b"])
def test_a_wrong_label_is_refused_and_kept_in_its_field(editor, label):
    article = make_draft()
    save(article, headline="Two")
    response = editor.post(page("label", article), {"version": 1, "label": label})
    assert response.status_code == 422
    assert response.context["label_form"]["label"].value() == label
    assert "errorlist" in response.content.decode() or "field__error" in response.content.decode()


def test_an_edition_is_withheld_and_shown_again(editor):
    article = make_article()
    save(article, headline="Two")
    for answer, is_withheld in (("yes", True), ("no", False)):
        editor.post(page("withhold", article), {"version": 0, "withhold": answer})
        assert article.revisions.get(version=0).is_withheld == is_withheld
    assert [event.action for event in article.events.all()[:2]] == ["withheld", "withheld"]


RIGHTS = [
    # group, own article, its status: sees, restores, withholds
    ("Contributor", True, "draft", 200, 302, 403),
    ("Contributor", True, "review", 200, 403, 403),
    ("Contributor", False, "draft", 403, 403, 403),
    ("Author", True, "published", 200, 302, 302),
    ("Author", False, "published", 403, 403, 403),
    ("Editor", False, "draft", 200, 302, 302),
    ("Editor", False, "retracted", 200, 403, 403),
    ("Chief editor", False, "retracted", 200, 302, 302),
    ("Moderator", False, "published", 403, 403, 403),
]


@pytest.mark.parametrize(("group", "is_own", "status", "sees", "restores", "withholds"), RIGHTS)
def test_who_may_do_what(client, group, is_own, status, sees, restores, withholds):
    user = make_user(group=group)
    article = make_draft(headline="One", owner=user if is_own else None)
    newest = save(article, headline="Two")
    Article.objects.filter(pk=article.pk).update(status=status, published_at=timezone.now())
    client.force_login(user)
    assert client.get(page("versions", article)).status_code == sees
    assert client.get(page("version", article)).status_code == sees
    sent = {"version": newest.version, "withhold": "yes"}
    assert client.post(page("withhold", article), sent).status_code == withholds
    assert client.post(page("label", article), sent | {"label": ""}).status_code == restores
    assert restore(client, article, 0).status_code == restores


@pytest.mark.parametrize("noun", ["restore", "label", "withhold"])
def test_looking_changes_nothing(editor, noun):
    assert editor.get(page(noun, make_draft())).status_code == 405


@pytest.mark.parametrize("noun", ["versions", "version", "restore", "label", "withhold", "correct"])
def test_readers_are_asked_to_sign_in(client, noun):
    response = client.get(page(noun, make_article()))
    assert response.status_code == 302
    assert "/login/" in response.url


def test_the_list_costs_the_same_however_long(editor):
    article, costs = make_draft(), []
    for _time in range(2):
        for _more in range(4):
            save(article, headline=f"{article.headline}.")
        with CaptureQueriesContext(connection) as asked:
            editor.get(page("versions", article))
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_the_form_of_the_article_leads_to_its_past(editor):
    article = make_article()
    save(article, headline="Two")
    article.publish_changes(kind="update", text="More.")
    html = editor.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert page("versions", article) in html
    assert page("correct", article) in html
    assert reverse("admin:articles_correction_change", args=[article.corrections.get().pk]) in html


# What is deleted, and what never is.


def make_old(article, **fields):
    """Versions that are long past, the first and twenty newer ones among them."""
    at = timezone.now() - timedelta(days=KEPT_DAYS + 1)
    number = Revision.objects.filter(article=article).count()
    content = content_of(article)
    known = {"version": number, "content": content, "created_at": at}
    return article.revisions.create(**known | fields)


def test_long_past_versions_go_but_for_the_twenty_newest():
    article = make_draft()
    for _number in range(23):
        make_old(article)
    assert prune_revisions() == 3
    assert sorted(article.revisions.values_list("version", flat=True)) == list(range(3, 23))


@pytest.mark.parametrize(
    "fields",
    [
        {"label": "Keep"},
        {"edition": 1, "published_at": timezone.now()},
        {"created_at": timezone.now() - timedelta(days=KEPT_DAYS - 1)},
    ],
)
def test_what_is_labelled_published_or_young_stays(fields):
    article = make_draft()
    kept = make_old(article, **fields)
    for _number in range(20):
        make_old(article)
    prune_revisions()
    assert article.revisions.filter(pk=kept.pk).exists()


def test_what_waits_was_restored_or_is_shared_stays():
    article = make_draft()
    pending, restored, shared = make_old(article), make_old(article), make_old(article)
    for _number in range(20):
        make_old(article, restores=restored)
    Article.objects.filter(pk=article.pk).update(pending=pending)
    later = timezone.now() + timedelta(days=1)
    article.share_links.create(token_hash="a", revision=shared, expires_at=later)
    assert prune_revisions() == 0


def test_pruning_looks_once_a_day(time_machine):
    time_machine.move_to(timezone.now())
    article = make_draft()
    assert prune_revisions() == 0
    for _number in range(21):
        make_old(article)
    assert prune_revisions() == 0
    time_machine.shift(timedelta(days=1, minutes=1))
    assert prune_revisions() == 1
