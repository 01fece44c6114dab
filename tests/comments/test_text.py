"""What becomes of the text that readers type."""

import re
from html.parser import HTMLParser
from time import process_time

import pytest
from django.utils.html import strip_tags
from hypothesis import given, settings
from hypothesis import strategies as st

from comments import text as comment_text
from comments.text import SAFE_TAGS, clean_text, is_blank, length_of, mentioned, render

SAFE_ATTRIBUTES = {"href", "rel", "dir", "start", "class"}


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
        ("> said", '<blockquote dir="auto">\n<p>said</p>\n</blockquote>'),
        ("use `a < b`", '<p dir="auto">use <code>a &lt; b</code></p>'),
        ("```\na\n  b\n```", "<pre><code>a\n  b\n</code></pre>"),
        ("# no\n---\n| a |", '<p dir="auto"># no<br>\n---<br>\n| a |</p>'),
        ("- a\n- b", '<ul dir="auto">\n<li>a</li>\n<li>b</li>\n</ul>'),
        (
            "3. a\n4) b",
            '<ol start="3" dir="auto">\n<li>a</li>\n</ol>\n<ol start="4" dir="auto">\n<li>b</li>\n</ol>',
        ),
        ("said in\n1987. No", '<p dir="auto">said in<br>\n1987. No</p>'),
        ("> - a", '<blockquote dir="auto">\n<ul>\n<li>a</li>\n</ul>\n</blockquote>'),
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
        '[spoiler title="<img src=x onerror=alert(1)>"]x[/spoiler]',
        '[spoiler title="x" open onclick=alert(1)]x[/spoiler]',
        "[spoiler]<details open ontoggle=alert(1)>[/spoiler]",
        "- <li onclick=alert(1) style=x>",
        "> <blockquote cite=javascript:alert(1)>",
        "1. [x](javascript:alert(1))",
        '[spoiler title="[x](javascript:alert(1))"]x[/spoiler]',
        "[x](https://x.example/' onclick='alert(1))",
        "<a href=https://x.example target=_top ping=//evil.example>",
        "&#60;script&#62;alert(1)&#60;/script&#62;",
        '<https://x.example/"onmouseover=alert(1)>',
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
        "<!--><img src=x onerror=alert(1)>-->",
        "\ufeff<ſcript>alert(1)</ſcript>",
    ],
)
def test_nothing_is_executable_and_no_markup_of_the_reader_survives(typed):
    for tag, attributes in Page(render(typed)).found:
        assert tag in SAFE_TAGS
        assert set(attributes) <= SAFE_ATTRIBUTES
        assert attributes.get("class", "spoiler") == "spoiler"


PIECES = list("<>\"'`*_[]()!\\/:#&;= \n\tahtpsjvcript\u202e\u0300\0")
PIECES += ["[spoiler]", "[/spoiler]", '[spoiler title="', "- ", "1. ", "> ", "```", "@a", "http://"]
HOSTILE = st.lists(st.sampled_from(PIECES)).map("".join)


@settings(max_examples=200, deadline=None)
@given(HOSTILE)
def test_whatever_is_typed_the_markup_is_ours(typed):
    for tag, attributes in Page(render(typed)).found:
        assert tag in SAFE_TAGS
        assert set(attributes) <= SAFE_ATTRIBUTES
        assert attributes.get("class", "spoiler") == "spoiler"
        assert attributes.get("href", "http").lower().startswith("http")


@settings(max_examples=200, deadline=None)
@given(HOSTILE | st.text())
def test_cleaning_and_rendering_again_change_nothing(typed):
    cleaned = clean_text(typed)
    assert clean_text(cleaned) == cleaned
    assert render(cleaned) == render(typed)


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


def test_joiners_do_not_let_more_marks_in():
    stacked = "Z" + ("\u0335" * 4 + "\u200d") * 9
    assert clean_text(stacked).count("\u0335") == 4
    assert clean_text("می\u200cخواهم ❤\ufe0f\u200d🔥") == "می\u200cخواهم ❤\ufe0f\u200d🔥"


def test_ten_thousand_marks_on_a_letter_are_taken_off_at_once():
    started = process_time()
    assert len(clean_text("Z" + "\u0301\u0323" * 15_000)) <= 5
    assert process_time() - started < 0.2


def test_each_block_takes_its_own_direction():
    html = render("مرحبا\n\nhello\n\n- واحد\n\n> اثنان")
    assert [attributes.get("dir") for tag, attributes in Page(html).found if tag != "li"] == [
        "auto", "auto", "auto", "auto", None,
    ]  # fmt: skip


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


