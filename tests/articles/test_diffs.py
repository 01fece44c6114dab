"""What changed between two versions of an article, word by word."""

import time

import pytest

from articles.comparing import text_diff
from articles.contents import FIELDS, content_of
from articles.diffs import content_diff, plain_text
from tests.factories import make_article, make_author, make_map, make_section, make_topic


def sides(parts):
    """Both texts put together again from the pieces."""
    return tuple(
        "".join(words for op, words in parts if op != left) for left in ("added", "removed")
    )


def changed(parts):
    return [(op, words.strip()) for op, words in parts if op != "same"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The zone is 1.2 km wide.", "The zone is 1 km wide.", [("removed", ".2")]),
        ("Wide, and deep", "Wide and deep", [("removed", ",")]),
        ("الجسر مغلق اليوم", "الجسر مفتوح اليوم", [("removed", "مغلق"), ("added", "مفتوح")]),
        (
            "Мост закрыт, сказал он",
            "Мост открыт, сказал он",
            [("removed", "закрыт"), ("added", "открыт")],
        ),
        ("أَحْمَد هنا", "أَحْمَد هناك", [("removed", "هنا"), ("added", "هناك")]),
        ("One.\nTwo.\nThree.", "One.\nThree.", [("removed", "Two.")]),
        ("", "New.", [("added", "New.")]),
        ("Same.", "Same.", []),
    ],
)
def test_words_that_changed_are_told_apart(old, new, expected):
    assert changed(text_diff(old, new)) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b c d e", "e d c b a"),
        ("One two.\n\nThree four.", "Three.\nOne two four."),
        ("x\ny\nx\ny", "y\nx\ny\nx\nx"),
        ("", ""),
    ],
)
def test_the_pieces_make_up_both_texts(old, new):
    was, came = sides(text_diff(old, new))
    assert (was.split(), came.split()) == (old.split(), new.split())


def test_what_was_removed_comes_before_what_was_added():
    parts = text_diff("red one\nred two\nend", "blue one\nblue two\nend")
    kinds = [op for op, _words in parts]
    assert "added" not in [
        before for before, after in zip(kinds, kinds[1:], strict=False) if after == "removed"
    ]


def test_a_small_word_between_two_changes_is_not_held_up():
    parts = text_diff("many cold rivers of northern hills", "three warm lakes of southern plains")
    assert [op for op, _words in parts] == ["removed", "added"]


def hostile(number):
    """Texts that make comparing slow: repeated words, in two orders, on one line and on many."""
    words = [f"w{n % 7}" for n in range(number)]
    return {
        "the same word": ("a " * number, "a b " * (number // 2)),
        "few words": (" ".join(words), " ".join(words[::-1])),
        "few lines": ("\n".join(words), "\n".join(words[::-1])),
        "turned round": (
            " ".join(f"u{n}" for n in range(number)),
            " ".join(f"u{n}" for n in reversed(range(number))),
        ),
        "no space": ("x" * number * 5, "y" * number * 5),
        "spaces": (" \t" * number, "\n " * number),
    }


@pytest.mark.parametrize("name", hostile(1))
def test_twenty_thousand_words_take_no_more_than_a_moment(name):
    old, new = hostile(20_000)[name]
    started = time.process_time()
    parts = text_diff(old, new)
    assert time.process_time() - started < 2
    assert sides(parts)[1].split() == new.split()


def test_a_long_text_with_small_changes_shows_just_these():
    words = [f"word{n % 900}" for n in range(20_000)]
    lines = [" ".join(words[n : n + 40]) for n in range(0, len(words), 40)]
    before, lines[100] = "\n".join(lines), lines[100].replace("word4", "term4", 1)
    assert len(changed(text_diff(before, "\n".join(lines)))) == 2


def test_plain_text_has_a_line_for_each_paragraph_and_names_links():
    html = '<h2>Head</h2><p>One <b>two</b><br>three</p><ul><li>Item</li></ul><p><a href="/x/">link</a></p>'
    assert plain_text(html) == "Head\nOne two\nthree\nItem\nlink [/x/]"


def test_text_that_looks_like_markup_stays_text():
    assert plain_text("<p>a &lt;b&gt; &amp;amp;</p>") == "a <b> &amp;"


def content_with(**fields):
    article = make_article()
    return content_of(article) | fields


@pytest.mark.django_db
def test_fields_that_did_not_change_are_left_out():
    content = content_with()
    assert content_diff(content, content) == []


@pytest.mark.django_db
def test_a_headline_is_compared_as_it_is_written():
    content = content_with(headline="<b>Old</b> line")
    [diff] = content_diff(content, content | {"headline": "<b>New</b> line"})
    assert (diff.label, diff.old) == ("headline", "<b>Old</b> line")
    assert diff.parts[-1] == ("same", "/b> line")


@pytest.mark.django_db
def test_keys_are_put_into_names():
    section, topic = make_section(name="Rivers"), make_topic(name="Ferries")
    author, picture = make_author(name="Ines Harrow"), make_map(title="Valley floor")
    content = content_with()
    line = {"author": author.pk, "role": "map", "place": "Pereth"}
    after = content | {"section": section.pk, "topics": [topic.pk]}
    diffs = content_diff(content, after | {"bylines": [line], "lead_image": picture.pk})
    said = {diff.name: diff.new for diff in diffs}
    assert said["section"] == "Rivers"
    assert said["topics"] == "Ferries"
    assert said["bylines"] == "Ines Harrow, Map, Pereth"
    assert said["lead_image"].startswith("Valley floor")


@pytest.mark.django_db
def test_what_is_gone_is_told_by_its_number():
    content = content_with()
    [diff] = content_diff(content, content | {"lead_image": 987_654})
    assert "987654" in diff.new


@pytest.mark.django_db
def test_a_picture_that_was_added_is_named():
    picture = make_map(title="Valley floor")
    content = content_with(body="<p>One.</p>")
    figure = f'<figure><img src="/media/a.webp" alt="" data-file="{picture.pk}"></figure>'
    [diff] = content_diff(content, content | {"body": f"<p>One.</p>{figure}"})
    assert [op for op, words in diff.parts if "Valley floor" in words] == ["added"]


@pytest.mark.django_db
def test_a_change_of_form_alone_says_so():
    content = content_with(body="<p>One two.</p>")
    [diff] = content_diff(content, content | {"body": "<p>One <strong>two</strong>.</p>"})
    assert diff.is_only_form


@pytest.mark.django_db
def test_a_changed_address_of_a_link_is_seen():
    content = content_with(body='<p><a href="/a/">Map</a></p>')
    [diff] = content_diff(content, content | {"body": '<p><a href="/b/">Map</a></p>'})
    assert not diff.is_only_form


@pytest.mark.django_db
def test_long_unchanged_passages_are_cut():
    text = " ".join(f"word{n}" for n in range(500))
    content = content_with(standfirst=f"{text} old {text}")
    [diff] = content_diff(content, content | {"standfirst": f"{text} new {text}"})
    shown = "".join(words for _op, words in diff.shown)
    assert "…" in shown
    assert {"old", "new"} <= set(shown.split())
    assert len(shown.split()) < 120


@pytest.mark.django_db
@pytest.mark.parametrize("field", FIELDS)
def test_a_missing_field_is_an_empty_one(field):
    content = content_with()
    missing = {name: value for name, value in content.items() if name != field}
    assert {diff.name for diff in content_diff(content, missing)} <= {field}
