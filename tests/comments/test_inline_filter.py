"""The part of a discussion that is about phrases of the article, and about one of them."""

import re

import pytest

from comments.models import Comment
from comments.reading import SORTS, Filter, read_page
from tests.caches import empty_caches
from tests.comments.test_parts import ids_of, ids_on
from tests.factories import make_article, make_comment, make_prompt, reject

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """An article with two questions, an answer to each, and a comment about neither."""
    prompt = make_prompt()
    other = make_prompt(prompt.article, quote="on Tuesday", prefix="", suffix="")
    make_comment(prompt.article)
    answers = [make_comment(prompt.article, prompt=each) for each in (prompt, other)]
    return prompt, other, answers


def page_of(client, asked_about, **query):
    return client.get(asked_about.article.get_absolute_url(), query).text


def test_inline_feedback_is_offered_with_its_number(client, asked):
    prompt, _other, _answers = asked
    page = page_of(client, prompt)
    assert re.search(r'id="show-inline"\s+href="\?sort=oldest&amp;show=inline#comments"', page)
    assert 'Inline feedback <span class="number">(2)</span>' in page


def test_it_is_not_offered_where_nothing_is_asked(client):
    comment = make_comment()
    make_prompt(comment.article, question="")  # what a reader marked, in a comment that waits
    assert "Inline feedback" not in client.get(comment.article.get_absolute_url()).text


def test_it_shows_answers_alone_and_the_way_back(client, asked):
    prompt, _other, answers = asked
    page = page_of(client, prompt, show="inline", sort="votes")
    assert sorted(ids_on(page)) == [answer.pk for answer in answers]
    assert "Only comments about a phrase of the article." in page
    assert re.search(r'href="\?sort=votes#comments"[^>]*>View all comments', page)


def test_the_answers_to_one_question(client, asked):
    prompt, _other, answers = asked
    page = page_of(client, prompt, show="inline", prompt=prompt.pk)
    assert ids_on(page) == [answers[0].pk]
    assert "Answers to: <bdi>Have you been there?</bdi>" in page
    links = dict(re.findall(r'id="((?:sort|show)-\w+)"\s+href="([^"]*)#comments"', page))
    assert links["sort-newest"] == f"?sort=newest&amp;show=inline&amp;prompt={prompt.pk}"
    assert links["show-inline"] == "?sort=oldest&amp;show=inline"
    assert links["show-all"] == "?sort=oldest"


def test_what_is_said_of_a_phrase_that_a_reader_marked(client):
    prompt = make_prompt(question="", quote="the <old> & bridge")
    make_comment(prompt.article, prompt=prompt)
    page = page_of(client, prompt, show="inline", prompt=prompt.pk)
    assert "On the phrase “<bdi>the &lt;old&gt; &amp; bridge</bdi>”." in page


@pytest.mark.parametrize("number", ["0", "999", "9" * 18, "1" + "0" * 30, "x", "-1", "%00"])
def test_a_question_that_is_none_breaks_nothing(client, asked, number):
    article = asked[0].article
    response = client.get(f"{article.get_absolute_url()}?show=inline&prompt={number}")
    assert response.status_code in (200, 400)


def test_questions_of_other_articles_are_not_answered_here(client, asked):
    other = make_prompt(make_article(body="<p>They met at the old bridge on Tuesday.</p>"))
    make_comment(other.article, prompt=other, text="Said elsewhere")
    page = page_of(client, asked[0], show="inline", prompt=other.pk)
    assert "Said elsewhere" not in page
    assert "Answers to" not in page


def test_what_is_removed_is_in_no_part(client, asked):
    prompt, _other, answers = asked
    make_comment(parent=answers[0])
    reject(answers[0])
    empty_caches()
    assert ids_on(page_of(client, prompt, show="inline")) == [answers[1].pk]


def test_without_answers_it_says_so(client):
    prompt = make_prompt()
    make_comment(prompt.article)
    page = page_of(client, prompt, show="inline")
    assert ids_on(page) == []
    assert "Nobody has said anything about a phrase of the article yet." in page


@pytest.mark.parametrize("sort", SORTS)
def test_its_pages_follow_each_other_without_gaps(sort):
    prompt = make_prompt()
    for number in range(10):
        answer = make_comment(prompt.article, prompt=prompt if number % 2 else None)
        make_comment(parent=answer)
    found, after = [], None
    while after != "":
        page = read_page(prompt.article_id, sort=sort, only=Filter("inline"), after=after, size=2)
        after = page.next_cursor
        found += ids_of(page)
    asked = Comment.objects.filter(prompt=prompt).values_list("pk", flat=True)
    assert sorted(found) == sorted(asked)


def test_a_page_of_it_takes_one_statement(django_assert_num_queries, asked):
    make_comment(parent=asked[2][0])
    for value in (None, asked[0].pk):
        with django_assert_num_queries(1):
            read_page(asked[0].article_id, only=Filter("inline", value))


def test_it_is_one_page_for_everybody(client, asked):
    query = {"show": "inline", "prompt": asked[0].pk}
    response = client.get(asked[0].article.get_absolute_url(), query)
    assert response.headers["Cache-Control"].startswith("public")
