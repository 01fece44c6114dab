"""The questions of an article: read at once, marked where their phrase is, noted where it is not."""

from datetime import timedelta

import pytest
import time_machine

from articles.writing import write
from comments import prompts
from comments.models import Comment
from tests.factories import make_article, make_comment, make_prompt

pytestmark = pytest.mark.django_db
BODY = "<p>They met at the old bridge on Tuesday.</p>"


def change(article, body):
    write(article, {"body": body, "headline": "Changed", "slug": "changed"})
    article.publish_changes()


def test_questions_are_read_in_one_statement_with_the_answers_readers_see(
    django_assert_num_queries,
):
    article = make_article(body=BODY)
    first, second = make_prompt(article), make_prompt(article, quote="Tuesday")
    gone = make_prompt(article, quote="Wednesday")
    for status in (1, 1, 0, 2, 3, 4):
        make_comment(article, prompt=first, status=Comment.Status(status))
    with django_assert_num_queries(1):
        found = [prompts.prompts_of(article) for _ in range(2)][1]
    assert [(each, each.answers_number, each.is_lost) for each in found] == [
        (first, 2, False),
        (second, 0, False),
        (gone, 0, True),
    ]


def test_each_question_in_its_place_has_a_mark(db):
    article = make_article(body=BODY)
    asked, closed = make_prompt(article), make_prompt(article, quote="Tuesday", is_open=False)
    make_prompt(article, quote="Wednesday")
    marks = prompts.marks_of(article, after=lambda prompt: f"[{prompt.pk}]")
    assert [(mark.number, mark.after) for mark in marks] == [
        (asked.pk, f"[{asked.pk}]"),
        (closed.pk, f"[{closed.pk}]"),
    ]


def test_what_a_reader_marked_shows_with_its_first_visible_comment(db):
    article = make_article(body=BODY)
    marked = make_prompt(article, question="")
    comment = make_comment(article, prompt=marked, status=Comment.Status.PENDING)
    assert prompts.marks_of(type(article).objects.get()) == []
    comment.approve(by=None)
    assert [mark.number for mark in prompts.marks_of(type(article).objects.get())] == [marked.pk]


def test_a_change_of_the_text_notes_new_surroundings_and_lost_phrases(db):
    article = make_article(body=BODY)
    moved, lost = make_prompt(article), make_prompt(article, quote="Tuesday")
    change(article, "<p>Some wait at the old bridge, others went.</p>")
    moved.refresh_from_db()
    lost.refresh_from_db()
    assert (moved.prefix, moved.suffix, moved.lost_at) == (
        "\n\nSome wait at ",
        ", others went.\n\n",
        None,
    )
    assert lost.lost_at is not None
    assert (lost.quote, lost.suffix) == ("Tuesday", " on Tues")


def test_a_phrase_that_comes_back_is_marked_again(db):
    article = make_article(body=BODY)
    prompt = make_prompt(article)
    change(article, "<p>Nothing.</p>")
    change(article, f"<h2>News</h2>{BODY}")
    prompt.refresh_from_db()
    assert prompt.lost_at is None
    assert prompt.prefix == "\n\nNews\nThey met at "


def test_the_day_a_phrase_was_lost_stays_while_it_is_lost(db):
    article = make_article(body=BODY)
    prompt = make_prompt(article)
    change(article, "<p>Nothing.</p>")
    prompt.refresh_from_db()
    before = prompt.lost_at
    with time_machine.travel(before + timedelta(hours=1)):
        change(article, "<p>Nothing at all.</p>")
    prompt.refresh_from_db()
    assert prompt.lost_at == before


def test_a_text_that_waits_changes_nothing_before_readers_see_it(db):
    article = make_article(body=BODY)
    prompt = make_prompt(article)
    write(article, {"body": "<p>Nothing.</p>", "headline": "Changed", "slug": "changed"})
    prompt.refresh_from_db()
    assert prompt.lost_at is None
    assert not prompts.prompts_of(type(article).objects.get())[0].is_lost


def test_a_text_that_was_changed_in_another_way_marks_no_wrong_place(db):
    article = make_article(body=BODY)
    make_prompt(article)
    type(article).objects.update(body="<p>The old bridges stand, and the bold bridge too.</p>")
    article.refresh_from_db()
    assert prompts.marks_of(article) == []


def test_a_refused_change_leaves_the_questions_as_they_were(db):
    article = make_article(body=BODY)
    prompt = make_prompt(article)
    write(article, {"body": "", "headline": "", "slug": "changed"})
    with pytest.raises(Exception, match=r".+"):
        article.publish_changes()
    prompt.refresh_from_db()
    assert prompt.lost_at is None


def test_answers_keep_their_question_and_go_with_their_article(db):
    article = make_article(body=BODY)
    prompt = make_prompt(article)
    answer = make_comment(article, prompt=prompt)
    change(article, "<p>Nothing.</p>")
    answer.refresh_from_db()
    assert answer.prompt == prompt
    article.delete()
    assert not Comment.objects.exists()
