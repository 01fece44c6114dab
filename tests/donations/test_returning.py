"""What goes back: refunds, disputes, and gifts that staff looked at first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations import returning, settling, taking
from donations.models import Dispute, LedgerEntry, Payment, Receipt, Refund
from donations.provided import ChargeFacts, DisputeFacts, FeeFacts, RefundFacts
from newsportal.models import OutgoingMail
from tests.donations.paying import begin, booked, net, settled, tell
from tests.factories import make_user

pytestmark = [pytest.mark.django_db]
Status = Payment.Status


def test_two_partial_refunds_are_two_entries(client, stripe_server):
    payment, charge = settled(stripe_server, client, 2_500)
    stripe_server.refund(charge, 700)
    tell(stripe_server, client)
    stripe_server.refund(charge, 800)
    tell(stripe_server, client)
    payment.refresh_from_db()
    assert booked("refund") == [("refund", -700), ("refund", -800)]
    assert (net(), payment.returned_cents, payment.status) == (1_000, 1_500, Status.SETTLED)


def test_a_whole_refund_leaves_no_gift(client, stripe_server):
    payment, charge = settled(stripe_server, client, 2_500, cover=107)
    stripe_server.refund(charge)
    tell(stripe_server, client)
    payment.refresh_from_db()
    assert (net(), payment.returned_cents, payment.status) == (0, 2_607, Status.RETURNED)
    assert booked("refund", "cover") == [("cover", 107), ("refund", -2_500), ("cover", -107)]


def test_what_goes_back_goes_out_of_the_gift_first(client, stripe_server):
    _payment, charge = settled(stripe_server, client, 1_000, cover=200)
    stripe_server.refund(charge, 900)
    tell(stripe_server, client)
    stripe_server.refund(charge, 250)
    tell(stripe_server, client)
    assert booked("refund") == [("refund", -900), ("refund", -100)]
    assert booked("cover") == [("cover", 200), ("cover", -150)]


def test_a_refund_that_is_told_before_its_charge_counts_the_same(client, stripe_server):
    charge = stripe_server.pay(begin().session_ref)
    stripe_server.refund(charge, 700)
    refund = next(event for event in stripe_server.events if event["type"] == "charge.refunded")
    stripe_server.deliver(client, refund)
    tell(stripe_server, client)
    assert net() == 1_800
    assert booked("gift", "refund") == [("gift", 2_500), ("refund", -700)]


def test_a_refund_that_fails_comes_back(client, stripe_server):
    payment, charge = settled(stripe_server, client, 1_000, cover=200)
    refund = stripe_server.refund(charge)
    tell(stripe_server, client)
    stripe_server.fail_refund(refund)
    tell(stripe_server, client)
    payment.refresh_from_db()
    assert (net(), payment.status, payment.returned_cents) == (1_000, Status.SETTLED, 0)
    assert booked("adjustment") == [("adjustment", 1_000)]
    assert Refund.objects.get().status == Refund.Status.FAILED


def test_nobody_is_told_of_a_refund_that_had_failed_when_it_was_heard_of(client, stripe_server):
    _payment, charge = settled(stripe_server, client, 1_000)
    stripe_server.fail_refund(stripe_server.refund(charge))
    tell(stripe_server, client)
    assert booked("refund", "adjustment") == [("refund", -1_000), ("adjustment", 1_000)]
    assert not OutgoingMail.objects.filter(key__startswith="returned:").exists()


def test_a_dispute_holds_the_gift_back_and_a_won_one_gives_it_back(client, stripe_server):
    payment, charge = settled(stripe_server, client, 2_500)
    dispute = stripe_server.dispute(charge)
    tell(stripe_server, client)
    payment.refresh_from_db()
    assert (net(), payment.status) == (0, Status.RETURNED)
    stripe_server.win(dispute)
    tell(stripe_server, client)
    payment.refresh_from_db()
    assert (net(), payment.status) == (2_500, Status.SETTLED)
    assert booked("dispute") == [("dispute", -2_500), ("dispute", 2_500)]
    assert booked("fee") == [("fee", -103), ("fee", -1_500)]


def test_a_lost_dispute_stays_lost(client, stripe_server):
    payment, charge = settled(stripe_server, client, 2_500)
    dispute = stripe_server.dispute(charge)
    tell(stripe_server, client)
    stripe_server.lose(dispute)
    tell(stripe_server, client)
    payment.refresh_from_db()
    assert (net(), payment.status) == (0, Status.RETURNED)
    assert booked("dispute") == [("dispute", -2_500)]


def test_an_inquiry_moves_nothing(client, stripe_server):
    payment, charge = settled(stripe_server, client, 2_500)
    inquiry = stripe_server.dispute(charge, inquiry=True)
    tell(stripe_server, client)
    assert (net(), Dispute.objects.get().status) == (2_500, Dispute.Status.INQUIRY)
    stripe_server.escalate(inquiry)
    tell(stripe_server, client)
    assert net() == 0


def test_a_dispute_that_began_as_an_inquiry_counts_when_the_money_went(client, stripe_server):
    payment = begin(1_000)
    asked = timezone.now() - timedelta(days=40)
    for status, at in ((Dispute.Status.INQUIRY, asked), (Dispute.Status.OPEN, timezone.now())):
        disputes = (DisputeFacts("dp_1", 1_000, status, at),)
        settling.take_charge("stripe", facts_of(payment, disputes=disputes))
    assert LedgerEntry.objects.get(kind="dispute").booked_at == at


def facts_of(payment, **fields):
    known = {"ref": "ch_1", "payment_ref": "pi_1", "status": "settled", "currency": "USD"}
    known |= {"amount_cents": payment.total_cents, "is_live": True, "key": payment.key}
    return ChargeFacts(**known | {"charged_at": timezone.now()} | fields)


def test_a_dispute_over_more_than_is_left_never_makes_the_goal_pay(stripe_server):
    payment = begin(1_000, cover=100)
    now = timezone.now()
    refunds = (RefundFacts("re_1", 600, Refund.Status.DONE, now),)
    disputes = (DisputeFacts("dp_1", 1_100, Dispute.Status.OPEN, now + timedelta(days=1)),)
    settling.take_charge("stripe", facts_of(payment, refunds=refunds, disputes=disputes))
    assert net() == 0
    assert sum(cents for _kind, cents in booked()) == 1_100 - 600 - 1_100


def test_an_older_answer_never_takes_a_step_back(stripe_server):
    payment = begin(1_000)
    now = timezone.now()
    for status in (Refund.Status.FAILED, Refund.Status.DONE, Refund.Status.PENDING):
        refund = RefundFacts("re_1", 600, status, now)
        settling.take_charge("stripe", facts_of(payment, refunds=(refund,)))
    assert (net(), Refund.objects.get().status) == (1_000, Refund.Status.FAILED)


def test_a_pending_refund_has_not_gone_yet(stripe_server):
    payment = begin(1_000)
    refund = RefundFacts("re_1", 600, Refund.Status.PENDING, timezone.now())
    settling.take_charge("stripe", facts_of(payment, refunds=(refund,)))
    payment.refresh_from_db()
    assert (net(), returning.left_cents(payment)) == (1_000, 400)


def test_a_fee_may_come_back(stripe_server):
    fees = (FeeFacts("txn_1", 30, timezone.now()), FeeFacts("txn_2", -15, timezone.now()))
    settling.take_charge("stripe", facts_of(begin(1_000), fees=fees))
    assert booked("fee") == [("fee", -30), ("fee", 15)]
    assert net() == 1_000


@pytest.fixture
def quarantined(client, stripe_server):
    payment = begin(2_500)
    stripe_server.pay(payment.session_ref, risk="highest")
    tell(stripe_server, client)
    payment.refresh_from_db()
    return payment


def test_a_released_gift_counts_from_when_it_was_charged(quarantined, time_machine):
    treasurer = make_user()
    time_machine.move_to(timezone.now() + timedelta(days=1))
    payment = returning.release(quarantined, treasurer)
    gift = LedgerEntry.objects.get(kind="gift")
    assert (payment.status, payment.released_by) == (Status.SETTLED, treasurer)
    assert gift.booked_at == quarantined.settled_at
    assert booked() == [("gift", 2_500), ("fee", -103)]
    assert Receipt.objects.count() == 1


def test_a_gift_is_released_also_while_the_provider_is_away(quarantined, stripe_server):
    stripe_server.away = "503"
    returning.release(quarantined, make_user())
    assert booked() == [("gift", 2_500)]


def test_a_gift_is_released_once(quarantined):
    returning.release(quarantined, make_user())
    with pytest.raises(returning.CannotReturn):
        returning.release(quarantined, make_user())
    assert booked("gift") == [("gift", 2_500)]


def test_what_is_paid_back_unreleased_was_never_counted(quarantined):
    payment = returning.pay_back(quarantined, 2_500, make_user())
    assert (payment.status, booked()) == (Status.RETURNED, [])
    with pytest.raises(returning.CannotReturn):
        returning.release(payment, make_user())


def test_staff_pay_back_a_part_and_then_the_rest(client, stripe_server):
    payment, _charge = settled(stripe_server, client, 2_500)
    payment = returning.pay_back(payment, 1_000, make_user())
    assert (net(), payment.returned_cents) == (1_500, 1_000)
    payment = returning.pay_back(payment, 1_500, make_user())
    assert (net(), payment.status) == (0, Status.RETURNED)


@pytest.mark.parametrize("cents", [0, -1, 2_501])
def test_no_more_goes_back_than_came(client, stripe_server, cents):
    payment, _charge = settled(stripe_server, client, 2_500)
    with pytest.raises(returning.CannotReturn):
        returning.pay_back(payment, cents, make_user())
    assert not Refund.objects.exists()


def test_two_people_who_pay_back_the_same_pay_once(client, stripe_server):
    payment, _charge = settled(stripe_server, client, 2_500)
    same = Payment.objects.get(pk=payment.pk)
    gateway, key = taking.gateway_for("stripe"), f"{same.key}:1000:0"
    gateway.refund(same.charge_ref, amount_cents=1_000, key=key)
    returning.pay_back(payment, 1_000, make_user())
    assert net() == 1_500


def test_a_transfer_is_not_paid_back_by_a_button(db):
    payment = Payment(provider="offline", method="bank", status="settled", charge_ref="TX-1")
    assert not returning.can_be_paid_back(payment)
