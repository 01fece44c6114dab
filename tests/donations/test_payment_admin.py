"""Where the treasurer looks at payments, releases them, pays them back, ends monthly gifts."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from donations.models import Payment, Pledge
from tests.donations.paying import begin, booked, net, settled, tell
from tests.factories import make_payment, make_pledge, make_user

pytestmark = [pytest.mark.django_db]
Status = Payment.Status


@pytest.fixture
def desk(client):
    """The treasurer's browser."""
    client.force_login(make_user(group="Treasurer"))
    return client


def page(row, verb="change"):
    return reverse(f"admin:donations_{row._meta.model_name}_{verb}", args=[row.pk])


def text_of(response):
    return " ".join(response.content.decode().split())


def test_a_payment_shows_all_that_became_of_it(desk, stripe_server):
    payment, charge = settled(stripe_server, desk, 2_500, cover=107)
    stripe_server.refund(charge, 700)
    stripe_server.dispute(charge, 500, inquiry=True)
    tell(stripe_server, desk)
    shown = text_of(desk.get(page(payment)))
    for words in ("$26.07", "$7.00", "Refund", "Inquiry", "charge.refunded", charge["id"]):
        assert words in shown
    assert 'href="pay-back' not in shown
    assert page(payment, "pay_back") in shown
    assert page(payment, "release") not in shown


def test_a_transfer_that_was_announced_is_not_called_at_the_provider(desk):
    about = {"provider": "offline", "method": "bank", "status": Status.OPEN}
    shown = text_of(desk.get(page(make_payment(code="7KQ2-41MX", **about))))
    assert "Transfer announced" in shown


@pytest.mark.parametrize("asked", ["donor@example.com", "ch_known", "7KQ2-41MX"])
def test_payments_are_found_by_donor_reference_and_code(desk, asked, stripe_server):
    known = begin(email="donor@example.com")
    Payment.objects.filter(pk=known.pk).update(charge_ref="ch_known", code="7KQ2-41MX")
    make_payment(charge_ref="ch_other")
    shown = text_of(desk.get(reverse("admin:donations_payment_changelist"), {"q": asked}))
    assert page(known) in shown
    assert "ch_other" not in shown


@pytest.mark.parametrize(("noun", "make"), [("payment", make_payment), ("pledge", make_pledge)])
def test_a_list_asks_as_often_for_many_as_for_one(desk, noun, make):
    address, asked = reverse(f"admin:donations_{noun}_changelist"), []
    for _row in range(4):
        make()
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        asked.append(len(queries))
    assert len(set(asked[1:])) == 1  # the first finds the caches empty


def test_nonsense_in_the_search_is_no_fault(desk):
    for asked in ("\0", "9" * 400):
        answer = desk.get(reverse("admin:donations_payment_changelist"), {"q": asked})
        assert answer.status_code in {200, 302, 400}


def test_a_gift_that_waits_is_released(desk, stripe_server):
    payment = begin()
    stripe_server.pay(payment.session_ref, risk="highest")
    tell(stripe_server, desk)
    assert "The provider sees a risk" in text_of(desk.get(page(payment)))
    answer = desk.post(page(payment, "release"), follow=True)
    assert "The gift counts now." in text_of(answer)
    assert net() == 2_500
    assert LogEntry.objects.get().object_id == str(payment.pk)


def test_what_does_not_wait_is_not_released(desk, stripe_server):
    payment, _charge = settled(stripe_server, desk)
    answer = desk.post(page(payment, "release"), follow=True)
    assert "be done with it as it stands now." in text_of(answer)
    assert not LogEntry.objects.exists()


def test_paying_back_asks_how_much_then_whether_it_is_meant(desk, stripe_server):
    payment, _charge = settled(stripe_server, desk)
    address = page(payment, "pay_back")
    assert 'value="25.00"' in text_of(desk.get(address))
    question = desk.post(address, {"amount": "7,50"})
    assert "$7.50 of $25.00 goes back" in text_of(question)
    assert net() == 2_500
    answer = desk.post(address, {"amount": "7,50", "sure": "1"}, follow=True)
    assert "$7.50 is paid back." in text_of(answer)
    assert booked("refund") == [("refund", -750)]
    assert LogEntry.objects.get().get_change_message() == "$7.50 is paid back."


@pytest.mark.parametrize("amount", ["", "0", "-1", "25.01", "1e3", "\0", "9" * 30, "1.005", "x"])
@pytest.mark.parametrize("sure", [{}, {"sure": "1"}])
def test_nonsense_is_not_paid_back(desk, stripe_server, amount, sure):
    payment, _charge = settled(stripe_server, desk)
    answer = desk.post(page(payment, "pay_back"), {"amount": amount} | sure)
    assert answer.status_code == 422
    assert booked("refund") == []


def test_the_provider_may_be_away_or_say_no(desk, stripe_server):
    payment, _charge = settled(stripe_server, desk)
    stripe_server.away = "503"
    answer = desk.post(page(payment, "pay_back"), {"amount": "5", "sure": "1"}, follow=True)
    assert "does not answer" in text_of(answer)
    stripe_server.away = ""
    Payment.objects.update(charge_ref="ch_gone")
    answer = desk.post(page(payment, "pay_back"), {"amount": "5", "sure": "1"}, follow=True)
    assert "said no" in text_of(answer)
    assert not LogEntry.objects.exists()


def test_the_provider_is_asked_again(desk, stripe_server):
    payment = begin()
    stripe_server.pay(payment.session_ref)
    desk.post(page(payment, "ask"))
    assert net() == 2_500


def test_a_monthly_gift_is_ended_after_a_question(desk, stripe_server):
    payment, _charge = settled(stripe_server, desk, is_monthly=True)
    pledge = payment.pledge
    assert page(pledge, "end") in text_of(desk.get(page(pledge)))
    assert "charges nothing any more" in text_of(desk.get(page(pledge, "end")))
    desk.post(page(pledge, "end"))
    pledge.refresh_from_db()
    assert pledge.status == Pledge.Status.ENDED
    assert page(pledge, "end") not in text_of(desk.get(page(pledge)))


@pytest.mark.parametrize("verb", ["release", "pay_back", "ask"])
def test_who_may_only_look_moves_no_money(client, stripe_server, verb):
    payment, _charge = settled(stripe_server, client)
    client.force_login(make_user(group="Editor"))
    assert client.post(page(payment, verb), {"amount": "5", "sure": "1"}).status_code == 403
    assert booked("refund") == []


def test_a_donor_words_are_shown_as_text(desk, stripe_server):
    payment, _charge = settled(stripe_server, desk, donor_name="<b>Oda</b>")
    assert "<b>Oda</b>" not in text_of(desk.get(page(payment)))
