"""Members whom a comment speaks to by name."""

import pytest

from comments.members import members_in, mentioned_in
from comments.models import Ignored
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db
LINK = 'href="/comments/people/{}/"'


def test_a_posted_comment_leads_to_the_members_it_names():
    make_user(username="Ines")
    html = make_comment(text="@ines, ask @nobody").body_html
    assert LINK.format("Ines") in html
    assert html.count("<a ") == 1


def test_an_edit_links_whom_it_names_then():
    make_user(username="ines")
    comment = make_comment(text="nobody yet")
    comment.edit_text("@ines")
    comment.refresh_from_db()
    assert LINK.format("ines") in comment.body_html


def test_who_left_is_not_mentioned():
    make_user(username="ines", is_active=False)
    assert members_in("@ines") == []


def test_members_are_told_who_mentions_them_and_nobody_mentions_themselves():
    ines, teun = make_user(username="ines"), make_user(username="teun")
    comment = make_comment(author=teun, text="@ines and @teun and @nobody")
    assert mentioned_in(comment) == [ines]
    assert mentioned_in(make_comment(text="By a guest, to @ines and @teun")) == [ines, teun]


def test_staff_are_told_like_everybody_else():
    editor = make_user(group="Editor", username="ines")
    assert mentioned_in(make_comment(text="@ines")) == [editor]


def test_who_ignores_the_writer_is_not_told():
    ines, teun = make_user(username="ines"), make_user(username="teun")
    Ignored.objects.set(ines, teun, is_ignored=True)
    assert mentioned_in(make_comment(author=teun, text="@ines")) == []
    assert mentioned_in(make_comment(author=make_user(), text="@ines")) == [ines]


def test_an_edit_tells_whom_it_names_by_then():
    ines = make_user(username="ines")
    comment = make_comment(text="@nobody")
    comment.edit_text("`@ines` in code, > @ines in a quote")
    assert mentioned_in(comment) == [ines]
    comment.edit_text("`@ines` in code alone")
    assert mentioned_in(comment) == []


def test_five_members_are_linked_at_most():
    names = [make_user(username=f"member{number}").username for number in range(7)]
    text = " ".join(f"@{name} @{name}" for name in reversed(names))
    assert members_in(text) == names[:1:-1]
    assert make_comment(text=text).body_html.count("<a ") == 10


@pytest.mark.postgresql
def test_names_of_every_script_are_found_in_any_case():
    make_user(username="Инес")
    assert members_in("@инес") == ["Инес"]


@pytest.mark.parametrize(
    ("text", "statements"), [("no names, a\u00e9", 0), ("`@code`", 0), ("@x", 1)]
)
def test_members_are_looked_up_once_and_only_when_named(
    text, statements, django_assert_num_queries
):
    with django_assert_num_queries(statements):
        members_in(text)
