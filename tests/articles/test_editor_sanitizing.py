"""What the text editor may leave behind: the same list that renders, whoever sends it."""

import re
import time
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.body import sanitize_body
from articles.editor_parts import EXTENSIONS, LABELS, OUR_PARTS
from articles.nesting import DEEPEST, shallow

KEPT = [
    '<figure class="wide"><img src="/media/a.webp" alt="" data-file="12"></figure>',
    '<blockquote class="pull"><p>Said.</p></blockquote>',
    '<p class="card"><a href="https://video.example/watch?v=1&amp;t=2">The dam</a></p>',
    '<p dir="rtl">a</p><h2 dir="ltr">b</h2><blockquote dir="auto"><p>c</p></blockquote>',
    '<ul><li dir="rtl"><p>a</p></li></ul>',
    "<pre><code>&lt;table&gt; &amp; more</code></pre>",
]
CUT = [
    ('<figure class="wide full modal"></figure>', "<figure></figure>"),
    ('<figure class="pull"></figure>', "<figure></figure>"),
    (
        '<blockquote class="card" id="main"><p>a</p></blockquote>',
        "<blockquote><p>a</p></blockquote>",
    ),
    ('<h2 class="card">a</h2>', "<h2>a</h2>"),
    ('<p dir="sideways">a</p>', "<p>a</p>"),
    ('<p style="direction:rtl" name="q" id="x">a</p>', "<p>a</p>"),
    ('<img src="/media/a.webp" alt="" data-file="1 or 1">', '<img src="/media/a.webp" alt="">'),
    ('<img src="/media/a.webp" alt="" data-file="٣">', '<img src="/media/a.webp" alt="">'),
    (f'<img src="/a.webp" alt="" data-file="{"9" * 30}">', '<img src="/a.webp" alt="">'),
    ('<img data-file="7" src="https://elsewhere.example/a.png">', ""),
    ('<span class="card" style="x">a</span><font face="b">c</font><o:p>d</o:p>', "acd"),
    ("<p>a</p><p></p><p>b</p>", "<p>a</p><p>b</p>"),
    ("<p>a & b &lt c &copy;</p>", "<p>a &amp; b &amp;lt c ©</p>"),
    ("<p>a<!-- <p>b</p> -->c</p>", "<p>ac</p>"),
    ("<title>a</title><textarea>b</textarea><p>c</p>", "<p>c</p>"),
]
PIECES = (
    *("<p>", "</p>", "<p class=card dir=rtl>", "<a href='/x'>", "</a>", "<strong>", "</strong>"),
    *("<table>", "<caption>", "<tr>", "<td>", "</table>", "<pre>", "</pre>", "\n", "<em>", "</em>"),
    *("<figure class=wide>", "<figcaption>", "</figcaption>", "</figure>", "<ul>", "<li>", "</ul>"),
    *("<img src=/media/a.png data-file=3>", "<img data-file=x>", "<blockquote class='pull'>"),
    *("</blockquote>", "<h2 id=x>", "</h2>", "text", "&", "&lt;", "&amp;lt;", "<svg>", "<math>"),
    *("<style>", "</style>", "<title>", "<select>", "<option>", "<form>", "<template>", "<!--"),
    *("-->", "=\"'>", "<x", "<br>", "<div>", "</div>", "<desc>", "<mi>", "<nobr>", "\x00"),
)
DEEP = [
    *(
        "<ul><li>",
        "<blockquote>",
        "<figure><figcaption>",
        "<table><tr><td>",
        "<div>",
        "<b>",
        "<a b='",
    ),
    *(
        "<ul><li><table></ul></table>",
        "<ul><!--</ul>-->",
        "<ul><xmp></ul></xmp>",
        "<p ='><ul><li>'>",
    ),
    *("&", "&#", "<", "<!--", "</p><p dir=rtl>", "<svg><desc></svg>", "<p><strong>"),
]


@pytest.mark.parametrize("part", OUR_PARTS, ids=lambda part: "-".join(part["extensions"]))
def test_each_part_of_the_editor_has_the_script_that_defines_it(part):
    paths = (finders.find(str(path).removeprefix("/static/")) for path in part["js"])
    scripts = "".join(Path(path).read_text() for path in paths)
    for name in part["extensions"]:
        assert f"export const {name} = " in scripts
        assert name in EXTENSIONS


def test_every_button_of_the_toolbar_has_a_name_to_translate():
    scripts = "".join(path.read_text() for path in Path("static/js/admin").glob("editor-*.js"))
    named = set(re.findall(r'name: "([a-z]\w+)",\n +groups', scripts))
    assert named
    assert named <= set(LABELS)


@pytest.mark.parametrize("html", KEPT)
def test_what_our_own_parts_make_is_kept(html):
    assert sanitize_body(html) == html


@pytest.mark.parametrize(("html", "left"), CUT)
def test_what_the_list_does_not_name_falls_off(html, left):
    assert sanitize_body(html) == left


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_cleaning_a_cleaned_text_changes_nothing(html):
    clean = sanitize_body(html)
    assert sanitize_body(clean) == clean


@pytest.mark.parametrize("part", DEEP)
def test_two_hundred_kilobytes_of_anything_are_cleaned_quickly(part):
    started = time.process_time()
    sanitize_body(part * (200_000 // len(part)))
    assert time.process_time() - started < 3


def test_many_open_marks_do_not_multiply():
    html = "".join(f"<p><b title={number}></p>" for number in range(5_000))
    assert len(sanitize_body(html)) < len(html)


def test_a_text_that_nests_as_editors_nest_is_left_alone():
    html = "<ul><li><p>a</p>" * 9 + "</li></ul>" * 9
    assert shallow(html) == html


def test_what_nests_too_deep_keeps_its_words():
    html = "<blockquote>" * 500 + "<p>word</p>" + "</blockquote>" * 500
    clean = sanitize_body(html)
    assert clean.count("<blockquote>") == DEEPEST
    assert "<p>word</p>" in clean


def test_tags_without_an_end_do_not_count_as_nested():
    html = "<p>a<br>" * 500 + "<ul>" + "<li>b" * 500 + "</ul>" + "<table><tr><td>c</table>" * 3
    assert shallow(html) == html
