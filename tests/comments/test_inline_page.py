"""Questions beside phrases of an article: marks, their buttons, and the page of one."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import stamps
from comments.models import InlinePrompt
from comments.templatetags import comments as tags
from tests.caches import empty_caches
from tests.factories import (
    make_article,
    make_campaign,
    make_comment,
    make_gift,
    make_member,
    make_prompt,
    make_topic,
    reject,
)

pytestmark = pytest.mark.django_db


def page_of(client, article):
    return client.get(article.get_absolute_url()).text


def address_of(prompt):
    return reverse("comments:prompt", args=[prompt.pk])


def button_of(page, prompt):
    return re.search(rf'<a class="ask-b" href="{address_of(prompt)}".*?</a>', page, re.DOTALL)


def test_a_phrase_is_marked_and_followed_by_a_link_to_its_question(client):
    prompt = make_prompt()
    page = page_of(client, prompt.article)
    assert f'<span class="ask" id="ask-{prompt.pk}">the old bridge</span><a class="ask-b"' in page
    assert "Question about this phrase, no answers yet" in button_of(page, prompt)[0]
    assert 'class="number"' not in button_of(page, prompt)[0]


@pytest.mark.parametrize(("number", "words"), [(1, "1 answer<"), (2, "2 answers<")])
def test_the_button_tells_how_many_have_answered(client, number, words):
    prompt = make_prompt()
    for _ in range(number):
        make_comment(prompt.article, prompt=prompt)
    button = button_of(page_of(client, prompt.article), prompt)[0]
    assert f"Question about this phrase, {words}" in button
    assert f'aria-hidden="true">{number}<' in button


def test_what_is_not_visible_is_not_counted(client, django_capture_on_commit_callbacks):
    prompt = make_prompt()
    comment = make_comment(prompt.article, prompt=prompt)
    make_comment(prompt.article, prompt=prompt, status=0)
    assert "1 answer<" in page_of(client, prompt.article)
    with django_capture_on_commit_callbacks(execute=True):
        reject(comment)
    assert "no answers yet" in page_of(client, prompt.article)


def test_what_a_reader_marked_shows_with_its_first_visible_answer(client):
    prompt = make_prompt(question="")
    assert button_of(page_of(client, prompt.article), prompt) is None
    assert client.get(address_of(prompt)).status_code == 404
    make_comment(prompt.article, prompt=prompt)
    empty_caches()
    assert "1 comment on this phrase" in button_of(page_of(client, prompt.article), prompt)[0]
    assert "What readers say of this phrase" in client.get(address_of(prompt)).text


def test_the_page_of_a_question_shows_it_with_the_phrase_in_its_sentence(client):
    prompt = make_prompt(question="Who <b>built</b> it?")
    page = client.get(address_of(prompt)).text
    assert "Who &lt;b&gt;built&lt;/b&gt; it?" in page
    assert re.search(r"…met at <mark[^>]*>the old bridge</mark> on…", page)
    assert f'href="{prompt.article.get_absolute_url()}#ask-{prompt.pk}"' in page
    assert f'action="{address_of(prompt)}"' in page


def test_the_last_three_answers_are_shown_cut_short(client):
    prompt = make_prompt()
    for word in ("glimbo", "harvo", "mendle", "tarfin"):
        make_comment(prompt.article, prompt=prompt, text=f"{word} " * 30)
    make_comment(prompt.article, text="About something else")
    page = client.get(address_of(prompt)).text
    assert re.findall(r"(\w+)[ ,]*\[…\]", page) == ["tarfin", "mendle", "harvo"]
    assert max(map(len, re.findall(r'ask-card__text" dir="auto">([^<]*)', page))) <= 89
    assert "View all 4 answers" in page
    assert f"?show=inline&amp;prompt={prompt.pk}#comments" in page
    assert "About something else" not in page


def test_htmx_gets_what_opens_beside_the_phrase(client):
    prompt = make_prompt()
    page = client.get(address_of(prompt), headers={"HX-Request": "true"}).text
    assert "<html" not in page
    assert 'popovertarget="ask-pop"' in page
    assert f'hx-post="{address_of(prompt)}"' in page


@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_a_question_is_one_page_for_all_who_are_not_known(
    client, htmx, django_capture_on_commit_callbacks
):
    prompt = make_prompt()
    response = client.get(address_of(prompt), headers=htmx)
    assert response.headers["Cache-Control"].startswith("public")
    assert not response.cookies
    with django_capture_on_commit_callbacks(execute=True):
        make_comment(prompt.article, prompt=prompt, text="A new answer")
    assert "A new answer" in client.get(address_of(prompt), headers=htmx).text


def test_a_member_does_not_see_whom_they_ignore(client):
    member, other = make_member(), make_member()
    member.ignored.create(person=other)
    prompt = make_prompt()
    make_comment(prompt.article, prompt=prompt, author=other, text="Not for everybody")
    client.force_login(member)
    assert "Not for everybody" not in client.get(address_of(prompt)).text


@pytest.mark.parametrize("number", [0, 999, 10**18, 10**30])
def test_a_question_that_is_none_is_not_found(client, number):
    assert client.get(f"/comments/prompts/{number}/").status_code == 404
    assert client.post(f"/comments/prompts/{number}/", {"text": "x"}).status_code == 404


def test_questions_of_an_article_nobody_may_read_are_not_found(client):
    prompt = make_prompt()
    type(prompt.article).objects.filter(pk=prompt.article_id).update(status="draft")
    assert client.get(address_of(prompt)).status_code == 404


def test_where_the_text_has_changed_nothing_is_marked_and_the_page_says_so(client):
    prompt = make_prompt(lost_at=timezone.now())
    article = prompt.article
    type(article).objects.filter(pk=article.pk).update(body="<p>They met elsewhere.</p>")
    assert 'class="ask"' not in page_of(client, article)
    page = client.get(address_of(prompt)).text
    assert "The text has changed since." in page
    assert "the old bridge" in page
    assert "This question takes no more answers." in page
    assert "<textarea" not in page


def test_a_closed_question_keeps_its_answers_and_has_no_form(client):
    prompt = make_prompt()
    make_comment(prompt.article, prompt=prompt, text="Said in time")
    InlinePrompt.objects.filter(pk=prompt.pk).update(is_open=False)
    page = client.get(address_of(prompt)).text
    assert "Said in time" in page
    assert "<textarea" not in page
    assert 'class="ask"' in page_of(client, prompt.article)


def statements_for(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("number", [1, 30])
def test_questions_cost_an_article_one_statement(client, number):
    words = [f"phrase number {each} here" for each in range(number)]
    body = "".join(f"<p>Look at {each}.</p>" for each in words)
    article = make_article(body=body, topics=[make_topic()])
    make_gift(make_campaign(), "20")
    assert connection.features.supports_json_field  # found out once per process
    make_comment(article)
    without = statements_for(client, article.get_absolute_url())
    for quote in words:
        prompt = make_prompt(article, quote=quote, prefix="", suffix="")
        make_comment(article, prompt=prompt)
    empty_caches()
    assert statements_for(client, article.get_absolute_url()) == without + 1


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_of_a_question_has_one_price(client, django_assert_num_queries, number):
    prompt = make_prompt()
    for _ in range(number):
        make_comment(prompt.article, prompt=prompt)
    with django_assert_num_queries(5):
        client.get(address_of(prompt), headers={"HX-Request": "true"})


def text_drawings(monkeypatch):
    """How often the text of an article was drawn."""
    drawn = []
    really = tags.text_of
    monkeypatch.setattr(tags, "text_of", lambda *given: drawn.append(1) or really(*given))
    return drawn


def test_the_text_is_drawn_anew_for_an_answer_and_for_no_other_comment(
    client, monkeypatch, django_capture_on_commit_callbacks
):
    prompt, drawn = make_prompt(), text_drawings(monkeypatch)
    page_of(client, prompt.article)
    with django_capture_on_commit_callbacks(execute=True):
        make_comment(prompt.article, text="About the whole article")
    assert "About the whole article" in page_of(client, prompt.article)
    assert len(drawn) == 1
    with django_capture_on_commit_callbacks(execute=True):
        make_comment(prompt.article, prompt=prompt)
    assert "1 answer<" in page_of(client, prompt.article)
    assert len(drawn) == 2


def test_a_question_that_came_later_is_drawn(client, django_capture_on_commit_callbacks):
    article = make_article(body="<p>They met at the old bridge on Tuesday.</p>")
    page_of(client, article)
    with django_capture_on_commit_callbacks(execute=True):
        make_prompt(article)
        stamps.prompts_changed(article.pk)
    assert 'class="ask"' in page_of(client, article)


@pytest.mark.parametrize(
    ("prefix", "suffix", "before", "after"),
    [
        ("y met on a day at ", " on Tues", "…met on a day at ", " on…"),
        ("A heading\nThey met at ", ".\nThen", "They met at ", "."),
        ("\n\n", "\n\n", "", ""),
        ("", "", "…", "…"),
    ],
)
def test_a_phrase_is_shown_among_whole_words_of_its_own_block(prefix, suffix, before, after):
    prompt = InlinePrompt(quote="the old bridge", prefix=prefix, suffix=suffix)
    assert (prompt.before, prompt.after) == (before, after)
