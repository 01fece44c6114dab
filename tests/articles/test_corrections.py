"""What readers are told about changes: on the article, in the list, in feeds, for machines."""

import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import telling
from articles.contents import working_content
from articles.models import Correction, Event
from articles.writing import write
from tests.caches import empty_caches
from tests.factories import make_article, make_author, make_user

pytestmark = pytest.mark.django_db
KINDS = [kind for kind in Correction.Kind if kind != "retraction"]
HOSTILE = ["<script>glimbo</script>", "</script><!--", "a & b", "‮glimbo"]


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def corrected(*, kind="correction", text="It is 1 km wide.", article=None, **about):
    """A live article whose changed text came out with a note."""
    article = article or make_article(body="<p>It is 1.2 km wide.</p>")
    content = working_content(article) | {"body": "<p>It is 1 km wide.</p>"}
    write(article, content)
    return article.publish_changes(kind=kind, text=text, **about)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_named_with_time_text_and_thanks(client, kind):
    correction = corrected(kind=kind, text="It is 1 km.\n\nNot 1.2 km.", thanks="Ines Harrow")
    page = page_of(client, correction.article.get_absolute_url())
    box = page[page.index(f'id="correction-{correction.pk}"') :]
    assert f"<b>{correction.get_kind_display()}</b>" in box
    assert "<p>It is 1 km.</p>\n\n<p>Not 1.2 km.</p>" in box
    assert "Thanks to Ines Harrow." in box


@pytest.mark.parametrize(("place", "is_above"), [("top", True), ("bottom", False)])
def test_it_stands_above_or_below_the_text(client, place, is_above):
    correction = corrected(place=place)
    page = page_of(client, correction.article.get_absolute_url())
    note, text = page.index(f'id="correction-{correction.pk}"'), page.index('class="prose')
    assert (note < text) == is_above


@pytest.mark.parametrize("text", HOSTILE)
def test_its_words_are_text_on_every_page(client, text):
    correction = corrected(text=text, thanks=text[:100])
    for address in (correction.article.get_absolute_url(), "/corrections/"):
        page = page_of(client, address)
        assert "<script>glimbo" not in page
        assert "<!--" not in page.partition("<main")[2]
    assert client.get("/corrections/atom/").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_the_head_says_corrected_where_something_was_wrong(client, kind):
    correction = corrected(kind=kind)
    page = page_of(client, correction.article.get_absolute_url())
    link = f'<a href="#correction-{correction.pk}">Corrected</a>'
    assert (link in page) == (kind in {"correction", "apology"})
    assert f'<a href="#correction-{correction.pk}">Updated' in page


def test_a_typo_tells_readers_nothing(client):
    assert corrected(kind="") is None
    page = page_of(client, make_article().get_absolute_url())
    assert "correction-" not in page


def test_machines_are_told_with_the_article(client):
    correction = corrected(text="It is </script> 1 km.")
    page = page_of(client, correction.article.get_absolute_url())
    [told] = json.loads(re.search(r'ld\+json">(.+?)</script>', page)[1])["correction"]
    assert told["@type"] == "CorrectionComment"
    assert told["text"] == "It is </script> 1 km."
    assert told["datePublished"] == correction.made_at.isoformat()


