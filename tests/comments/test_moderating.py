"""What moderators and authors do to a comment, below the pages."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection

from comments import claims, stamps
from comments.models import Comment, Decision, Discussion
from tests.comments.tree_checker import problems
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db
Status = Comment.Status


def fresh(comment):
    return Comment.objects.get(pk=comment.pk)


def test_hiding_leaves_the_place_and_a_trace():
    comment, moderator = make_comment(), make_user()
    before = fresh(comment)
    assert comment.reject(code="off_topic", by=moderator, reason="off topic")
    after, decision = fresh(comment), Decision.objects.get()
    assert (after.tree_id, after.lft, after.rght) == (before.tree_id, before.lft, before.rght)
    assert (after.status, after.listed, comment.status) == (Status.REMOVED, False, Status.REMOVED)
    assert (decision.moderator, decision.reason) == (moderator, "off topic")
    assert (decision.old_status, decision.new_status) == (Status.VISIBLE, Status.REMOVED)


@pytest.mark.parametrize("code", ["off_topic", "spam"])
def test_deciding_twice_changes_nothing(code):
    comment, moderator = make_comment(), make_user()
    assert comment.reject(code=code, by=moderator)
    assert not fresh(comment).reject(code=code, by=moderator)
    assert Decision.objects.count() == 1
    assert Discussion.objects.get().visible == 0


@pytest.mark.parametrize("status", [Status.PENDING, Status.SPAM, Status.REMOVED])
def test_restoring_shows_a_comment_and_its_counts(status):
    root = make_comment()
    comment = make_comment(parent=root, status=status)
    comment.approve(by=make_user())
    assert fresh(comment).is_visible
    assert (fresh(root).replies, fresh(root).total) == (1, 1)
    assert problems(connection) == {}


def test_what_is_held_is_undecided_and_waits():
    comment = make_comment()
    comment.approve(by=make_user())
    comment.hold()
    comment.refresh_from_db()
    assert comment.status == Comment.Status.PENDING
    assert comment.decided_at is None
    assert comment.queued_at


def test_who_approved_the_words_before_an_edit_approved_other_words():
    comment = make_comment()
    comment.approve(by=make_user())
    comment.edit_text("Other words.")
    comment.refresh_from_db()
    assert comment.decided_at is None


def test_what_another_moderator_looks_at_is_left_to_them():
    comment, first, second = make_comment(), make_user(), make_user()
    claims.claim(comment, first)
    with pytest.raises(claims.Claimed):
        claims.decide(comment, "approve", by=second)
    assert claims.decide(comment, "approve", by=first)


def test_replies_of_a_hidden_comment_stay_and_count():
    root = make_comment()
    middle = make_comment(parent=root)
    make_comment(parent=middle)
    middle.reject(code="off_topic", by=make_user())
    assert fresh(middle).listed
    assert (fresh(root).replies, fresh(root).total) == (1, 1)
    assert Discussion.objects.get().visible == 2
    assert problems(connection) == {}


def test_erasing_forgets_the_writer_for_good():
    comment = make_comment(author=make_user(), reader=uuid4(), text="Mine")
    comment.erase()
    erased = fresh(comment)
    assert (erased.text, erased.body_html, erased.name, erased.email) == ("", "", "", "")
    assert (erased.author, erased.reader, erased.status) == (None, None, Status.ERASED)
    assert Decision.objects.get().moderator is None
    assert not erased.approve(by=make_user())
    assert not erased.edit_text("Back")
    assert fresh(comment).text == ""


def test_an_edit_renders_again_and_says_when():
    comment = make_comment(text="*one*")
    assert comment.edit_text("**two**")
    edited = fresh(comment)
    assert edited.body_html == '<p dir="auto"><strong>two</strong></p>'
    assert edited.edited_at


@pytest.mark.parametrize(
    "act",
    [
        lambda comment: comment.reject(code="off_topic", by=None),
        lambda comment: comment.erase(),
        lambda comment: comment.edit_text("New"),
        lambda comment: make_comment(parent=comment),
    ],
)
def test_what_changes_a_page_renews_it_once_committed(act, django_capture_on_commit_callbacks):
    comment = make_comment()
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        act(comment)
    assert [getattr(each, "func", None) for each in callbacks].count(stamps._renew) == 1
    assert cache.get(f"stamp:discussion:{comment.article_id}")
