"""Two editors' work becomes one text, or a question; nothing anybody wrote goes missing."""

import random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body import sanitize_body
from articles.contents import FIELDS, normal
from articles.merging import COMPARED_BLOCKS, blocks, merge

words = st.sampled_from(["", "Alder", "Bay", "Cove"])
keys = st.sampled_from([None, 1, 2])
paragraphs = st.sampled_from(["<p>One</p>", "<h2>Two</h2>", "<ul><li>3</li></ul>", "<p>Four</p>"])
bodies = st.lists(paragraphs, max_size=6).map("".join)
bylines = st.lists(
    st.fixed_dictionaries({"author": keys, "role": words, "place": words}), max_size=2
)
contents = st.fixed_dictionaries(
    dict.fromkeys(FIELDS, words)
    | dict.fromkeys(("section", "partner", "lead_image"), keys)
    | {"body": bodies, "topics": st.sets(st.integers(1, 4)).map(sorted), "bylines": bylines}
)


def content(**fields):
    return normal({"headline": "River", "language": "en", "section": 1} | fields)


def body(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


@given(contents, contents)
def test_what_one_side_left_alone_is_the_others(base, changed):
    assert merge(base, base, changed).content == changed
    assert merge(base, changed, base).content == changed
    assert merge(base, changed, changed).content == changed
    assert merge(base, base, changed).taken == ()
    found = {*merge(base, base, changed).conflicts, *merge(base, changed, base).conflicts}
    assert found == set()


@given(contents, contents, contents)
def test_both_editors_are_asked_the_same_questions(base, theirs, mine):
    one, other = merge(base, theirs, mine), merge(base, mine, theirs)
    assert one.conflicts == other.conflicts
    for name in set(FIELDS) - set(one.conflicts):
        assert one.content[name] == other.content[name]


@given(contents, contents, contents)
def test_what_was_typed_is_in_the_result_and_what_was_taken_is_named(base, theirs, mine):
    result = merge(base, theirs, mine)
    for name in FIELDS:
        if name in ("body", "topics"):
            continue
        assert result.content[name] == (theirs if name in result.taken else mine)[name]
        assert mine[name] in (base[name], result.content[name])
    assert set(blocks(mine["body"])) - set(blocks(base["body"])) <= set(
        blocks(result.content["body"])
    )
    assert set(mine["topics"]) - set(base["topics"]) <= set(result.content["topics"])
    if "body" not in result.conflicts:
        typed = set(blocks(theirs["body"])) - set(blocks(base["body"]))
        assert typed <= set(blocks(result.content["body"]))


@given(st.text(max_size=200).map(sanitize_body) | bodies)
def test_blocks_joined_are_the_text(html):
    assert "".join(blocks(html)) == html


def test_blocks_are_the_outermost_elements():
    html = '<p>a <b>b</b><br>c</p><figure><img src="/a>b" alt="x"></figure>loose<hr><p>d</p>'
    assert blocks(html) == [
        "<p>a <b>b</b><br>c</p>",
        '<figure><img src="/a>b" alt="x"></figure>',
        "loose",
        "<hr>",
        "<p>d</p>",
    ]


def test_different_fields_are_joined_without_a_question():
    base = content(standfirst="Old")
    theirs, mine = base | {"standfirst": "New"}, base | {"headline": "Rising river"}
    result = merge(base, theirs, mine)
    assert result.content == base | {"headline": "Rising river", "standfirst": "New"}
    assert (result.conflicts, result.taken) == ((), ("standfirst",))


@pytest.mark.parametrize(
    ("field", "old", "one", "two"),
    [
        ("headline", "River", "River rises", "River falls"),
        ("section", 1, 2, 3),
        ("lead_image", None, 4, 5),
        ("bylines", [], [{"author": 1, "role": "", "place": ""}], [{"author": 2}]),
    ],
)
def test_the_same_field_changed_twice_is_a_question(field, old, one, two):
    base = content(**{field: old})
    result = merge(base, content(**{field: one}), content(**{field: two}))
    assert result.conflicts == (field,)
    assert result.content == content(**{field: two})


def test_topics_are_added_and_removed_by_both():
    base, theirs, mine = (content(topics=keys) for keys in ([1, 2, 3], [1, 3, 4], [2, 3, 5]))
    assert merge(base, theirs, mine).content["topics"] == [3, 4, 5]


def test_paragraphs_apart_are_joined():
    base = content(body=body(*"abcdef"))
    theirs = content(body=body("new", *"abcdeF"))
    mine = content(body=body("a", "b", "C", *"def"))
    result = merge(base, theirs, mine)
    assert result.content["body"] == body("new", "a", "b", "C", "d", "e", "F")
    assert (result.conflicts, result.taken) == ((), ("body",))


@pytest.mark.parametrize("mine", ["aBcd", "bcd", "axbcd", "ad", "aBxcd"])
def test_the_same_or_touching_paragraphs_are_a_question(mine):
    base, theirs = content(body=body(*"abcd")), content(body=body("a", "theirs", "c", "d"))
    mine = content(body=body(*mine))
    result = merge(base, theirs, mine)
    assert result.conflicts == ("body",)
    assert result.content == mine


def test_a_paragraph_that_both_wrote_is_there_once():
    base = content(body=body(*"abcdef"))
    theirs = content(body=body(*"aBcdef"))
    mine = content(body=body(*"aBcdeF"))
    assert merge(base, theirs, mine).content["body"] == body(*"aBcdeF")


def test_space_between_paragraphs_is_no_change():
    base = content(body="<p>a</p>\n<p>b</p>\n<p>c</p>\n<p>d</p>")
    theirs, mine = content(body=body(*"abcD")), content(body=body(*"Abcd"))
    assert merge(base, theirs, mine).content["body"] == body(*"AbcD")
    assert merge(base, content(body=body(*"abcd")), mine).content == mine


def test_long_texts_are_compared_in_bounded_time():
    dice = random.Random(1)
    versions = [
        content(body=body(*dice.choices("ab", k=COMPARED_BLOCKS + extra))) for extra in (0, 0, 9)
    ]
    begun = process_time()
    merge(*versions)
    merge(*reversed(versions))
    assert process_time() - begun < 2
