"""People leave while workers tell and mail them: nothing of them is left, and nobody else suffers."""

import pytest

from comments import announcing, belongings, mailing
from comments.models import Announcement, Notice, Subscriber
from comments.readers import Reader
from newsportal import account_data
from newsportal.models import OutgoingMail
from tests.comments.test_concurrency import in_parallel
from tests.factories import (
    make_article,
    make_comment,
    make_member,
    make_subscriber,
    make_subscription,
)

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch, stored_mail):
    monkeypatch.setattr(announcing, "_wake", lambda: None)
    monkeypatch.setattr(announcing, "SUBSCRIPTIONS_AT_ONCE", 2)


def work():
    for _ in range(3):
        announcing.announce_due()
        mailing.mail_due()


def test_nothing_is_told_to_who_left_meanwhile():
    article, members = make_article(), [make_member() for _ in range(4)]
    guests = [make_subscriber(email=f"reader{number}@example.org") for number in range(4)]
    for subscriber in (*guests, *(make_subscriber(user=member) for member in members)):
        make_subscription(article, subscriber=subscriber, level="at_once")
    for _ in range(3):
        make_comment(article)

    def act(number):
        if number < 2:
            belongings.erase(Reader(guest_id="a"), guests[number].guest.email)
        elif number < 4:
            account_data.erase(members[number])
        else:
            work()

    in_parallel(6, act)
    Announcement.objects.update(due_at="2000-01-01T00:00Z")  # those that stumbled over who left
    work()
    stay = {*guests[2:], *(member.subscriber for member in members[:2])}
    assert set(Subscriber.objects.all()) == stay
    assert Notice.objects.count() == 3 * len(stay)
    assert not Announcement.objects.exists()
    addresses = {guests[2].guest.email, guests[3].guest.email, members[0].email, members[1].email}
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == addresses
