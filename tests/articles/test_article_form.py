"""The article form and the list of articles: what they show, take, keep and cost."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from articles.contents import content_of
from articles.models import Article, WorkingCopy
from articles.writing import write
from tests.articles.forms import article_form, byline_rows
from tests.factories import (
    make_article,
    make_author,
    make_map,
    make_section,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
ARTICLES = "/admin/articles/article/"
ADD = f"{ARTICLES}add/"


@pytest.fixture
def user():
    return make_user(group="Editor")


@pytest.fixture
def editor(client, user):
    client.force_login(user)
    return client


def form_of(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def make_draft(**fields):
    return make_article(**{"status": "draft", "published_at": None} | fields)


def messages_of(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_a_new_article_is_written_with_all_that_belongs_to_it(editor, user):
    author, topic, image = make_author(), make_topic(), make_map()
    sent = article_form(bylines=[(author.pk, "text")], topics=[topic.pk], lead_image=image.pk)
    editor.post(ADD, sent | {"lead_alt": "The valley from above"})
    article = Article.objects.get()
    assert (article.owner, article.lead_image) == (user, image)
    assert article.lead_alt == "The valley from above"
    assert list(article.topics.all()) == [topic]
    assert article.bylines.get().author == author


def test_an_address_is_made_of_the_headline_when_none_is_typed(editor):
    make_article(slug="паводок")
    editor.post(ADD, article_form(headline="Паводок", slug=""))
    assert Article.objects.get(headline="Паводок").slug == "паводок-2"


def test_a_new_article_is_sent_for_review_in_one_go(editor):
    response = editor.post(ADD, article_form(_do="submit"))
    assert Article.objects.get().status == "review"
    assert "waits for review" in messages_of(response)


def test_the_form_goes_on_from_the_changes_that_wait(editor):
    author = make_author(name="Salma Idris")
    article = make_article(headline="As they know it")
    byline = [{"author": author.pk, "role": "map"}]
    write(article, content_of(article) | {"headline": "As it is meant", "bylines": byline})
    page = editor.get(form_of(article)).content.decode()
    assert 'value="As it is meant"' in page
    assert "Salma Idris" in page


def test_saving_a_live_article_says_that_readers_see_the_former_text(editor):
    article = make_article()
    response = editor.post(form_of(article), article_form(article, headline="Meant"))
    assert "Readers see the former text" in messages_of(response)


@pytest.mark.parametrize("status", ["draft", "published"])
def test_the_byline_is_changed_with_the_text(editor, status):
    first, second = make_author(), make_author()
    article = make_article(authors=[first], status=status)
    rows = byline_rows([(first.pk, "text"), (second.pk, "map"), ("", "text")])
    rows |= {"bylines-0-position": 2, "bylines-1-position": 1}
    editor.post(form_of(article), article_form(article) | rows)
    article.refresh_from_db()
    if article.pending:
        assert article.bylines.get().author == first
        article.publish_changes()
    assert [line.author for line in article.bylines.all()] == [second, first]


@pytest.mark.parametrize("way", ["bylines-0-DELETE", "bylines-0-author"])
def test_a_line_of_the_byline_is_taken_away(editor, way):
    article = make_draft(authors=[make_author()])
    sent = article_form(article) | {way: "on" if way.endswith("DELETE") else ""}
    editor.post(form_of(article), sent)
    assert not article.bylines.exists()


@pytest.mark.parametrize(
    "rows",
    [
        {"bylines-0-author": "", "bylines-0-place": "Telva"},
        {"bylines-0-author": "9" * 30},
        {"bylines-0-role": "glimbo"},
        {"bylines-0-position": "9" * 30},
        {"bylines-TOTAL_FORMS": "9" * 30},
        {"bylines-TOTAL_FORMS": "x"},
        {"topics": ["x"]},
        {"lead_image": "9" * 30},
        {"language": "xx"},
        {"slug": "a b"},
        {"headline": "a" * 201},
    ],
)
def test_odd_values_come_back_with_a_message_and_save_nothing(editor, rows):
    article = make_draft(authors=[make_author()])
    response = editor.post(form_of(article), article_form(article, kicker="Typed") | rows)
    assert response.status_code == 422
    assert 'value="Typed"' in response.content.decode()
    article.refresh_from_db()
    assert (article.kicker, article.bylines.count()) == ("", 1)


def test_a_text_of_more_pictures_than_have_numbers_is_refused(editor):
    body = '<p><img src="/a.png" alt="" data-file="1"></p>' * 33_000
    page = editor.post(ADD, article_form(body=body))
    assert page.status_code == 422
    assert "at most" in page.content.decode()


def test_one_person_stands_once_in_one_role(editor):
    author = make_author()
    article = make_draft()
    rows = byline_rows([(author.pk, "text"), (author.pk, "text")])
    response = editor.post(form_of(article), article_form(article) | rows)
    assert response.status_code == 422
    assert not article.bylines.exists()


def test_a_copy_of_ones_own_is_gone_on_with(editor, user):
    article = make_draft(headline="Saved")
    content = content_of(article) | {"headline": "Not saved yet"}
    copy = WorkingCopy.objects.create(article=article, user=user, kind="autosave", content=content)
    page = editor.get(form_of(article), {"copy": copy.pk}).content.decode()
    assert 'value="Not saved yet"' in page


@pytest.mark.parametrize("copy", ["other", "x", "9" * 30, "-1"])
def test_a_copy_of_somebody_else_is_not_shown(editor, copy):
    article = make_draft(headline="Saved")
    content = content_of(article) | {"headline": "Another's work"}
    theirs = WorkingCopy.objects.create(
        article=article, user=make_user(), kind="autosave", content=content
    )
    key = theirs.pk if copy == "other" else copy
    page = editor.get(form_of(article), {"copy": key}).content.decode()
    assert "Another" not in page


def test_enter_in_a_field_saves_and_does_nothing_else(editor):
    page = editor.get(form_of(make_draft())).content.decode()
    form = page[page.index('id="article_form"') :]
    first = re.search(r"<(?:input|button)[^>]*type=\"submit\"[^>]*>", form)[0]
    assert 'name="_continue"' in first


@pytest.mark.parametrize("address", [ADD, "change"])
def test_the_form_has_one_heading_of_the_first_rank(editor, address):
    page = editor.get(form_of(make_draft()) if address == "change" else address).content.decode()
    assert page.count("<h1") == 1


def test_a_note_of_an_editor_stands_above_the_text_until_it_is_answered(editor):
    article = make_draft()
    article.submit()
    article.send_back(note="Say when.")
    assert "Say when." in editor.get(form_of(article)).content.decode()
    article.submit()
    article.take_back()
    assert article.status == "draft"
    assert editor.get(form_of(article)).context["desk"]["note"] is None


def test_the_form_costs_the_same_for_little_and_for_much(
    editor, django_assert_num_queries, django_assert_max_num_queries
):
    article = make_article(authors=[make_author()], topics=[make_topic()], lead_image=make_map())
    write(article, content_of(article) | {"headline": "Meant"})
    editor.get(form_of(article))
    with django_assert_max_num_queries(32) as asked:
        editor.get(form_of(article))
    for number in range(4):
        # One line: the admin asks for the name in each suggestion field by itself.
        lines = [{"author": make_author().pk, "role": "text"}]
        topics = [make_topic().pk, make_topic().pk]
        content = content_of(article) | {"headline": f"Meant {number}"}
        write(article, content | {"bylines": lines, "topics": topics})
    with django_assert_num_queries(len(asked)):
        editor.get(form_of(article))


def test_the_list_costs_the_same_with_changes_and_owners(
    editor, user, django_assert_num_queries, django_assert_max_num_queries
):
    section = make_section()

    def make_row():
        article = make_article(section=section, owner=user, authors=[make_author()])
        write(article, content_of(article) | {"headline": "Meant"})

    make_row()
    with django_assert_max_num_queries(16) as asked:
        editor.get(ARTICLES)
    for _number in range(4):
        make_row()
    with django_assert_num_queries(len(asked)):
        page = editor.get(ARTICLES).content.decode()
    assert page.count("Changes wait") == 5


def test_the_list_shows_what_waits_and_what_is_mine(editor, user):
    mine, waits = make_article(owner=user), make_article()
    write(waits, content_of(waits) | {"headline": "Meant"})
    for question, article in (({"mine": "1"}, mine), ({"changes": "1"}, waits)):
        found = editor.get(ARTICLES, question).context["cl"].result_list
        assert list(found) == [article]


def list_form(*articles):
    """The list as a browser sends it when nothing was touched."""
    sent = {"form-TOTAL_FORMS": len(articles), "form-INITIAL_FORMS": len(articles), "_save": "Save"}
    for n, article in enumerate(articles):
        sent |= {f"form-{n}-id": article.pk, f"form-{n}-version": article.version}
        if article.is_featured:
            sent |= {f"form-{n}-is_featured": "on", f"initial-form-{n}-is_featured": "on"}
    return sent


def test_the_list_says_which_version_of_each_row_it_shows(editor):
    make_article(version=7)
    page = editor.get(ARTICLES).content.decode()
    assert re.search(r'name="form-0-version" value="7"', page)


def test_what_leads_is_chosen_in_the_list(editor, user):
    article, other = make_article(), make_article()
    sent = list_form(article, other) | {"form-1-is_featured": "on"}
    editor.post(ARTICLES, sent)
    assert list(Article.objects.filter(is_featured=True)) == [other]
    event = other.events.get()
    assert (event.action, event.origin, event.by) == ("featured", "list", user)
    assert not article.events.exists()


def test_a_list_that_is_out_of_date_changes_nothing_and_says_where(editor):
    first, stale = make_article(), make_article(headline="Dry lake")
    sent = list_form(first, stale) | {"form-0-is_featured": "on", "form-1-is_featured": "on"}
    write(stale, content_of(stale) | {"kicker": "Changed"})
    response = editor.post(ARTICLES, sent)
    assert "Dry lake" in messages_of(response)
    assert not Article.objects.filter(is_featured=True).exists()
    assert not first.events.exists()


def test_a_row_that_nobody_touched_stays_as_another_editor_left_it(editor):
    touched, other = make_article(), make_article()
    sent = list_form(touched, other) | {"form-0-is_featured": "on"}
    other.feature(True)
    editor.post(ARTICLES, sent)
    assert Article.objects.filter(is_featured=True).count() == 2


@pytest.mark.parametrize("role", ["Contributor", "Author"])
def test_writers_choose_nothing_in_the_list(client, role):
    client.force_login(make_user(group=role))
    article = make_article()
    assert "form-0-is_featured" not in client.get(ARTICLES).content.decode()
    client.post(ARTICLES, list_form(article) | {"form-0-is_featured": "on"})
    assert not Article.objects.get().is_featured


def test_an_action_leaves_alone_what_may_not_be_done(client):
    author = make_user(group="Author")
    client.force_login(author)
    mine, theirs = make_draft(owner=author), make_article(headline="Theirs", status="unpublished")
    theirs.bylines.create(author=make_author(user=author))
    chosen = {"action": "publish", "_selected_action": [mine.pk, theirs.pk]}
    told = messages_of(client.post(ARTICLES, chosen))
    assert "Theirs" in told
    assert list(Article.objects.published()) == [mine]
