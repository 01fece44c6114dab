"""Comment texts for moderators: marked, and without links that lead away."""

import pytest

from comments.marking import MARKS_MAX, marked, typed
from comments.text import render


@pytest.mark.parametrize(
    ("text", "piece", "shown"),
    [
        ("A glimbo here.", "glimbo", "A <mark>glimbo</mark> here."),
        ("Glimbos are no glimbo", "glimbo", "Glimbos are no <mark>glimbo</mark>"),
        ("gl**im**bo", "gl**im**bo", "<mark>gl</mark><strong><mark>im</mark></strong>"),
        ("A <glimbo> here", "<glimbo>", "A <mark>&lt;glimbo&gt;</mark> here"),
        ("two\nwords", "two\nwords", "<mark>two\n</mark><br>"),
    ],
)
def test_what_a_rule_saw_is_marked_where_it_stands(text, piece, shown):
    body, is_complete = marked(render(text).replace("<br>\n", "\n<br>"), [piece])
    assert shown in body
    assert is_complete


def test_what_the_page_cannot_show_is_said_to_be_missing():
    body, is_complete = marked(render("Nothing of the kind."), ["glimbo"])
    assert "<mark>" not in body
    assert not is_complete


def test_links_lead_nowhere_and_show_where_they_would():
    body, _ = marked(render("[here](https://example.org/a?b=1&c=2)"), [])
    assert "href" not in body
    assert "https://example.org/a?b=1&amp;c=2" in body


def test_an_address_that_is_its_own_text_stands_there_once():
    body, _ = marked(render("See https://example.org/a now."), [])
    assert body.count("https://example.org/a") == 1


def test_addresses_are_escaped_once_more():
    body, _ = marked('<p><a href="https://x.example/<script>">here</a></p>', [])
    assert "<script>" not in body


def test_what_writers_hid_is_open():
    body, _ = marked(render("[spoiler]glimbo[/spoiler]"), ["glimbo"])
    assert '<details open class="spoiler">' in body
    assert "<mark>glimbo</mark>" in body


@pytest.mark.parametrize("places", [[(9, 3)], [(-2, 4)], [(5, 99)], [(2, 5), (3, 6)], []])
def test_places_that_make_no_sense_mark_nothing_twice(places):
    assert typed("<b>glimbo", places).count("<mark>") <= 1
    assert "<b>" not in typed("<b>glimbo", places)


def test_a_text_full_of_matches_is_marked_up_to_a_limit():
    body, _ = marked(render("glimbo " * 400), ["glimbo"])
    assert body.count("<mark>") == MARKS_MAX
