"""Word lists: what an entry finds, what it does not, and what is no entry."""

import random

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.words import LENGTH_MAX, MATCHES_MAX, Matcher, matching, parse_entries


def found(text, *entries):
    return [text[match.start : match.end] for match in Matcher(entries).find(text)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A glimbo, GLIMBO and Glimbo.", ["glimbo", "GLIMBO", "Glimbo"]),
        ("(glimbo)", ["glimbo"]),
        ("wow!glimbo", ["glimbo"]),
        ("gl!mb0 ɢʟɪᴍʙᴏ glіmbо", ["gl!mb0", "ɢʟɪᴍʙᴏ", "glіmbо"]),
        ("what a g l i m b o today", ["g l i m b o"]),
        ("**gl*im*bo**", ["gl*im*bo"]),
        ("🇩🇪glimbo🇩🇪", ["glimbo"]),
        ("glimbos", []),
        ("aglimbo", []),
        ("glim bo", []),
        ("", []),
    ],
)
def test_an_entry_is_found_as_a_whole_word_however_it_is_written(text, places):
    assert found(text, "glimbo") == places


@pytest.mark.parametrize("text", ["grass", "class", "the bass passes", "as s", "455", "c l a s s"])
def test_a_word_within_another_is_not_found(text):
    assert found(text, "ass") == []


def test_plain_words_are_not_taken_for_each_other():
    assert found("mall burn corn", "mail", "bum", "com") == []
    assert found("ma1l ma|l", "mail") == ["ma1l", "ma|l"]


def test_a_russian_entry_finds_no_latin_word():
    assert found("pot, camera", "рот", "сам*") == []
    assert found("рот, самый, p0т", "рот", "сам*") == ["рот", "самый", "p0т"]


def test_a_latin_entry_finds_a_word_in_cyrillic_letters_that_looks_the_same():
    assert found("рот", "pot") == ["рот"]


@pytest.mark.parametrize(
    ("entry", "text", "places"),
    [
        ("глимб*", "Глимбами, глимб и заглимб", ["Глимбами", "глимб"]),
        ("كلم*", "كلمتها والكلم", ["كلمتها"]),
        ("дешев* глимб*", "дешёвые\nглимбы", ["дешёвые\nглимбы"]),
        ("glim*", "gl1mbering", ["gl1mbering"]),
        ("glim*", "g l i m b o", ["g l i m b o"]),
    ],
)
def test_a_star_stands_for_any_ending(entry, text, places):
    assert found(text, entry) == places


@pytest.mark.parametrize(
    "text",
    ["grand glimbo", "Grand,\n\n  GLIMBO", "grand - glimbo", "gr@nd gl!mb0", "grand g l i m b o"],
)
def test_a_phrase_is_found_over_lines_and_signs(text):
    assert found(text, "grand glimbo") == [text]


def test_a_phrase_needs_all_its_words_in_order():
    assert found("glimbo grand, grand old glimbo", "grand glimbo") == []


def test_a_phrase_in_a_row_of_signs_is_followed_word_by_word():
    assert found("$ $ $ $ " * 300, "s s s s x") == []
    assert found("@$$ glimbo", "ass glimbo") == ["@$$ glimbo"]


def test_of_matches_in_one_place_the_longest_counts():
    matches = Matcher(["glimbo", "grand glimbo", "grand*"]).find("grand glimbo, grandly glimbo")
    assert [match.entry for match in matches] == ["grand glimbo", "grand*", "glimbo"]


def test_an_entry_that_is_the_beginning_of_a_phrase_is_found_by_itself():
    assert found("grand old", "grand glimbo", "grand") == ["grand"]


def test_no_more_than_some_places_are_told():
    assert len(found("glimbo " * 500, "glimbo")) == MATCHES_MAX


@pytest.mark.parametrize("entry", [".", "(a+)+", "[a-z]", "a|b", "\\w", "^glimbo$", "(?i)glimbo"])
def test_nothing_in_an_entry_is_a_pattern(entry):
    entries, _errors = parse_entries(entry)
    assert found("zzz aaaa glimbo1 xw", *entries) == []


