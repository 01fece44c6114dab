"""Asking about a phrase in the newsroom, and looking after what was asked."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from articles.models import Article
from articles.writing import write
from comments.models import InlinePrompt
from tests.factories import make_article, make_author, make_comment, make_prompt, make_user

pytestmark = pytest.mark.django_db
TWICE = "<p>They crossed the old bridge at noon.</p><p>Nobody saw the old bridge again.</p>"
LIST = "/admin/comments/inlineprompt/"


@pytest.fixture
def editor(client):
    client.force_login(make_user(group="Editor"))
    return client


def make_text(body="<p>They met at the old bridge on Tuesday.</p>", **fields):
    return make_article(body=body, **fields)


def ask(client, article, **values):
    known = {"quote": "the old bridge", "question": "Have you been there?", "is_open": "on"}
    return client.post(f"{LIST}add/?article={article.pk}", known | values)


def page_of(prompt, action="change"):
    return reverse(f"admin:comments_inlineprompt_{action}", args=[prompt.pk])


def errors(response):
    return response.context["adminform"].form.errors


def test_an_editor_asks_about_a_typed_phrase(editor):
    article = make_text()
    response = ask(editor, article, quote="  the old\n bridge ")
    asked = InlinePrompt.objects.get()
    assert response["Location"] == f"/admin/articles/article/{article.pk}/change/"
    assert (asked.quote, asked.prefix) == ("the old bridge", "\n\nThey met at ")
    assert (asked.article, asked.asked_by) == (article, response.wsgi_request.user)
    assert (asked.question, asked.is_open, asked.lost_at) == ("Have you been there?", True, None)


def test_the_page_shows_the_text_with_what_is_asked_already(editor):
    article = make_text("<p>By the <em>old</em> bridge.</p>", language="ar")
    prompt = make_prompt(article, quote="bridge", prefix="", suffix="")
    html = editor.get(f"{LIST}add/?article={article.pk}").content.decode()
    assert f'<span class="ask" id="ask-{prompt.pk}">bridge</span>' in html
    assert '<pick-phrase class="asking"' in html
    assert 'lang="ar" dir="rtl"' in html


@pytest.mark.parametrize(
    "quote", ["a new bridge", "Tuesday. They", "brid", "\x00", "\ud800", "&nbsp;", "x" * 401, " "]
)
def test_a_phrase_that_is_not_in_the_text_is_refused_and_kept_in_the_form(editor, quote):
    article = make_text("<p>They met at the old bridge on Tuesday.</p><p>They left.</p>")
    response = ask(editor, article, quote=quote.encode(errors="replace").decode())
    assert "quote" in errors(response)
    assert "Have you been there?" in response.content.decode()
    assert not InlinePrompt.objects.exists()


@pytest.mark.parametrize("question", ["", "  ", "x" * 301])
def test_a_question_has_between_one_and_three_hundred_characters(editor, question):
    assert "question" in errors(ask(editor, make_text(), question=question))


def test_a_phrase_that_is_there_twice_is_asked_about_in_the_place_that_is_chosen(editor):
    article = make_text(TWICE)
    response = ask(editor, article, quote="old bridge")
    form = response.context["adminform"].form
    assert form.errors["quote"] == ["It is there 2 times. Choose the place below."]
    (_first, shown), (second, _line) = form.fields["place"].choices
    assert shown == "… They crossed the <mark>old bridge</mark> at noon. / Nobody saw the old bri …"
    ask(editor, article, quote="old bridge", place=second)
    assert InlinePrompt.objects.get().suffix == " again.\n\n"


def test_a_picked_phrase_brings_its_place_along(editor):
    ask(editor, make_text(TWICE), quote="old bridge", prefix="Nobody saw  the ", suffix=" again.")
    assert InlinePrompt.objects.get().prefix.endswith("Nobody saw the ")


@pytest.mark.parametrize(
    "stale",
    [{"place": "nowhere"}, {"prefix": "ware"}, {"suffix": "\u2028"}, {"prefix": "x" * 9000}],
)
def test_surroundings_of_another_phrase_do_not_stand_in_the_way(editor, stale):
    ask(editor, make_text(), **stale)
    assert InlinePrompt.objects.get().suffix == " on Tuesday.\n\n"


def test_places_between_the_same_words_can_not_be_told_apart(editor):
    alike = "<p>Ask at the gate, please, whoever comes along this very road, by day or night, on foot or not.</p>"
    response = ask(editor, make_text(alike * 3), quote="very")
    assert "between the same words" in errors(response)["quote"][0]
    assert not response.context["adminform"].form.fields["place"].choices
    response = ask(editor, make_text(f"{alike * 2}<p>The very end</p>"), quote="very")
    place = response.context["adminform"].form.fields["place"]
    assert len(place.choices) == 1
    assert "left out" in place.help_text


def test_of_what_is_there_very_often_more_words_are_asked(editor):
    response = ask(editor, make_text(f"<p>{'the ford and ' * 11}</p>"), quote="ford")
    assert errors(response)["quote"] == ["It is there very often: take more words."]


def test_what_the_newsroom_works_on_is_asked_about_and_waits_for_publication(editor):
    article = make_text("<p>They met on Tuesday.</p>")
    waiting = make_text().body
    write(article, {"body": waiting, "headline": "Waits", "slug": "waits"})
    ask(editor, article)
    asked = InlinePrompt.objects.get()
    assert asked.lost_at is not None
    article.publish_changes()
    asked.refresh_from_db()
    assert asked.lost_at is None


def test_without_an_article_the_way_leads_to_the_list_of_them(editor):
    for query in ("", "?article=0", "?article=x", f"?article={'9' * 30}"):
        response = editor.get(f"{LIST}add/{query}")
        assert response["Location"] == "/admin/articles/article/"


def test_authors_ask_about_their_own_articles_alone(client):
    user = make_user(group="Author")
    client.force_login(user)
    others, own = make_text(), make_text(slug="own", authors=[make_author(user=user)])
    assert ask(client, others).status_code == 403
    assert ask(client, own).status_code == 302
    asked, of_others = InlinePrompt.objects.get(), make_prompt(others)
    assert client.get(page_of(asked)).context["has_change_permission"]
    assert client.post(page_of(of_others), {"question": "Mine?"}).status_code == 403
    assert client.post(page_of(of_others, "delete"), {"post": "yes"}).status_code == 403


def test_questions_of_drafts_of_others_stay_unknown(client):
    client.force_login(make_user(group="Author"))
    hidden = make_prompt(make_text(status=Article.Status.DRAFT, published_at=None))
    assert hidden.quote not in client.get(LIST).content.decode()
    assert client.get(page_of(hidden)).status_code == 302
    assert client.get(f"{LIST}add/?article={hidden.article_id}").status_code == 302


@pytest.mark.parametrize("role", ["Contributor", "Moderator", "Treasurer"])
def test_nobody_else_asks(client, role):
    client.force_login(make_user(group=role))
    assert ask(client, make_text()).status_code == 403


def test_a_question_without_answers_is_rewritten_closed_and_deleted(editor):
    prompt = make_prompt()
    editor.post(page_of(prompt), {"question": "Were you there?"})
    prompt.refresh_from_db()
    assert (prompt.question, prompt.is_open) == ("Were you there?", False)
    editor.post(page_of(prompt, "delete"), {"post": "yes"})
    assert not InlinePrompt.objects.exists()


def test_an_answered_question_stays_as_it_was_asked_and_can_be_closed(editor):
    prompt = make_prompt()
    make_comment(prompt.article, prompt=prompt)
    page = editor.get(page_of(prompt)).content.decode()
    assert "Readers answered it" in page
    assert f'?show=inline&amp;prompt={prompt.pk}#comments">1 answer</a>' in page
    editor.post(page_of(prompt), {"question": "Something else?", "quote": "Tuesday"})
    prompt.refresh_from_db()
    assert (prompt.question, prompt.quote) == ("Have you been there?", "the old bridge")
    assert not prompt.is_open
    assert editor.post(page_of(prompt, "delete"), {"post": "yes"}).status_code == 403


def test_an_answer_that_comes_while_its_question_is_deleted_keeps_it(editor, monkeypatch):
    prompt = make_prompt()
    make_comment(prompt.article, prompt=prompt)
    monkeypatch.setattr(
        "comments.admin.prompts.PromptAdmin.has_delete_permission", lambda *args: True
    )
    monkeypatch.setattr(
        "comments.admin.prompts.PromptAdmin.get_deleted_objects", lambda *args: ([], {}, [], [])
    )
    response = editor.post(page_of(prompt, "delete"), {"post": "yes"})
    assert response["Location"] == page_of(prompt)
    assert "Readers answered it" in str([*get_messages(response.wsgi_request)][0])
    assert InlinePrompt.objects.exists()


def test_a_lost_question_takes_another_place_of_the_same_phrase(editor):
    article = make_text("<p>They met at the old bridge on Tuesday.</p>")
    prompt = make_prompt(article)
    content = {"body": TWICE, "headline": "Twice", "slug": "twice"}
    write(article, content)
    article.publish_changes()
    form = editor.get(page_of(prompt)).context["adminform"].form
    second = form.fields["place"].choices[1][0]
    editor.post(page_of(prompt), {"question": prompt.question, "is_open": "on", "place": second})
    prompt.refresh_from_db()
    assert (prompt.lost_at, prompt.suffix) == (None, " again.\n\n")


def test_editors_find_the_questions_that_lost_their_phrase(editor):
    article = make_text()
    lost, there = make_prompt(article, quote="the ford"), make_prompt(article)
    InlinePrompt.objects.filter(pk=lost.pk).update(lost_at=article.published_at)
    shown = editor.get(LIST, {"lost": "yes"}).context["cl"].result_list
    assert [prompt.pk for prompt in shown] == [lost.pk]
    shown = editor.get(LIST, {"lost": "no"}).context["cl"].result_list
    assert [prompt.pk for prompt in shown] == [there.pk]


def test_the_list_takes_the_same_number_of_statements_for_many(
    editor, django_assert_max_num_queries
):
    for _ in range(2):
        make_prompt()
    editor.get(LIST)
    with django_assert_max_num_queries(12) as few:
        editor.get(LIST)
    for _ in range(5):
        make_comment((prompt := make_prompt()).article, prompt=prompt)
    with django_assert_max_num_queries(len(few)):
        editor.get(LIST)


def test_the_article_says_what_is_asked_and_leads_to_asking(editor):
    article = make_text()
    make_prompt(article)
    html = editor.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert f'href="{LIST}add/?article={article.pk}"' in html
    assert f'href="{LIST}?article__id__exact={article.pk}">1 question about a phrase</a>' in html
    assert "lost its phrase" not in html
    make_prompt()
    shown = editor.get(f"{LIST}?article__id__exact={article.pk}").context["cl"].result_list
    assert [prompt.article_id for prompt in shown] == [article.pk]


def test_the_article_says_which_change_loses_a_question(editor):
    article = make_text()
    make_prompt(article)
    write(article, {"body": "<p>Rewritten.</p>", "headline": "New", "slug": "new"})
    page = f"/admin/articles/article/{article.pk}/change/"
    assert (
        "1 question loses its phrase when the changes are pub" in editor.get(page).content.decode()
    )
    article.publish_changes()
    assert "1 question lost its phrase: the text has changed" in editor.get(page).content.decode()


def test_who_may_not_ask_is_not_told_of_questions(client):
    client.force_login(user := make_user(group="Contributor"))
    article = make_text(authors=[make_author(user=user)], status=Article.Status.DRAFT)
    make_prompt(article)
    html = client.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert "desk-state" in html
    assert "desk-questions" not in html
