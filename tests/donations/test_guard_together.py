"""Many at once, each with a connection of its own: no limit is passed, one mail is written."""

import pytest
from django.utils import timezone

from donations import guard
from donations.models import Attempt, Provider
from newsportal.models import OutgoingMail
from tests.comments.test_concurrency import in_parallel
from tests.donations.attempts import admit, make_payment, offered
from tests.factories import make_user

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def treasurer(db, settings):
    settings.STRIPE_SECRET_KEY = "sk_live_known"
    return make_user(group="Treasurer")


def test_no_more_than_the_limit_get_through_at_once():
    answers = in_parallel(16, lambda number: [admit(1) for _time in range(3)])
    passed = [each for answer in answers for each in answer].count(None)
    assert passed <= 5
    assert Attempt.objects.filter(kind="start").count() == passed


def test_the_limit_of_the_site_holds_for_many_at_once(settings):
    settings.DONATION_LIMITS = settings.DONATION_LIMITS | {"site_hour": 6}
    answers = in_parallel(24, lambda number: admit(number))
    assert answers.count(None) <= 6
    assert OutgoingMail.objects.count() == 1


def test_a_burst_of_declines_closes_once_and_writes_one_mail():
    payments = [make_payment(number) for number in range(16)]

    def tell(number):
        told = [(f"ch_{number}_{each}", timezone.now()) for each in range(4)]
        guard.note_declines(payments[number], told)

    in_parallel(16, tell)
    assert offered() == ["offline"]
    assert OutgoingMail.objects.count() == 1
    assert Attempt.objects.filter(kind="decline").count() == 64
    assert Provider.objects.filter(name="stripe").count() == 1


def test_a_decline_that_several_webhooks_tell_of_is_one():
    payment, now = make_payment(), timezone.now()
    in_parallel(12, lambda number: guard.note_declines(payment, [("ch_1", now), ("ch_2", now)]))
    assert Attempt.objects.count() == 2
