"""Two moderators, one appeal, and the writer who erases the comment meanwhile."""

import pytest

from comments import appeals
from comments.models import Appeal, Comment
from comments.recounting import recount
from newsportal.models import OutgoingMail
from tests.comments.test_concurrency import in_parallel
from tests.factories import make_comment, make_member, make_user, reject

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stored_mail"),
]


def make_appeal():
    comment = make_comment(author=make_member())
    reject(comment, code="spam", by=make_user(group="Moderator"))  # of which no mail is written
    return appeals.lodge(comment, "It names the ferry.")


def judged(appeal, by, *, is_granted):
    """True for the moderator who was first."""
    try:
        appeals.judge(appeal, by=by, is_granted=is_granted, answer="It is so.")
    except appeals.AlreadyJudged:
        return False
    return True


def test_of_two_moderators_who_judge_at_once_one_is_told_of_the_other():
    appeal = make_appeal()
    judges = [make_user(group="Moderator") for _ in range(8)]
    found = in_parallel(8, lambda n: judged(appeal, judges[n], is_granted=n % 2 == 0))
    assert found.count(True) == 1
    winner = found.index(True)
    appeal = Appeal.objects.get()
    comment = Comment.objects.get()
    assert appeal.judge == judges[winner]
    assert appeal.is_granted == comment.is_visible == (winner % 2 == 0)
    assert comment.decisions.filter(action="approve").count() == int(comment.is_visible)
    assert OutgoingMail.objects.count() == 1
    assert not recount(mend=False)


def test_an_appeal_sent_many_times_at_once_is_one():
    comment = make_comment(author=make_member())
    reject(comment, by=make_user())
    texts = in_parallel(8, lambda n: appeals.lodge(comment, f"Text {n}.").text)
    assert len(set(texts)) == 1
    assert Appeal.objects.count() == 1


def test_a_comment_that_is_erased_while_it_is_judged_stays_erased():
    appeal, by = make_appeal(), make_user(group="Moderator")
    comment = Comment.objects.get()

    def act(number):
        return comment.erase() if number else judged(appeal, by, is_granted=True)

    in_parallel(2, act)
    assert Comment.objects.get().status == Comment.Status.ERASED
    assert not Appeal.objects.exclude(text="").exists()
    assert not OutgoingMail.objects.exists()
    assert not recount(mend=False)
