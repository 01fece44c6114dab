"""Moderators, writers and readers at once: one decision each, and every count right."""

import pytest
from django.db import connection

from comments import claims, undoing
from comments.deciding import Conflict, version_of
from comments.models import Comment, Decision
from comments.recounting import recount
from tests.comments.desk import make_moderator
from tests.comments.test_concurrency import in_parallel
from tests.comments.tree_checker import problems
from tests.factories import make_article, make_comment

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
Status = Comment.Status


def assert_counted():
    assert not recount(mend=False)
    assert problems(connection) == {}


def test_of_two_who_decide_one_card_one_wins_and_one_is_told():
    comment = make_comment(parent=make_comment(), status=Status.PENDING)
    seen, moderators = version_of(comment), [make_moderator() for _ in range(4)]

    def act(number):
        verb, about = ("approve", {}) if number % 2 else ("reject", {"code": "hate"})
        one = Comment.objects.get(pk=comment.pk)
        try:
            return claims.decide(one, verb, by=moderators[number], seen=seen, **about)
        except Conflict:
            return None

    assert sum(decision is not None for decision in in_parallel(4, act)) == 1
    assert Decision.objects.count() == 1
    assert_counted()


def test_what_many_take_back_at_once_is_taken_back_once():
    root, moderator = make_comment(), make_moderator()
    comments = [make_comment(parent=root) for _ in range(3)]
    act = comments[0].reject(by=moderator, code="hate").act
    for comment in comments[1:]:
        comment.reject(by=moderator, code="hate", act=act)
    found = in_parallel(6, lambda number: undoing.undo(act, moderator))
    assert sum(len(undone.taken_back) for undone in found) == 3
    assert not any(undone.left for undone in found)
    assert Decision.objects.filter(action="undo").count() == 3
    assert_counted()


def test_posting_deciding_and_taking_back_at_once_keeps_the_counts():
    article, moderator = make_article(), make_moderator()
    root, silent = make_comment(article), make_comment(article)
    replies = [make_comment(parent=root) for _ in range(4)]

    def act(number):
        if number % 2:
            return [make_comment(parent=root) for _ in range(3)]
        one = Comment.objects.get(pk=replies[number // 2].pk)
        for _ in range(3):
            decision = claims.decide(one, "reject", by=moderator, code="hate")
            undoing.undo(decision.act, moderator)
            for action in ("feature", "unfeature"):
                claims.decide(root, action, by=moderator)
            for action in ("close", "open"):
                claims.decide(silent, action, by=moderator)
        return None

    in_parallel(8, act)
    root.refresh_from_db()
    assert (root.total, root.replies) == (16, 16)
    assert_counted()
