"""What a movement may be: sure where code and amount agree, a hint where less agrees."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from donations import matching, statements
from donations.matching import folded
from donations.models import StatementLine
from tests.donations.bank_files import table
from tests.factories import make_campaign, make_gift, make_payment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to("2026-11-20 15:00:00+00:00", tick=False)


def announce(code="7KQ2-41MX", **fields):
    return make_payment(provider="offline", method="bank", code=code, **fields)


def line(text="", *, amount="25.00", payer="Oda Fen", campaign=None, day=TODAY):
    content = table(f"{day};{amount};USD;{payer};{text}")
    taken = statements.take_in(content, "a.csv", campaign=campaign or make_campaign(), by=None)
    return taken.statement.lines.get()


def known(found):
    return matching.suggest([found])[found.pk]


@pytest.mark.parametrize(
    "text",
    [
        "7KQ2-41MX",
        "7kq2-41mx",
        "7KQ2 41MX",
        "Gift 7KQ241MX, thank you",
        "7 K Q 2 - 4 1 M X",
        "7K02-4IMX",
        "7KO2-4lMX",
    ],
)
def test_a_code_is_found_however_it_was_copied(text):
    payment = announce()
    found = known(line(text, campaign=payment.campaign))
    assert (found.announced, found.code, found.is_sure) == (payment, "7KQ2-41MX", True)


@pytest.mark.parametrize("text", ["", "7KQ2-41M", "7KQ2-41MZ", "17KQ2"])
def test_a_text_without_the_code_is_never_sure(text):
    payment = announce()
    assert not known(line(text, campaign=payment.campaign)).is_sure


def test_signs_that_look_alike_are_one_and_no_others():
    assert folded("o0q-iI1l") == "OOOIIII"
    assert folded("2S5Z8B") == "2S5Z8B"


def test_another_amount_is_shown_and_not_sure():
    payment = announce(amount_cents=3_000)
    found = known(line("7KQ2-41MX", campaign=payment.campaign))
    assert (found.announced, found.code, found.is_sure) == (payment, "7KQ2-41MX", False)


def test_the_covered_fees_are_part_of_the_amount():
    payment = announce(amount_cents=2_400, cover_cents=100)
    assert known(line("7KQ2-41MX", campaign=payment.campaign)).is_sure


def test_a_code_that_was_paid_before_is_not_offered_again():
    payment = announce(status="settled")
    found = known(line("7KQ2-41MX", campaign=payment.campaign))
    assert (found.code, found.is_sure, found.is_paid_already) == ("", False, True)


def test_the_same_amount_announced_shortly_before_is_a_perhaps():
    now = timezone.now()
    payment = announce(created_at=now - timedelta(days=3))
    announce("AAAA-BBBB", created_at=now - timedelta(days=60))
    announce("AAAA-CCCC", created_at=now - timedelta(days=3), amount_cents=999)
    announce("AAAA-DDDD", created_at=now - timedelta(days=3), status="settled")
    announce("AAAA-EEEE", created_at=now + timedelta(days=3))
    assert known(line(campaign=payment.campaign)).perhaps == (payment,)


def test_a_payer_who_gave_before_is_named():
    campaign = make_campaign()
    statements.book(before := line(campaign=campaign, day=date(2026, 11, 1)), None)
    assert known(line(campaign=campaign)).before == before
    assert known(line(payer="Ben Alder", campaign=campaign)).before is None


def test_money_that_went_back_names_the_gift_of_this_payer():
    campaign = make_campaign()
    make_gift(campaign, 25, method="bank", booked_at=timezone.now() - timedelta(days=1))
    entry = statements.book(line(campaign=campaign, day=date(2026, 11, 1)), None)
    assert known(line(amount="-25.00", campaign=campaign)).answers == entry


def test_money_that_went_back_answers_no_gift_of_another_amount_or_of_later():
    campaign = make_campaign()
    make_gift(campaign, 26, method="bank", booked_at=timezone.now() - timedelta(days=1))
    make_gift(campaign, 25, method="bank", booked_at=timezone.now() + timedelta(days=2))
    assert known(line(amount="-25.00", campaign=campaign)).answers is None


def test_lines_are_told_apart():
    payment = announce()
    rows = [f"{TODAY};25.00;USD;Oda;7KQ2-41MX", f"{TODAY};25.00;USD;Ben;Maps"]
    statements.take_in(table(*rows), "a.csv", campaign=payment.campaign, by=None)
    with_code, without = StatementLine.objects.order_by("pk")
    found = matching.suggest([with_code, without])
    assert (found[with_code.pk].is_sure, found[without.pk].is_sure) == (True, False)
