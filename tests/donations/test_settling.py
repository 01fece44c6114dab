"""From what the provider says of a checkout and a charge to what counts: all over the wire."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from donations import events, gateway, settling, taking
from donations.models import ClosedMonth, LedgerEntry, Payment, Receipt
from donations.provided import ChargeFacts
from newsportal.models import OutgoingMail
from tests.donations.paying import begin, booked, net, settled, tell
from tests.factories import make_campaign, make_user

pytestmark = [pytest.mark.django_db]
Status = Payment.Status
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def charge_facts(payment, **fields):
    """What the provider says of a charge of this payment, unless told otherwise."""
    known = {"ref": "ch_1", "payment_ref": "pi_1", "status": "settled", "is_live": True}
    known |= {"amount_cents": payment.total_cents, "currency": "USD", "charged_at": NOON}
    return ChargeFacts(**known | {"key": payment.key} | fields)


def test_a_gift_counts_with_its_fee_and_a_receipt(client, stripe_server):
    payment, charge = settled(stripe_server, client, 2_500)
    assert (payment.status, payment.charge_ref) == (Status.SETTLED, charge["id"])
    assert booked() == [("gift", 2_500), ("fee", -103)]
    assert net() == 2_500
    assert Receipt.objects.get().amount_cents == 2_500


def test_what_covers_the_fees_is_booked_apart(client, stripe_server):
    settled(stripe_server, client, 2_500, cover=107)
    assert booked("gift", "cover") == [("cover", 107), ("gift", 2_500)]
    assert net() == 2_500
    assert Receipt.objects.get().amount_cents == 2_607


def test_all_events_again_and_backwards_change_nothing(client, stripe_server):
    settled(stripe_server, client)
    before = booked()
    for event in reversed(stripe_server.events):
        events.take("stripe", *about(event))
    assert booked() == before
    assert Receipt.objects.count() == 1


def about(event):
    notice = gateway.facts.notice(event)
    return notice.subject, notice.subject_ref


@pytest.mark.parametrize("kind", ["checkout.session.completed", "charge.succeeded"])
def test_one_of_its_events_is_enough(client, stripe_server, kind):
    stripe_server.pay(begin().session_ref)
    told = next(event for event in stripe_server.events if event["type"] == kind)
    stripe_server.deliver(client, told)
    events.process_events()
    assert booked("gift") == [("gift", 2_500)]


def test_a_gift_counts_when_it_was_charged_not_when_it_was_told(
    client, stripe_server, time_machine
):
    time_machine.move_to(datetime(2026, 9, 30, 21, 30, tzinfo=UTC), tick=False)
    charge = stripe_server.pay(begin().session_ref)
    time_machine.move_to(datetime(2026, 10, 2, 8, tzinfo=UTC), tick=False)
    tell(stripe_server, client)
    gift = LedgerEntry.objects.get(kind="gift")
    assert gift.booked_at.timestamp() == charge["created"]
    assert gift.payment.settled_at == gift.booked_at


def test_a_gift_of_a_closed_month_counts_now(client, stripe_server, time_machine):
    time_machine.move_to(datetime(2026, 9, 30, 12, tzinfo=UTC), tick=False)
    stripe_server.pay(begin().session_ref)
    time_machine.move_to(datetime(2026, 10, 2, 8, tzinfo=UTC), tick=False)
    september = {"start_at": datetime(2026, 9, 1, tzinfo=UTC), "month": date(2026, 9, 1)}
    september |= {"end_at": datetime(2026, 10, 1, tzinfo=UTC), "account": {}}
    ClosedMonth.objects.create(campaign=Payment.objects.get().campaign, **september)
    tell(stripe_server, client)
    gift = LedgerEntry.objects.get(kind="gift")
    assert (gift.booked_at.month, gift.occurred_at.month) == (10, 9)


def test_a_declined_card_counts_nothing_and_another_may_follow(client, stripe_server):
    payment = begin()
    stripe_server.decline(payment.session_ref)
    tell(stripe_server, client)
    payment.refresh_from_db()
    assert (payment.status, payment.declines) == (Status.OPEN, 1)
    stripe_server.pay(payment.session_ref)
    tell(stripe_server, client)
    payment.refresh_from_db()
    assert (payment.status, payment.declines, net()) == (Status.SETTLED, 1, 2_500)


def test_a_checkout_that_is_left_expires(client, stripe_server):
    payment = begin()
    stripe_server.expire(payment.session_ref)
    tell(stripe_server, client)
    payment.refresh_from_db()
    assert (payment.status, booked()) == (Status.EXPIRED, [])


def test_what_was_paid_before_it_expired_counts(client, stripe_server):
    payment, _charge = settled(stripe_server, client)
    facts = taking.gateway_for("stripe").session(payment.session_ref)
    settling.take_session("stripe", type(facts)(facts.ref, facts.key, "expired", True))
    payment.refresh_from_db()
    assert payment.status == Status.SETTLED


@pytest.mark.parametrize(
    ("end", "status", "cents"), [("settle", Status.SETTLED, 2_500), ("fail", Status.FAILED, 0)]
)
def test_money_on_its_way_counts_when_it_arrives(client, stripe_server, end, status, cents):
    payment = begin()
    charge = stripe_server.pay(payment.session_ref, pending=True)
    tell(stripe_server, client)
    payment.refresh_from_db()
    assert (payment.status, net()) == (Status.PENDING, 0)
    getattr(stripe_server, end)(charge)
    tell(stripe_server, client)
    payment.refresh_from_db()
    assert (payment.status, net()) == (status, cents)


def test_play_money_settles_but_never_counts(client, stripe_server, settings):
    stripe_server.use_test_mode()
    settings.STRIPE_SECRET_KEY = stripe_server.secret_key
    payment, charge = settled(stripe_server, client)
    stripe_server.refund(charge, 500)
    tell(stripe_server, client)
    payment.refresh_from_db()
    assert (payment.is_test, payment.status) == (True, Status.SETTLED)
    assert booked() == []
    assert not Receipt.objects.exists()


def test_the_provider_says_what_was_paid(stripe_server):
    payment = begin(1_000, cover=100)
    settling.take_charge("stripe", charge_facts(payment, amount_cents=2_200))
    assert booked() == [("cover", 200), ("gift", 2_000)]


def test_another_currency_is_booked_but_never_added(stripe_server):
    payment = begin()
    settling.take_charge("stripe", charge_facts(payment, currency="EUR"))
    month = payment.campaign.__class__.objects.with_month(NOON - timedelta(days=1), timezone.now())
    assert LedgerEntry.objects.get().currency == "EUR"
    assert (month.get().raised_cents, month.get().gifts) == (0, 0)


def test_charges_of_somebody_else_are_none_of_ours(stripe_server):
    payment = begin()
    facts = charge_facts(payment, key=uuid4())
    assert settling.take_charge("stripe", facts) is None
    assert settling.take_charge("other", charge_facts(payment)) is None
    assert booked() == []


def test_a_risky_gift_is_looked_at_first_and_staff_are_told_once(client, stripe_server):
    make_user(group="Treasurer")
    payment = begin()
    stripe_server.pay(payment.session_ref, risk="elevated")
    tell(stripe_server, client)
    taking.take("stripe", "session", payment.session_ref)
    payment.refresh_from_db()
    assert (payment.status, booked()) == (Status.QUARANTINED, [])
    assert not Receipt.objects.exists()
    assert OutgoingMail.objects.filter(subject="A gift is to be looked at").count() == 1


def test_words_are_on_the_entry_only_when_staff_approved_them(client, stripe_server):
    words = {"donor_name": "Oda", "message": "Go on"}
    settled(stripe_server, client, words_status="waiting", **words)
    settled(stripe_server, client, words_status="shown", **words)
    waiting, shown = LedgerEntry.objects.filter(kind="gift").order_by("pk")
    assert (waiting.donor_name, waiting.message, waiting.is_public) == ("", "", False)
    assert (shown.public_name, shown.public_message) == ("Oda", "Go on")


def test_words_that_staff_decide_meanwhile_are_not_written_over(stripe_server):
    payment = begin(words_status="waiting", donor_name="Oda")
    settling.take_charge("stripe", charge_facts(payment, status="pending"))
    Payment.objects.update(words_status="refused")
    settling.take_charge("stripe", charge_facts(payment))
    assert Payment.objects.get().words_status == "refused"


@pytest.mark.parametrize("last", ["settled", "pending"])
def test_an_older_answer_takes_nothing_back(stripe_server, last):
    payment = begin()
    newer = charge_facts(payment) if last == "settled" else charge_facts(payment, ref="ch_2")
    settling.take_charge("stripe", newer)
    before = booked()
    for status in ("pending", "failed"):
        settling.take_charge("stripe", charge_facts(payment, status=status))
    assert Payment.objects.get().status == Status.SETTLED
    assert booked() == before


def test_a_crash_in_the_middle_leaves_nothing(stripe_server, monkeypatch):
    payment = begin(cover=100)
    with monkeypatch.context() as broken:
        broken.setattr("donations.receipts.issue", lambda *about: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            settling.take_charge("stripe", charge_facts(payment))
    payment.refresh_from_db()
    assert (payment.status, booked()) == (Status.OPEN, [])
    settling.take_charge("stripe", charge_facts(payment))
    assert booked() == [("cover", 100), ("gift", 2_500)]


def test_a_crash_after_it_was_booked_changes_nothing(client, stripe_server, monkeypatch):
    stripe_server.pay(begin().session_ref)
    with monkeypatch.context() as broken:
        broken.setattr("donations.events._end", lambda *about: 1 / 0)
        stripe_server.deliver(client, stripe_server.events[-1])
        with pytest.raises(ZeroDivisionError):
            events.process_events()
    before = booked()
    assert before
    events.WebhookEvent.objects.update(due_at=timezone.now())
    assert events.process_events() == 1
    assert booked() == before


def make_transfer(**fields):
    known = {"campaign": make_campaign(), "provider": "offline", "method": "bank"}
    known |= {"amount_cents": 5_000, "currency": "USD", "code": "7KQ2-41MX"}
    return Payment.objects.create(**known | fields)


def test_a_transfer_counts_as_it_was_paid_once(stripe_server):
    payment, treasurer = make_transfer(), make_user()
    told = {"amount_cents": 4_000, "booked_at": NOON, "ref": "TX-1", "by": treasurer}
    entry = settling.settle_offline(payment, note="Known", **told)
    assert settling.settle_offline(payment, **told) == entry
    assert (entry.amount_cents, entry.booked_at, entry.note) == (4_000, NOON, "Known")
    assert (entry.provider, entry.provider_ref, entry.recorded_by) == ("bank", "TX-1", treasurer)
    payment.refresh_from_db()
    assert (payment.status, payment.amount_cents) == (Status.SETTLED, 4_000)


def test_a_transfer_without_a_reference_is_booked_under_its_code(db):
    entry = settling.settle_offline(
        make_transfer(), amount_cents=5_000, booked_at=NOON, ref="", by=None
    )
    assert entry.provider_ref == "7KQ2-41MX"
