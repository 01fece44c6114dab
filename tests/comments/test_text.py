"""What becomes of the text that readers type."""

from html.parser import HTMLParser
from time import process_time

import pytest
from django.utils.html import strip_tags
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.text import SAFE_TAGS, clean_text, is_blank, length_of, render


class Page(HTMLParser):
    """What a browser would make of it: the tags with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("One\ntwo\n\nthree", '<p dir="auto">One<br>\ntwo</p>\n<p dir="auto">three</p>'),
        ("*soft* **loud**", '<p dir="auto"><em>soft</em> <strong>loud</strong></p>'),
        ("> said", '<blockquote>\n<p dir="auto">said</p>\n</blockquote>'),
        ("use `a < b`", '<p dir="auto">use <code>a &lt; b</code></p>'),
        ("```\na\n  b\n```", "<pre><code>a\n  b\n</code></pre>"),
        ("# no\n- list", '<p dir="auto"># no<br>\n- list</p>'),
        ("&amp; <b>", '<p dir="auto">&amp;amp; &lt;b&gt;</p>'),
        ("snake_case 2 * 3", '<p dir="auto">snake_case 2 * 3</p>'),
    ],
)
def test_a_little_markdown_becomes_html(typed, html):
    assert render(typed) == html


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("see https://x.example/a?b=1.", "https://x.example/a?b=1"),
        ("(https://x.example/a_(b))", "https://x.example/a_(b)"),
        ("HTTP://x.example!", "HTTP://x.example"),
        ("[map](https://x.example/map)", "https://x.example/map"),
        ("<https://x.example>", "https://x.example"),
    ],
)
def test_addresses_become_links_that_pass_nothing_on(typed, address):
    [link] = [attrs for tag, attrs in Page(render(typed)).found if tag == "a"]
    assert link == {"href": address, "rel": "ugc nofollow noopener"}


@pytest.mark.parametrize(
    "typed",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,a)",
        "[x](//evil.example)",
        "[x](/relative)",
        "[x](mailto:a@b.example)",
        "javascript:alert(1)",
        "ftp://x.example",
        "a@b.example",
        "www.x.example",
        "xhttps://x.example",
    ],
)
def test_nothing_but_the_web_is_linked(typed):
    assert "<a" not in render(typed)


def test_a_look_alike_host_shows_what_it_is():
    html = render("https://аррlе.example/карта")
    assert ">https://xn--l-7sbq6ba.example/карта</a>" in html
    assert 'href="https://xn--l-7sbq6ba.example/' in html


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<form id=x><input name=y>",
        '[x](https://x.example "onclick=alert(1)")',
        'https://x.example/"onmouseover="alert(1)',
        "![x](https://x.example/x.png)",
        "</p></div><style>*{}</style>",
        "<svg/onload=alert(1)>",
        "<div hx-get=/x hx-trigger=load>",
        "```html onload=x\n<script>\n```",
    ],
)
def test_nothing_is_executable_and_no_markup_of_the_reader_survives(typed):
    for tag, attributes in Page(render(typed)).found:
        assert tag in SAFE_TAGS
        assert set(attributes) <= {"href", "rel", "dir"}


HOSTILE = st.text(
    alphabet=st.sampled_from(list("<>\"'`*_[]()!\\/:#&;= \n\tahtpsjvcript\u202e\u0300\0"))
)


@settings(max_examples=200, deadline=None)
@given(HOSTILE)
def test_whatever_is_typed_the_markup_is_ours(typed):
    for tag, attributes in Page(render(typed)).found:
        assert tag in SAFE_TAGS
        assert set(attributes) <= {"href", "rel", "dir"}
        assert attributes.get("href", "http").lower().startswith("http")


def test_what_can_not_be_shown_is_taken_out():
    assert clean_text("a\0b\x1b\ud800c\x85") == "abc"


def test_every_newline_is_one_kind():
    assert clean_text(" a\r\nb\rc\u2028d ") == "a\nb\nc\nd"


def test_letters_are_stored_in_one_form():
    assert clean_text("e\u0301") == "\u00e9"


def test_text_can_not_turn_its_surroundings_around():
    assert clean_text("a\u202eb\u2066c\u2069") == "abc"
    assert clean_text("\u05d0\u200f") == "\u05d0\u200f"


def test_letters_carry_four_marks_at_most():
    assert clean_text("Z" + "\u0335" * 50 + "a") == "Z" + "\u0335" * 4 + "a"


@pytest.mark.parametrize(
    "typed",
    ["", " \n", "\u200b", "\u3164", "\u2800", "\u0301", "> ", "```\n```", "[](https://x.example)"],
)
def test_text_that_shows_nothing_is_blank(typed):
    assert is_blank(typed)


@pytest.mark.parametrize("typed", ["a", "?", "👍", "ا", "1"])
def test_text_that_shows_something_is_not(typed):
    assert not is_blank(typed)


@pytest.mark.parametrize(
    ("typed", "length"),
    [("abc", 3), ("e\u0301", 1), ("👨‍👩‍👧", 1), ("🇩🇪🇫🇷", 2), ("👍🏽", 1), ("❤️", 1), ("", 0)],
)
def test_characters_are_counted_as_readers_do(typed, length):
    assert length_of(typed) == length


def seconds_for(text):
    started = process_time()
    render(text)
    return process_time() - started


@pytest.mark.parametrize(
    "unit",
    ["[", "*a ", "`", "> ", "http://", "https://a.", "http://x.example/(", "[a](", "<http://"]
    + ["_a", "://", "*_", "*** a", "\\", "&a;", "http://xn--a.", "[]()", ")", "http://x/)))"],
)
def test_the_worst_text_takes_time_in_proportion(unit):
    shorter, longer = ((unit * 12_000)[:length] for length in (3_000, 12_000))
    quickest = min(seconds_for(shorter) for _ in range(3))
    assert min(seconds_for(longer) for _ in range(3)) < max(12 * quickest, 0.2)
    assert quickest < 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("[https://bank.example](https://evil.example/x)", "https://evil.example/x"),
        ("[bank.example](https://evil.example)", "https://evil.example"),
        ("[bank.example/evil.example](https://evil.example)", "https://evil.example"),
        ("[*bank.example*](https://evil.example)", "https://evil.example"),
        ("[`bank.example`](https://evil.example)", "https://evil.example"),
        ("[the table](https://bank.example/t)", "the table"),
        ("[bank.example](https://bank.example/t)", "bank.example"),
        ("[https://bank.example/t](https://bank.example/t)", "https://bank.example/t"),
    ],
)
def test_a_link_can_not_pretend_to_lead_elsewhere(typed, words):
    assert strip_tags(render(typed)) == words