def test_the_list_has_the_newest_first_and_goes_on(client, monkeypatch):
    monkeypatch.setattr("articles.corrections.PER_PAGE", 2)
    article, now = make_article(), timezone.now()
    for n in range(5):
        at = now - timedelta(days=n // 2)
        article.corrections.create(kind="update", text=f"Note {n}.", made_at=at)
    found, address = [], "/corrections/"
    while address:
        page = page_of(client, address)
        found += re.findall(r"<p>Note (\d)\.</p>", page)
        older = re.search(r'href="(\?before=[^"]+)" rel="next"', page)
        address = f"/corrections/{older[1]}" if older else None
    assert sorted(found) == list("01234")
    assert found[:2] == ["1", "0"]
    assert found[-1] == "4"


@pytest.mark.parametrize("cursor", ["x", "1", "9" * 30, "1-" + "9" * 30, "%00", "-"])
def test_an_address_that_we_never_made_is_no_page(client, cursor):
    assert client.get(f"/corrections/?before={cursor}").status_code in {400, 404}


def test_months_are_headings(client):
    at = timezone.now().replace(year=2026, month=3, day=5)
    article = make_article(published_at=at)
    for day in (6, 7):
        article.corrections.create(kind="update", text="Note.", made_at=at.replace(day=day))
    assert page_of(client, "/corrections/").count("March 2026</h2>") == 1


def test_what_readers_can_not_open_is_not_listed(client):
    hidden, shown = corrected(text="Hidden."), corrected(text="Shown.")
    hidden.article.unpublish()
    shown.article.retract(text="All wrong.")
    page = page_of(client, "/corrections/") + page_of(client, "/corrections/rss/")
    assert "Hidden." not in page
    assert "Shown." in page
    assert "All wrong." in page


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_a_feed_has_each_with_its_kind_and_place(client, kind):
    correction = corrected(kind="apology", text="We are sorry.")
    feed = page_of(client, f"/corrections/{kind}/")
    assert f"Apology: {correction.article.headline}" in feed
    assert "We are sorry." in feed
    assert f"{correction.article.get_absolute_url()}#correction-{correction.pk}" in feed


def test_feeds_of_articles_tell_when_it_was_updated(client):
    correction = corrected()
    assert correction.made_at.isoformat()[:19] in page_of(client, "/feeds/atom/")


def test_every_page_leads_to_the_list(client):
    assert 'href="/corrections/"' in page_of(client, "/")


def test_the_list_costs_the_same_however_long(client):
    costs = []
    for _number in range(2):
        for _more in range(3):
            corrected()
        empty_caches()
        with CaptureQueriesContext(connection) as asked:
            client.get("/corrections/")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def make_correction_form(**fields):
    return {"kind": "update", "text": "More to come.", "place": "top", "thanks": ""} | fields


def correct_page(article):
    return reverse("admin:articles_article_correct", args=[article.pk])


@pytest.fixture
def editor(client):
    editor = make_user(group="Editor")
    client.force_login(editor)
    client.user = editor
    return client


def test_an_editor_adds_a_note_without_changing_the_text(editor):
    article = make_article()
    response = editor.post(correct_page(article), make_correction_form())
    assert response.status_code == 302
    [correction] = article.corrections.all()
    article.refresh_from_db()
    assert (correction.kind, correction.place, correction.by) == ("update", "top", editor.user)
    assert article.updated_at == correction.made_at
    assert article.pending is None
    event = article.events.first()
    assert (event.action, event.note, event.by) == ("corrected", "More to come.", editor.user)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "},
        {"text": "x" * 2001},
        {"text": "a\x00b"},
        {"kind": "retraction"},
        {"kind": "glimbo"},
        {"place": "side"},
        {"thanks": "x" * 101},
    ],
)
def test_a_wrong_note_is_refused_and_kept_in_the_form(editor, wrong):
    article = make_article()
    response = editor.post(correct_page(article), make_correction_form(**wrong))
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert not Correction.objects.exists()


def test_a_note_that_is_sent_twice_stands_once(editor):
    article = make_article()
    address = reverse("admin:articles_article_correct", args=[article.pk])
    sent = {"kind": "update", "text": "The ferry runs again.", "place": "top", "thanks": ""}
    assert [editor.post(address, sent).status_code for _time in range(2)] == [302, 302]
    assert article.corrections.count() == 1
    assert article.events.filter(action="corrected").count() == 1


def test_nobody_corrects_what_readers_can_not_open(editor):
    article = make_article(status="draft", published_at=None)
    assert editor.post(correct_page(article), make_correction_form()).status_code == 403
    with pytest.raises(ValidationError):
        telling.correct(article, kind="update", text="Note.")


@pytest.mark.parametrize(
    ("group", "is_own", "status"),
    [
        ("Contributor", True, 403),
        ("Author", True, 302),
        ("Author", False, 403),
        ("Chief editor", False, 302),
    ],
)
def test_notes_are_for_those_who_may_publish_the_article(client, group, is_own, status):
    user = make_user(group=group)
    article = make_article(authors=[make_author(user=user)] if is_own else [])
    client.force_login(user)
    assert client.post(correct_page(article), make_correction_form()).status_code == status


def test_rewording_keeps_what_it_said_in_the_log(editor):
    correction = corrected(text="Old note.")
    address = reverse("admin:articles_correction_change", args=[correction.pk])
    editor.post(address, make_correction_form(kind="correction", text="New note."))
    correction.refresh_from_db()
    assert correction.text == "New note."
    event = Event.objects.filter(action="reworded").get()
    assert "Old note." in event.note
    assert event.by == editor.user


def test_a_retraction_stays_one_when_it_is_reworded(editor):
    article = make_article()
    correction = article.retract(text="All wrong.")
    address = reverse("admin:articles_correction_change", args=[correction.pk])
    response = editor.post(address, make_correction_form(kind="update"))
    assert response.status_code == 200
    sent = make_correction_form(kind="retraction", text="Wrong as a whole.")
    editor.post(address, sent)
    correction.refresh_from_db()
    assert (correction.kind, correction.text) == ("retraction", "Wrong as a whole.")


@pytest.mark.parametrize(("group", "is_left"), [("Editor", True), ("Chief editor", False)])
def test_the_chief_alone_takes_a_note_back(client, group, is_left):
    correction = corrected(text="Old note.")
    client.force_login(make_user(group=group))
    address = reverse("admin:articles_correction_delete", args=[correction.pk])
    client.post(address, {"post": "yes"})
    assert Correction.objects.exists() == is_left
    assert Event.objects.filter(action="reworded", note__contains="Old note.").exists() != is_left


def test_a_reworded_note_renews_the_page(client, django_capture_on_commit_callbacks):
    correction = corrected(text="Old note.")
    address = correction.article.get_absolute_url()
    assert "Old note." in page_of(client, address)
    correction.text = "New note."
    with django_capture_on_commit_callbacks(execute=True):
        telling.reword(correction)
    assert "New note." in page_of(client, address)
