"""A provider that is switched off: its button goes, its notice stands, what it tells still counts."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from donations import switches
from donations.models import Attempt
from newsportal.models import OutgoingMail
from tests.donations.attempts import admit, make_payment, make_provider, offered
from tests.factories import make_campaign, make_pledge, make_way

pytestmark = pytest.mark.django_db
NOTICE = "Cards are back on Friday. A bank transfer helps us most."
CARD_BUTTON = 'value="stripe"'


@pytest.fixture(autouse=True)
def card_gifts(settings):
    settings.STRIPE_SECRET_KEY = "sk_live_known"


def told():
    return [(gateway.name, str(notice)) for gateway, notice in switches.closed()]


def support_page(client):
    return client.get(reverse("donations:support")).text


def test_donors_can_be_sent_to_all_that_are_set_up(settings):
    assert offered() == ["stripe", "offline"]
    settings.STRIPE_SECRET_KEY = ""
    assert offered() == ["offline"]
    assert told() == []


def test_a_provider_switched_off_is_not_offered_and_refuses():
    make_provider().switch(on=False, notice=NOTICE)
    assert offered() == ["offline"]
    assert told() == [("stripe", NOTICE)]
    assert admit(1).seconds == 3600
    assert Attempt.objects.get().why == "closed"
    assert admit(1, provider="offline") is None


def test_a_bank_transfer_can_be_switched_off_too():
    make_provider("offline").switch(on=False)
    assert offered() == ["stripe"]
    assert admit(1, provider="offline")


def test_switched_on_again_all_is_as_before_and_the_notice_is_kept():
    row = make_provider()
    row.switch(on=False, notice=NOTICE)
    row.switch(on=True)
    assert offered() == ["stripe", "offline"]
    assert told() == []
    assert row.notice == NOTICE


def test_without_a_notice_a_plain_sentence_stands_there():
    make_provider(is_on=False)
    assert told() == [("stripe", str(switches.CLOSED_NOTICE))]
    make_provider("offline", is_on=False)
    assert told()[1] == ("offline", str(switches.OFF_NOTICE))


def test_a_provider_that_was_removed_still_has_its_notice(settings):
    settings.STRIPE_SECRET_KEY = ""
    make_provider(is_on=False, notice=NOTICE)
    assert told() == [("stripe", NOTICE)]


def test_while_the_breaker_is_closed_readers_are_told_nothing_of_the_reason():
    make_provider(override="closed", notice=NOTICE)
    assert told() == [("stripe", str(switches.CLOSED_NOTICE))]


def test_readers_see_the_notice_and_the_other_ways_at_once(
    client, django_capture_on_commit_callbacks
):
    make_campaign()
    make_way()
    assert CARD_BUTTON in support_page(client)
    with django_capture_on_commit_callbacks(execute=True):
        make_provider().switch(on=False, notice=NOTICE)
    page = support_page(client)
    assert NOTICE in page
    assert CARD_BUTTON not in page
    assert "Bank transfer" in page
    with django_capture_on_commit_callbacks(execute=True):
        make_provider().switch(on=True)
    assert NOTICE not in support_page(client)


def test_a_notice_is_text_and_nothing_else(client):
    make_campaign()
    make_provider().switch(on=False, notice="<b>Glimbo</b>\n\nSecond line")
    page = support_page(client)
    assert "&lt;b&gt;Glimbo" in page
    assert re.search(r"<p>Second line</p>", page)


def test_what_is_offered_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        switches.offered()
    with django_assert_num_queries(1):
        switches.closed()


def test_a_provider_without_a_row_is_on():
    make_provider().delete()
    assert offered() == ["stripe", "offline"]


# Monthly donors


def switch_off():
    row = make_provider()
    row.switch(on=False, notice=NOTICE)
    return row


def test_each_monthly_donor_gets_one_letter_per_switching_off():
    pledge = make_pledge(status="active")
    make_pledge(status="active", donor=pledge.donor)
    row = switch_off()
    assert switches.tell_monthly_donors(row) == 1
    switches.tell_monthly_donors(row)
    letter = OutgoingMail.objects.get()
    assert (letter.to, letter.donor) == (pledge.donor.email, pledge.donor)
    assert NOTICE in letter.text
    assert "/support/" in letter.text
    row.switch(on=True)
    row.switch(on=False, notice=NOTICE)
    switches.tell_monthly_donors(row)
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "ended"},
        {"status": "started"},
        {"status": "active", "is_test": True},
        {"status": "active", "provider": "other"},
    ],
)
def test_who_does_not_give_there_every_month_gets_none(fields):
    make_pledge(**fields)
    assert switches.tell_monthly_donors(switch_off()) == 0
    assert not OutgoingMail.objects.exists()


def test_an_erased_donor_gets_none():
    pledge = make_pledge(status="active")
    pledge.donor.email, pledge.donor.erased_at = "", timezone.now()
    pledge.donor.save()
    assert switches.tell_monthly_donors(switch_off()) == 0


def test_a_gift_paid_after_the_switch_is_not_suspicious():
    payment = make_payment()
    switch_off()
    assert switches.is_suspicious(payment) == ""
