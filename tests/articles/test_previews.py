"""The real page of what stands in the form, before anything is saved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.contents import content_of
from articles.models import Article, Event, Revision
from articles.writing import write
from tests.articles.forms import article_form
from tests.factories import (
    make_article,
    make_author,
    make_map,
    make_partner,
    make_section,
    make_served_map,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
NEW = "/admin/articles/article/add/preview/"


@pytest.fixture
def editor(client):
    client.force_login(make_user(group="Editor"))
    return client


def address_of(article):
    return reverse("admin:articles_article_preview", args=[article.pk])


def make_draft(**fields):
    return make_article(**{"status": "draft", "published_at": None} | fields)


def main_of(page):
    return page.content.decode().partition("<main")[2].partition("</main>")[0]


def test_the_page_shows_what_stands_in_the_form(editor):
    article = make_draft()
    author, topic = make_author(name="Rhea Alder"), make_topic(name="Crossings")
    image = make_served_map(caption="The line on Monday")
    image.legend.create(label="Held by Pereth", position=1)
    sent = article_form(
        article,
        headline="Not saved yet",
        kicker="Telva",
        standfirst="Two towns.",
        body="<p>Words <script>nothing</script> kept.</p>",
        section=make_section(name="Rivers").pk,
        topics=[topic.pk],
        partner=make_partner(name="Valley Wire").pk,
        lead_image=image.pk,
    ) | {
        "bylines-TOTAL_FORMS": "1",
        "bylines-0-author": author.pk,
        "bylines-0-role": "map",
        "bylines-0-place": "Pereth",
    }
    shown = main_of(editor.post(address_of(article), sent))
    for words in (
        "Not saved yet",
        "Telva",
        "Two towns.",
        "Rivers",
        "Crossings",
        "Valley Wire",
        "The line on Monday",
        "Held by Pereth",
        "Rhea Alder",
        "Map by",
        "Preview: nobody else sees this",
    ):
        assert words in shown
    assert "<script" not in shown


def test_a_figure_in_the_unsaved_text_is_shown(editor):
    article = make_draft()
    image = make_served_map(caption="Sounding of Monday")
    body = f'<figure><img src="/media/x.webp" alt="" data-file="{image.pk}"></figure>'
    shown = main_of(editor.post(address_of(article), article_form(article, body=body)))
    assert "maps/a1/" in shown
    assert "Sounding of Monday" in shown


def test_nothing_is_saved_by_looking(editor):
    article = make_draft()
    before = content_of(article)
    editor.post(address_of(article), article_form(article, headline="Other"))
    editor.post(NEW, {"headline": "Other"})
    article.refresh_from_db()
    assert content_of(article) == before
    assert Article.objects.count() == 1
    assert not Revision.objects.exists()
    assert not Event.objects.exists()


def test_an_article_that_was_never_saved_has_a_page_too(editor):
    sent = {"headline": "Brand new", "section": make_section().pk, "body": "<p>Text.</p>"}
    page = editor.post(NEW, sent | {"topics": make_topic(name="Crossings").pk})
    assert page.status_code == 200
    assert "Brand new" in main_of(page)
    assert "Crossings" in main_of(page)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"slug": "a b/../c", "language": "xx-yy", "section": "9" * 30},
        {"headline": "x\x00\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")},
        {"topics": ["-1", "x", "999999"], "lead_image": "77", "partner": "0"},
        {"bylines-TOTAL_FORMS": "9" * 30},
        {"bylines-TOTAL_FORMS": "1", "bylines-0-author": "99", "bylines-0-role": "chef"},
    ],
)
def test_an_unfinished_or_strange_form_still_gives_a_page(editor, sent):
    assert editor.post(NEW, sent).status_code == 200
    assert editor.post(address_of(make_draft()), sent).status_code == 200


def test_a_role_that_nobody_knows_is_no_error(editor):
    author = make_author(name="Rhea Alder")
    sent = {"bylines-TOTAL_FORMS": "1", "bylines-0-author": author.pk, "bylines-0-role": "chef"}
    assert "Rhea Alder" in main_of(editor.post(NEW, sent))


def test_the_page_is_for_one_person_and_strict(editor):
    page = editor.post(NEW, {"headline": "New"})
    assert page["Cache-Control"].startswith("private, no-store")
    assert "noindex" in page["X-Robots-Tag"]
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    assert "<form" not in main_of(page)


def test_changes_that_wait_are_shown_and_the_live_page_stays(editor, client):
    article = make_article(headline="Live")
    write(article, content_of(article) | {"headline": "Waiting"})
    assert "Waiting" in main_of(editor.get(address_of(article)))
    editor.logout()
    assert "Live" in main_of(client.get(article.get_absolute_url()))


def test_an_earlier_version_is_shown(editor):
    article = make_draft(headline="First")
    write(article, content_of(article) | {"headline": "Second"})
    first = article.revisions.order_by("version").first()
    page = editor.get(address_of(article), {"version": first.version})
    assert "First" in main_of(page)
    assert "Preview of version" in main_of(page)


@pytest.mark.parametrize("version", ["77", "x", "-1", "9" * 30, "١"])
def test_a_version_that_is_not_there_is_404(editor, version):
    page = editor.get(address_of(make_draft()), {"version": version})
    assert page.status_code == 404


@pytest.mark.parametrize(
    ("group", "status"), [("Contributor", 404), ("Author", 404), ("Moderator", 403)]
)
def test_nobody_looks_at_drafts_of_others_this_way(client, group, status):
    article = make_draft()
    client.force_login(make_user(group=group))
    assert client.get(address_of(article)).status_code == status
    assert client.post(address_of(article), {"headline": "x"}).status_code == status


@pytest.mark.parametrize("noun", ["preview", "versions", "version", "change"])
def test_changes_of_others_that_wait_are_shown_to_no_writer(client, noun):
    article = make_article()
    write(article, content_of(article) | {"headline": "Glimbo waits"})
    client.force_login(make_user(group="Author"))
    page = client.get(reverse(f"admin:articles_article_{noun}", args=[article.pk]))
    assert "Glimbo" not in page.content.decode()


def test_a_writer_previews_their_own_draft(client):
    user = make_user(group="Contributor")
    client.force_login(user)
    assert client.get(address_of(make_draft(owner=user))).status_code == 200
    assert client.post(NEW, {"headline": "x"}).status_code == 200


def test_the_form_has_a_button_that_needs_no_script(editor):
    article = make_draft()
    form = editor.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert f'formaction="{address_of(article)}"' in form
    assert f'formaction="{NEW}"' in editor.get("/admin/articles/article/add/").content.decode()


def test_the_number_of_statements_does_not_grow(editor):
    article = make_draft()
    counts = []
    for number in (1, 4):
        image = make_map()
        body = "<p>Text.</p>" * number
        sent = article_form(article, body=body, lead_image=image.pk)
        sent["topics"] = [make_topic().pk for _ in range(number)]
        sent["bylines-TOTAL_FORMS"] = str(number)
        for n in range(number):
            sent |= {f"bylines-{n}-author": make_author().pk, f"bylines-{n}-role": "text"}
        with CaptureQueriesContext(connection) as asked:
            editor.post(address_of(article), sent)
        counts.append(len(asked))
    assert counts[0] == counts[1]
