"""Words as the eye reads them: letters of other scripts, signs, what nobody sees, single letters."""

import unicodedata
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.folding import KEPT_MAX, Characters
from comments.names import skeleton
from comments.words import disguised, folded_words, same_text_key

PIECES = list("aiIl1!|$@0. \n-*gО\u200b\u0301\u0640ﬁß७١é") + ["🇩🇪", "🔥", "\ufdfa", "\ud800", "\0"]
TEXTS = st.text() | st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def looks(text):
    return [word.look for word in folded_words(text)]


@pytest.mark.parametrize(
    "typed",
    [
        "Glimbo",
        "glímbö",
        "ｇｌｉｍｂｏ",
        "g̷l̷i̷m̷b̷o̷",
        "gli\u200bm\u00adb\u2060o",
        "g\u3164li\u202embo",
    ],
)
def test_a_word_in_latin_letters_is_what_it_says(typed):
    assert looks(typed) == ["glimbo"]


@pytest.mark.parametrize(
    "typed",
    ["glіmbо", "gliмвo", "glιmβο", "ɢʟɪᴍʙᴏ", "ꓖꓡꓲꓟꓐꓳ", "ⓖⓛⓘⓜⓑⓞ", "🅶🅻🅸🅼🅱🅾"]
    + ["gl!mb0", "9l1mbo", "GL|M8O", "g1!mbo", "gl！mbo", "glimb0!", "g\u200bl1\u0301mbo"],
)
def test_a_word_in_other_letters_or_signs_is_what_it_passes_for(typed):
    assert disguised("glimbo") in looks(typed)


def test_in_plain_words_i_and_l_differ():
    assert looks("mail mall") == ["mail", "mall"]
    assert looks("ma1l") == [disguised("mail")] == [disguised("mall")]


def test_a_word_in_cyrillic_letters_is_no_latin_word():
    assert looks("рот pot") == [disguised("pot"), "pot"]


@pytest.mark.parametrize(
    ("typed", "look"), [("$glim", "sglim"), ("@$$", "ass"), ("glim$", "glims")]
)
def test_signs_at_the_edge_may_be_letters_as_well(typed, look):
    assert disguised(look) in looks(typed)


@pytest.mark.parametrize(("typed", "number"), [("455", "455"), ("１０", "10"), ("$5", "5")])
def test_a_number_is_no_word_in_disguise(typed, number):
    assert set(looks(typed)) == {number}


def test_an_exclamation_ends_a_word():
    assert looks("glimbo!! |grand|") == ["glimbo", "grand"]


@pytest.mark.parametrize(
    "typed",
    [
        "g l i m b o",
        "a g l i m b o",
        "g.l.i.m.b.o",
        "g - l - i - m - b - o",
        "g\nl\ni\nm\nb\no",
        "g  l i m  b o",
        "e v i l   g l i m b o",
        "g🔥l🔥i🔥m🔥b🔥o",
        "g!l!i!m!b!o",
        "gl**im**bo",
        "glim-bo",
        "gl🔥imbo",
    ],
)
def test_a_word_torn_apart_is_read_as_one_too(typed):
    assert "glimbo" in looks(typed)


def test_words_beside_each_other_stay_apart():
    assert looks("a glim bo") == ["a", "glim", "bo"]


@pytest.mark.parametrize(("typed", "look"), [("كـلـمـة", "كلمه"), ("كَلِمَة", "كلمه"), ("إلی", "الي")])
def test_arabic_is_read_without_its_marks_and_stretches(typed, look):
    assert looks(typed) == [look]


def test_each_word_knows_its_place_in_the_text_as_it_was_typed():
    text = "Der  Gl\u200bi\u0301mb\u00f6\u0301! ﬁne"
    places = [text[word.start : word.end] for word in folded_words(text)]
    assert places == ["Der", "Gl\u200bi\u0301mb\u00f6\u0301", "ﬁne"]


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_a_word_read_by_itself_looks_the_same(text):
    for word in folded_words(text):
        assert word.look
        assert word.look in looks(text[word.start : word.end])


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_no_text_is_read_more_than_a_few_times(text):
    words = folded_words(text)
    assert sum(word.end - word.start for word in words) <= 8 * len(text)


HOSTILE = ["\u0301", "a", "a ", "a.", "a!", "$ ", "!", "!a", "1i.1 ", "a-b ", "a  b   ", "a\u200b"]


@pytest.mark.parametrize("unit", HOSTILE)
def test_the_worst_text_is_read_in_one_go(unit):
    """Twenty times the longest comment; reading it by the square would take half a minute."""
    started = process_time()
    folded_words(unit * (60_000 // len(unit)))
    assert process_time() - started < 5


def test_a_comment_of_marks_alone_has_no_words():
    assert looks("\u0301" * 10_000) == []


def test_texts_that_read_the_same_have_one_key():
    keys = {
        same_text_key(text)
        for text in ("Buy glimbo", "buy  GLIMBO!!", "*Buy* glіmbо.", "buy\nglim\u200bbo")
    }
    assert keys == {disguised("buyglimbo")}


def test_other_words_and_numbers_have_another_key():
    assert (
        len({same_text_key(text) for text in ("Room 12", "Room 13", "Room", "👍", "👍👍", "?")})
        == 6
    )


def test_the_same_text_of_signs_alone_has_one_key():
    assert same_text_key("👍 \n👍") == same_text_key("👍👍") != ""


def test_only_so_many_characters_are_remembered():
    asked = []
    table = Characters(lambda character: asked.append(character) or "x")
    for text in ("дж", "дж"):
        assert text.translate(table) == "xx"
    assert asked == ["д", "ж"]
    table.update(dict.fromkeys(range(0x1000, 0x1000 + KEPT_MAX), "y"))
    assert "яя".translate(table) == "xx"
    assert asked == ["д", "ж", "я", "я"]


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(categories=["L", "N"])))
def test_names_are_levelled_letter_by_letter(name):
    """What accounts keep of a name must not change with the letters around it."""
    composed = unicodedata.normalize("NFC", name)
    assert skeleton(composed) == skeleton(unicodedata.normalize("NFKD", composed))
