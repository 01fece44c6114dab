"""Each thing is told once."""

import pytest

from comments import noticing
from comments.models import Notice
from tests.factories import make_comment, make_subscriber, make_subscription, reject

pytestmark = pytest.mark.django_db


def test_a_comment_is_told_once_whatever_the_reason():
    ann, comment = make_subscriber(), make_comment()
    noticing.notice(ann, "reply", comment)
    noticing.notice(ann, "comment", comment, level="at_once")
    found = Notice.objects.get()
    assert (found.kind, found.thread, found.due_at) == ("reply", comment.tree_id, None)


def test_each_decision_about_a_comment_is_told_once():
    ann, comment = make_subscriber(), make_comment()
    for _ in range(2):
        decision = reject(comment)
        noticing.notice(ann, "rejected", comment, decision=decision)
        noticing.notice(ann, "rejected", comment, decision=decision)
        comment.approve(by=None)
    noticing.notice(ann, "comment", comment)
    assert Notice.objects.count() == 3


def test_a_level_says_when_it_is_mailed(time_machine):
    time_machine.move_to("2026-11-23 10:20Z", tick=False)
    followed = make_subscription()
    comment = make_comment(followed.article)
    noticing.notice(followed.subscriber, "comment", comment, subscription=followed, level="hourly")
    assert f"{Notice.objects.get().due_at:%H:%M}" == "11:00"
