"""Questions about phrases come out of a WordPress export, with the comments that answered them."""

import pytest

from articles.models import Article
from articles.wordpress.questions import LONGEST_PHRASE
from comments.models import Comment, InlinePrompt
from comments.models.prompts import QUOTE_LENGTH
from comments.prompts import prompts_of
from newsportal.wordpress_import import import_export
from newsportal.wordpress_tables import question_keys
from tests.wxr import post, remark, tag, write, wxr

pytestmark = pytest.mark.django_db
LONG = [f"w{number}" for number in range(100, 220)]


def ask(words, key="a1", question="Have you been there?"):
    attributes = f'id="{key}" question="{question}" opened="1"'
    return f"[wpdiscuz-feedback {attributes}]{words}[/wpdiscuz-feedback]"


def answer(number, to, content="An answer.", **fields):
    """A comment that wpDiscuz noted as one about the question with this number."""
    note = tag("wp:meta_key", "wpdiscuz_feedback_form_id") + tag("wp:meta_value", to)
    votes = tag("wp:meta_key", "wpdiscuz_votes") + tag("wp:meta_value", "3")
    notes = "".join(f"<wp:commentmeta>{each}</wp:commentmeta>" for each in (votes, note))
    return remark(number, content, **fields).replace("</wp:comment>", f"{notes}</wp:comment>")


@pytest.fixture
def load(tmp_path):
    def load(*items, keys=None):
        return import_export(write(tmp_path, wxr(*items)), question_keys=keys)

    return load


def said(report):
    return [problem["what"] for problem in report.problems]


def answers():
    """{text of a comment: the phrase it is about}"""
    found = Comment.objects.select_related("prompt").order_by("pk")
    return {each.text: each.prompt and each.prompt.quote for each in found}


def test_a_tag_in_the_text_becomes_a_question_about_its_phrase(load):
    report = load(post(7, content=f"They met at {ask('the <b>old</b> bridge')} on Tuesday."))
    article, prompt = Article.objects.get(), InlinePrompt.objects.get()
    assert article.body == "<p>They met at the <strong>old</strong> bridge on Tuesday.</p>"
    assert (prompt.question, prompt.quote) == ("Have you been there?", "the old bridge")
    assert (prompt.is_open, prompt.lost_at) == (True, None)
    assert [each.is_lost for each in prompts_of(article)] == [False]
    assert report.number("question", "imported") == 1


def test_the_place_of_the_tag_tells_which_of_two_phrases_is_meant(load):
    load(post(7, content=f"The ferry came.\n\nThen {ask('The ferry')} left. The ferry is late."))
    prompt = InlinePrompt.objects.get()
    assert prompt.prefix.endswith("Then ")
    assert prompt.lost_at is None


@pytest.mark.parametrize(
    ("content", "quote"),
    [
        (ask("One two.\n\nThree."), "One two."),
        (ask("<p>One two.</p><p>Three.</p>"), "One two."),
        ("<ul><li>" + ask("One") + " two</li></ul>", "One"),
        ("[caption]<img src='a.png'> A " + ask("quay") + " at noon[/caption]", "quay"),
        ("One " + ask(" two "), "two"),
        (ask(" ".join(LONG)), " ".join(LONG[:80])),
    ],
)
def test_a_phrase_is_what_readers_see_of_it_in_one_block(load, content, quote):
    load(post(7, content=content))
    prompt = InlinePrompt.objects.get()
    assert (prompt.quote, prompt.lost_at) == (quote, None)
    assert "wpdiscuz" not in Article.objects.get().body
    assert not set("\ufffe\uffff") & set(Article.objects.get().body)


def test_a_phrase_that_had_to_be_cut_is_reported(load):
    assert "shortened to “One two.”" in said(load(post(7, content=ask("One two.\n\nThree."))))[0]


def test_a_phrase_that_the_text_does_not_show_is_kept_and_reported(load):
    report = load(post(7, content="Words. <pre>" + ask("a line of code") + "</pre>"))
    prompt = InlinePrompt.objects.get()
    assert prompt.quote == "a line of code"
    assert prompt.lost_at
    assert "not in one piece" in said(report)[0]


@pytest.mark.parametrize("content", [ask(""), ask(" &nbsp; "), '[wpdiscuz-feedback id="a1"] on'])
def test_a_question_about_nothing_is_left_out_and_reported(load, content):
    report = load(post(7, content=f"Words {content} and more."))
    assert not InlinePrompt.objects.exists()
    assert "is about no words" in said(report)[0]
    assert "wpdiscuz" not in Article.objects.get().body


def test_a_question_is_plain_text_and_not_too_long(load):
    load(
        post(7, content=ask("Here", question="A &lt;b&gt;glimbo&lt;/b&gt; &amp;amp; " + "x" * 400))
    )
    question = InlinePrompt.objects.get().question
    assert question.startswith("A glimbo & x")
    assert len(question) == 300


def test_the_answers_to_the_only_question_are_its_own(load):
    load(
        post(
            *(7, answer(1, 12, "On it."), answer(2, 12, "Also."), remark(3, "Beside it.")),
            content=ask("A bridge"),
        )
    )
    assert answers() == {"On it.": "A bridge", "Also.": "A bridge", "Beside it.": None}


def test_which_of_two_questions_is_answered_is_not_guessed(load):
    text = ask("A bridge") + " " + ask("A ferry", "b2")
    report = load(post(7, answer(1, 12), content=text))
    assert answers() == {"An answer.": None}
    assert "does not say which" in said(report)[0]
    assert report.number("answer", "skipped") == 1


def test_answers_to_two_questions_where_one_is_left_are_not_guessed(load):
    load(post(7, answer(1, 12, "One."), answer(2, 13, "Two."), content=ask("A bridge")))
    assert answers() == {"One.": None, "Two.": None}


def test_the_old_table_tells_which_question_was_answered(load, tmp_path):
    table = tmp_path / "forms.csv"
    table.write_text('id;post_id;unique_id\n12;7;a1\n"13";7;"b2"\n', encoding="utf-8-sig")
    text = ask("A bridge") + " " + ask("A ferry", "b2")
    keys = question_keys(table)
    load(post(7, answer(1, 13, "One."), answer(2, 12, "Two."), content=text), keys=keys)
    assert answers() == {"One.": "A ferry", "Two.": "A bridge"}


@pytest.mark.parametrize("number", ["0", "", "x", "9" * 30])
def test_a_number_that_is_none_changes_nothing_or_is_reported(load, number):
    load(post(7, answer(1, number), content=ask("A bridge") + ask(" A ferry", "b2")))
    assert answers() == {"An answer.": None}


def test_a_second_import_asks_nothing_twice_and_links_new_answers(load):
    text = ask("A bridge")
    load(post(7, answer(1, 12, "One."), content=text))
    report = load(post(7, answer(1, 12, "One."), answer(2, 12, "Two."), content=text))
    assert InlinePrompt.objects.count() == 1
    assert report.number("question", "imported") == 0
    assert answers() == {"One.": "A bridge", "Two.": "A bridge"}


def test_a_second_import_leaves_what_was_changed_here(load):
    item = post(7, answer(1, 12, "One."), content=ask("A bridge"))
    load(item)
    Comment.objects.update(prompt=None)
    InlinePrompt.objects.all().delete()
    load(item)
    assert not InlinePrompt.objects.exists()
    assert answers() == {"One.": None}


def test_a_phrase_is_cut_to_what_a_question_can_keep():
    assert LONGEST_PHRASE == QUOTE_LENGTH
