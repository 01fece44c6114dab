"""Marking phrases: the HTML stays well-formed, and without the marks it is what it was."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.body import sanitize_body
from articles.marks import Mark, marked
from articles.phrases import Phrase, Phrases, Span, phrase_at
from articles.plain_text import PlainText
from articles.texts import text_of
from tests.factories import make_article

SPANS = re.compile(r'<span class="ask" (?:id="ask-|data-ask=")\d+">|</span>')
WITHOUT_END = {"br", "hr", "img"}


class Nesting(HTMLParser):
    """Fails where a tag ends that was not the last to begin."""

    def __init__(self, html):
        super().__init__(convert_charrefs=False)
        self.open = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        if tag not in WITHOUT_END:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def mark(number, *phrase, after=""):
    return Mark(number, Phrase(*phrase), after)


@pytest.mark.parametrize(
    ("body", "marks", "html"),
    [
        (
            "<p>By the old bridge.</p>",
            [mark(7, "old bridge", after="[7]")],
            '<p>By the <span class="ask" id="ask-7">old bridge</span>[7].</p>',
        ),
        (
            "<p>The <em>old bri</em>dge</p>",
            [mark(7, "old bridge", after="[7]")],
            '<p>The <em><span class="ask" id="ask-7">old bri</span></em>'
            '<span class="ask" data-ask="7">dge</span>[7]</p>',
        ),
        (
            '<p><a href="/x/">The <em>old</em> bridge</a> here</p>',
            [mark(7, "old", after="[7]")],
            '<p><a href="/x/">The <em><span class="ask" id="ask-7">old</span></em> bridge</a>[7] here</p>',
        ),
        (
            "<p>one two three</p>",
            [mark(1, "one two", after="[1]"), mark(2, "two three", after="[2]")],
            '<p><span class="ask" id="ask-1">one </span>'
            '<span class="ask" data-ask="1"><span class="ask" id="ask-2">two</span></span>[1]'
            '<span class="ask" data-ask="2"> three</span>[2]</p>',
        ),
        (
            "<p>one <strong>two</strong></p><p>end</p>",
            [mark(1, "one two", after="[1]")],
            '<p><span class="ask" id="ask-1">one </span><strong><span class="ask" data-ask="1">two'
            "</span></strong>[1]</p><p>end</p>",
        ),
    ],
)
def test_a_mark_goes_around_its_letters_and_something_may_follow(body, marks, html):
    assert marked(body, marks) == html


def test_what_has_no_place_leaves_no_trace():
    body = "<p>one one</p>"
    assert marked(body, [mark(1, "one"), mark(2, "two")]) == body


def test_marks_leave_pictures_cards_and_the_place_of_the_article_alone(db):
    body = '<p>one</p><figure><img src="/media/a.png" alt=""><figcaption>one</figcaption></figure>'
    article = make_article(body=body, dateline="Kell")
    assert text_of(article, [mark(1, "one")]) == text_of(article).replace(
        "one</p>", '<span class="ask" id="ask-1">one</span></p>'
    )


words = st.sampled_from(
    ["old ", "bridge ", "a ", "&amp; ", "e\u0301t ", "\u00a0", "橋", "<br>", "  "]
)
inline = st.recursive(
    st.lists(words, min_size=1, max_size=4).map("".join),
    lambda inner: st.tuples(
        st.sampled_from(["<em>{}</em>", "<strong>{}</strong>", '<a href="/x/">{}</a>', "{}{}"]),
        inner,
    ).map(lambda pair: pair[0].replace("{}", pair[1])),
    max_leaves=4,
)
block = st.tuples(
    st.sampled_from(
        ["<p>{}</p>", "<h2>{}</h2>", "<ul><li>{}</li></ul>", "<blockquote>{}</blockquote>"]
        + ["<pre><code>{}</code></pre>", '<p class="card"><a href="https://a.example/">{}</a></p>']
    ),
    st.lists(inline, min_size=1, max_size=3).map("".join),
).map(lambda pair: pair[0].replace("{}", pair[1]))
bodies = st.lists(block, min_size=1, max_size=4).map("".join).map(sanitize_body)


@settings(max_examples=150, deadline=None)
@given(body=bodies, cuts=st.lists(st.tuples(st.integers(0), st.integers(1, 20)), max_size=5))
def test_without_the_marks_any_text_is_byte_for_byte_what_it_was(body, cuts):
    plain, phrases = PlainText(body), Phrases(body)
    marks = []
    for number, (at, length) in enumerate(cuts):
        first = at % len(plain.text)
        start, end = plain.span(first, min(first + length, len(plain.text)))
        marks.append(Mark(number, phrase_at(body, start, end), f"[{number}]"))
    html = marked(body, marks)
    Nesting(html)
    for number, each in enumerate(marks):
        assert html.count(f"[{number}]") == html.count(f'id="ask-{number}"')
        assert html.count(f"[{number}]") == (phrases.find(each.phrase) is not None)
    assert re.sub(r"\[\d\]", "", SPANS.sub("", html)) == body


@settings(max_examples=150, deadline=None)
@given(body=bodies, at=st.integers(0), length=st.integers(1, 20))
def test_a_found_phrase_reads_exactly_as_its_quote(body, at, length):
    plain = PlainText(body)
    first = at % len(plain.text)
    span = Span(*plain.span(first, min(first + length, len(plain.text))))
    phrase = phrase_at(body, *span)
    if found := Phrases(body).find(phrase):
        assert phrase_at(body, *found) == phrase
        letters = re.sub("<[^>]*>", "", body[found.start : found.end].replace("<br>", " "))
        assert PlainText(letters).text.strip("\n") == phrase.quote.strip()