def entries_of(number):
    words = random.Random(7)
    letters = "abcdefghiklmnoprstu"
    for place in range(number):
        word = "".join(words.choices(letters, k=words.randint(4, 10)))
        yield word + ("", "*", f" {word[::-1]}", "* x*")[place % 4]


def test_ten_thousand_entries_take_as_many_steps_as_ten(monkeypatch):
    steps = []
    after = matching._Node.after
    monkeypatch.setattr(matching._Node, "after", lambda *asked: steps.append(1) or after(*asked))
    text = "The gauge at the lower bridge has been read by hand since before the flood. " * 20
    taken = []
    for number in (10, 10_000):
        matcher = Matcher(entries_of(number))
        assert len(matcher.root.lengths) <= LENGTH_MAX
        steps.clear()
        matcher.find(text)
        taken.append(len(steps))
    assert taken[1] <= taken[0] * 1.2


@pytest.mark.parametrize("unit", ["grand ", "g l ", "$ ", "grand-grand ", "a1 ", "@$$!"])
def test_no_text_makes_a_phrase_begin_again_and_again(unit, monkeypatch):
    steps = []
    after = matching._Node.after
    monkeypatch.setattr(matching._Node, "after", lambda *asked: steps.append(1) or after(*asked))
    phrases = [
        "grand " * 7 + "x",
        "g l " * 3 + "g x",
        "s " * 7 + "x",
        "ass " * 7 + "x",
        "ai " * 7 + "x",
    ]
    text = (unit * 3000)[:3000]
    Matcher(phrases).find(text)
    assert len(steps) <= 10 * len(text)


WORDS = ["glimbo", "grand", "old", "gl!mb0", "g", "l", "@$$", ".", "\n", "🇩🇪", "глимбо"]


@settings(max_examples=150, deadline=None)
@given(st.text() | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_whatever_is_typed_the_places_are_apart_and_in_order(text):
    matches = Matcher(["glimbo", "grand glimbo", "gr*", "g*", "глимб* grand", "l g"]).find(text)
    ends = [0, *(match.end for match in matches)]
    assert all(end <= match.start < match.end for end, match in zip(ends, matches, strict=False))
    assert ends[-1] <= len(text)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_characters="*#"), max_size=40))
def test_what_is_taken_as_an_entry_is_found_where_it_stands(line):
    entries, _errors = parse_entries(line)
    for entry in entries:
        assert found(entry, entry)


def test_a_list_has_an_entry_a_line_with_notes_and_gaps():
    entries, errors = parse_entries("# sellers\nglimbo\n\n  grand   glimbo \r\nglimb*\n")
    assert entries == ["glimbo", "grand glimbo", "glimb*"]
    assert errors == []


def test_entries_that_look_the_same_are_kept_once():
    assert parse_entries("glimbo\nGLIMBO\nglímbo\nglimbo!\nglimbo*")[0] == ["glimbo", "glimbo*"]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("*", "a star stands only right after the beginning of a word."),
        ("glimbo *", "a star stands only right after the beginning of a word."),
        ("gl*mbo", "a star stands only right after the beginning of a word."),
        ("*glimbo", "a star stands only right after the beginning of a word."),
        ("glimbo**", "a star stands only right after the beginning of a word."),
        ("glimbo.*", "a star stands only right after the beginning of a word."),
        ("---", " has no word in it."),
        ("\u200b👍", " has no word in it."),
        ("x" * 81, " is longer than 80 characters."),
        ("a b c d e f g h i", " has more than 8 words."),
    ],
)
def test_a_line_that_is_no_entry_is_told_by_its_number(line, wrong):
    with translation.override("en"):
        entries, [error] = parse_entries(f"glimbo\n{line}\ngrand")
    assert entries == ["glimbo", "grand"]
    assert error.startswith("Line 2")
    assert error.endswith(wrong)
