"""The same reader follows, stops and follows in the same moment: one subscription, no errors."""

import pytest

from comments import subscribing
from comments.models import Subscriber, Subscription
from tests.comments.test_concurrency import in_parallel
from tests.factories import make_article, make_comment, make_member, make_subscriber

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_following_from_many_devices_at_once_is_following_once():
    subscriber, comment = make_subscriber(), make_comment()
    article = comment.article

    def follow(number):
        what = {"comment": comment} if number % 2 else {}
        kind = "comment" if number % 2 else "article"
        subscribing.follow(subscriber, article, kind, **what, confirmed=bool(number % 3))

    in_parallel(8, follow)
    assert sorted(Subscription.objects.active().values_list("kind", flat=True)) == [
        "article",
        "comment",
    ]


def test_stopping_while_following_leaves_one_or_none():
    subscriber, article = make_subscriber(), make_article()
    subscribing.follow(subscriber, article, "article", confirmed=True)

    def change(number):
        if number % 2:
            subscribing.follow(subscriber, article, "article", confirmed=True)
        else:
            subscribing.end(Subscription.objects.filter(subscriber=subscriber))

    in_parallel(8, change)
    assert Subscription.objects.count() == 1


def test_two_first_wishes_of_a_member_make_one_subscriber():
    member = make_member()
    in_parallel(8, lambda number: Subscriber.objects.of_member(member))
    assert Subscriber.objects.count() == 1