HIDDEN = '<details class="spoiler">\n<summary dir="auto">{}</summary>\n{}\n</details>'


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("[spoiler]*He* did[/spoiler]", HIDDEN.format("Spoiler", '<p dir="auto"><em>He</em> did</p>')),
        ('[Spoiler title="The <end>"]\n- a\n[/SPOILER]', HIDDEN.format("The &lt;end&gt;", '<ul dir="auto">\n<li>a</li>\n</ul>')),
        ("[spoiler title=“End”]x[/spoiler]", HIDDEN.format("End", '<p dir="auto">x</p>')),
        ("Who? [spoiler]x[/spoiler] - so", '<p dir="auto">Who?</p>\n' + HIDDEN.format("Spoiler", '<p dir="auto">x</p>') + '\n<p dir="auto">- so</p>'),
        ("[spoiler]a", '<p dir="auto">[spoiler]a</p>'),
        ("a[/spoiler]", '<p dir="auto">a[/spoiler]</p>'),
        ("`[spoiler]a[/spoiler]`", '<p dir="auto"><code>[spoiler]a[/spoiler]</code></p>'),
        ("```\n[spoiler]a[/spoiler]\n```", "<pre><code>[spoiler]a[/spoiler]\n</code></pre>"),
        (r"\[spoiler]a[/spoiler]", '<p dir="auto">[spoiler]a[/spoiler]</p>'),
        ("[spoiler] \n[/spoiler]", ""),
        ("a ` b\n\n[spoiler]x[/spoiler]\n\nc ` d", '<p dir="auto">a ` b</p>\n' + HIDDEN.format("Spoiler", '<p dir="auto">x</p>') + '\n<p dir="auto">c ` d</p>'),
    ],
)  # fmt: skip
def test_a_spoiler_opens_on_demand(typed, html):
    assert render(typed) == html


def test_spoilers_stand_in_spoilers_three_deep():
    html = render("[spoiler]" * 5 + "x" + "[/spoiler]" * 5)
    assert html.count("<details") == html.count("</details>") == 3
    assert "[spoiler][spoiler]x[/spoiler][/spoiler]" in html


@pytest.mark.parametrize(
    "typed", ['[spoiler title="x"]\u3164[/spoiler]', "[spoiler ]\u3164[/spoiler]"]
)
def test_a_spoiler_around_nothing_is_blank(typed):
    assert is_blank(typed)


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "- > "])
def test_what_is_nested_too_deep_is_text(mark):
    html = render(mark * 1000 + "end")
    assert html.count("<li>") + html.count("<blockquote") <= 13
    assert "end</" in html


def people(html):
    return [attributes["href"] for tag, attributes in Page(html).found if tag == "a"]


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("@ines hello", 1),
        ("(@INES), @Ines.", 2),
        ("**@ines**'s map", 1),
        ("> @ines", 1),
        ("ines@ines.example", 0),
        ("@ines@ines.example", 0),
        ("@inesx @@ines /@ines", 0),
        ("`@ines`", 0),
        ("```\n@ines\n```", 0),
        ("[@ines](https://x.example)", 0),
        ("https://x.example/@ines", 0),
    ],
)
def test_a_name_with_an_at_leads_to_the_member(typed, links):
    found = people(render(typed, ["ines"]))
    assert found.count("/comments/people/ines/") == links
    assert render(typed).count("/people/") == 0


def test_names_of_every_script_are_linked():
    html = render("@инес @إيناس، @Инес", ["Инес", "إيناس"])
    assert len(people(html)) == 3


def test_names_are_found_once_in_the_order_they_are_said():
    assert mentioned("@Zoe @adam, @ZOE `@code` a@b.example @") == ["zoe", "adam"]
    assert mentioned("nobody") == []


def test_no_more_than_twenty_names_are_looked_up():
    assert len(mentioned(" ".join(f"@name{number}" for number in range(50)))) == 20


def seconds_for(text):
    started = process_time()
    render(text, ["a"])
    return process_time() - started


@pytest.mark.parametrize(
    "unit",
    ["[", "*a ", "`", "> ", "http://", "https://a.", "http://x.example/(", "[a](", "<http://"]
    + ["_a", "://", "*_", "*** a", "\\", "&a;", "http://xn--a.", "[]()", ")", "http://x/)))"]
    + [
        "[spoiler]",
        "[spoiler]\n",
        "[/spoiler]",
        "[spoiler] ` ",
        '[spoiler title="',
        "` \n\n",
        "~~~\n````\n",
    ]
    + [
        "- ",
        "1. ",
        "- a\n",
        "> - ",
        "* a\n\n",
        "  - a\n",
        "1) a\n2. b\n",
        "@a ",
        "@",
        "a\u0301\u200d",
    ],
)
def test_the_worst_text_takes_time_in_proportion(unit):
    shorter, longer = ((unit * 12_000)[:length] for length in (3_000, 12_000))
    quickest = min(seconds_for(shorter) for _ in range(3))
    assert any(seconds_for(longer) < max(12 * quickest, 0.2) for _ in range(3))
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


@given(st.text(alphabet='aя1 *_->#.!?\\<:/@\n\u3164\u200b[]`~()"', max_size=30))
@settings(max_examples=200, deadline=None)
def test_a_text_is_blank_exactly_when_its_html_shows_nothing(typed):
    told = is_blank(typed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comment_text, "HIDES_LETTERS", re.compile(""))
        assert is_blank(typed) == told
