"""What anybody may see of a comment's earlier texts."""

from time import process_time
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from comments.differences import COMPARED_MAX, SHOWN_MAX, differences
from tests.factories import edit_and_hold, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def edited():
    """Three texts; the first was replaced before anybody had reacted."""
    comment = make_comment(text="Nobody saw this")
    comment.edit_text("The bridge is open today")
    comment.cast_vote(uuid4(), 1)
    comment.edit_text("The bridge is closed today")
    return comment


def page_of(comment, client=None):
    return (client or Client()).get(reverse("comments:history", args=[comment.pk]))


def test_what_was_replaced_after_a_vote_is_shown_word_by_word(edited):
    page = page_of(edited).text
    assert "The bridge is <del>open</del><ins>closed</ins> today" in page


def test_what_nobody_had_reacted_to_is_counted_only(edited):
    page = page_of(edited).text
    assert "Nobody saw this" not in page
    assert "1 edit was made before anybody voted or replied" in page


def test_the_newest_change_stands_first(edited):
    edited.edit_text("The bridge is gone today")
    page = page_of(edited).text
    assert page.index("<ins>gone</ins>") < page.index("<ins>closed</ins>")


def test_everybody_gets_the_same_page_without_a_cookie(edited):
    response = page_of(edited)
    assert response.headers["Cache-Control"].startswith("public")
    assert not response.cookies


def test_an_edit_renews_the_page(edited, django_capture_on_commit_callbacks):
    page_of(edited)
    with django_capture_on_commit_callbacks(execute=True):
        edited.edit_text("The bridge is gone today")
    assert "<ins>gone</ins>" in page_of(edited).text


@pytest.mark.parametrize(
    "take_away",
    [
        lambda comment: comment.reject(code="off_topic", by=None),
        lambda comment: comment.reject(code="spam", by=None),
        lambda comment: comment.erase(),
        lambda comment: edit_and_hold(comment, "Held"),
        lambda comment: comment.article.unpublish(),
    ],
)
def test_nothing_is_shown_of_what_others_may_not_see(
    edited, take_away, django_capture_on_commit_callbacks
):
    assert page_of(edited).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        take_away(edited)
    response = page_of(edited)
    assert response.status_code == 404
    assert "bridge" not in response.text


def test_a_comment_that_was_never_edited_has_no_history():
    assert page_of(make_comment()).status_code == 404


def test_hostile_texts_stay_text(edited):
    edited.edit_text("<script>alert(1)</script> today")
    assert "<script>alert" not in page_of(edited).text


def test_long_histories_are_shown_in_part(edited):
    for number in range(SHOWN_MAX):
        edited.edit_text(f"Text {number}")
    page = page_of(edited).text
    assert page.count('class="history__change"') == SHOWN_MAX
    assert "1 older edit is not shown." in page


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("one", "one"),
        ("one two three", "one 2 three"),
        ("one", "one two"),
        ("two", "one two"),
        ("a a a", "a a"),
        ("שלום עולם", "שלום לכם"),
        ("line\n\nline", "line\nline"),
        ("👩‍👩‍👧 here", "👩‍👩‍👧 there"),
    ],
)
def test_the_pieces_make_up_both_texts(before, after):
    pieces = differences(before, after)
    assert "".join(words for kind, words in pieces if kind != "new") == before
    assert "".join(words for kind, words in pieces if kind != "gone") == after


@pytest.mark.parametrize("words", [["a "], ["a ", "b "], ["x", "!"]])
def test_the_worst_texts_are_compared_quickly(words):
    one = "".join(words[n % len(words)] for n in range(COMPARED_MAX // 2 - 1))
    start = process_time()
    differences(f"b{one}b", f"c{one[::-1]}c")
    assert process_time() - start < 1
