"""A month's account: every number adds up, by line and by method."""

from datetime import UTC, datetime

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from donations.account import COUNTS, LINES, Account, Sheet
from donations.closing import months_of
from donations.figures import read_figures
from donations.models import LedgerEntry
from tests.factories import make_campaign, make_gift, make_payment

SEPTEMBER_21 = datetime(2021, 9, 21, 12, tzinfo=UTC)
SEPTEMBER = SEPTEMBER_21.date().replace(day=1)
KINDS = LedgerEntry.Kind.values
METHODS = LedgerEntry.Method.values


def account_of(campaign):
    [month] = months_of(campaign, [SEPTEMBER])
    return month.account()


def lines_of(sheet):
    return {line.label: line.cents for line in sheet.lines}


@given(
    st.dictionaries(
        st.sampled_from(METHODS),
        st.dictionaries(st.sampled_from(KINDS), st.integers(-(10**9), 10**9)),
    )
)
def test_whatever_was_booked_rows_and_columns_add_up(methods):
    sheet = Sheet("USD", methods, {})
    lines = [line.cents for line in sheet.lines]
    for together, *by_method in lines:
        assert together == sum(by_method)
    for column in zip(*lines, strict=True):
        gifts, refunds, disputes, adjustments, counts, cover, fees, left = column
        assert gifts + refunds + disputes + adjustments == counts
        assert counts + cover + fees == left
    everything = sum(cents for kinds in methods.values() for cents in kinds.values())
    assert lines[-1][0] == everything


def test_every_kind_of_entry_stands_in_a_line_of_its_own():
    single = [kinds[0] for _label, kinds, is_sum in LINES if not is_sum]
    assert sorted(single) == sorted(KINDS)


@pytest.mark.django_db
@time_machine.travel(SEPTEMBER_21, tick=False)
def test_the_account_tells_apart_what_counts_and_what_it_cost():
    campaign = make_campaign()
    make_gift(campaign, 100, method="card")
    make_gift(campaign, "3.20", method="card", kind="cover")
    make_gift(campaign, "-3.20", method="card", kind="fee")
    make_gift(campaign, -20, method="card", kind="refund")
    make_gift(campaign, -30, method="card", kind="dispute")
    make_gift(campaign, 400, method="bank")
    [sheet] = account_of(campaign).sheets
    assert sheet.heads == ["Together", "Bank transfer", "Card"]
    assert lines_of(sheet) == {
        "Gifts": [50_000, 40_000, 10_000],
        "Refunds": [-2_000, 0, -2_000],
        "Disputes": [-3_000, 0, -3_000],
        "Adjustments": [0, 0, 0],
        "Counts towards the goal": [45_000, 40_000, 5_000],
        "Covered fees": [320, 0, 320],
        "Fees": [-320, 0, -320],
        "Left after fees": [45_000, 40_000, 5_000],
    }
    assert sheet.offline == "$400.00"


@pytest.mark.django_db
@time_machine.travel(SEPTEMBER_21, tick=False)
def test_what_counts_is_the_sum_of_the_tracker():
    campaign = make_campaign()
    for kind, amount in [("gift", 100), ("fee", -3), ("cover", 3), ("refund", -20)]:
        make_gift(campaign, amount, kind=kind)
    [month] = months_of(campaign, [SEPTEMBER])
    figures = read_figures(month.start, month.end, SEPTEMBER_21)
    assert figures.raised_cents == account_of(campaign).raised_cents == 8_000
    assert set(COUNTS) & {"fee", "cover"} == set()


@pytest.mark.django_db
@time_machine.travel(SEPTEMBER_21, tick=False)
def test_other_currencies_stand_apart():
    campaign = make_campaign(currency="USD")
    make_gift(campaign, 100)
    make_gift(campaign, 70, currency="EUR")
    account = account_of(campaign)
    assert [sheet.currency for sheet in account.sheets] == ["USD", "EUR"]
    assert [lines_of(sheet)["Gifts"][0] for sheet in account.sheets] == [10_000, 7_000]
    assert (account.raised_cents, account.gifts) == (10_000, 1)
    assert [line.label for line in account.sheets[1].lines if line.is_sum] == [
        "Before fees",
        "Left after fees",
    ]


@pytest.mark.django_db
@time_machine.travel(SEPTEMBER_21, tick=False)
def test_gifts_wholly_paid_back_are_no_donations():
    campaign = make_campaign()
    make_gift(campaign, 10)
    make_gift(campaign, 20, payment=make_payment(campaign=campaign, status="returned"))
    make_gift(campaign, 30, payment=make_payment(campaign=campaign, status="settled"))
    make_gift(campaign, 40).reverse(by=None)
    account = account_of(campaign)
    [month] = months_of(campaign, [SEPTEMBER])
    assert account.gifts == read_figures(month.start, month.end, SEPTEMBER_21).gifts == 2


@pytest.mark.django_db
@time_machine.travel(SEPTEMBER_21, tick=False)
def test_a_refund_of_an_earlier_gift_is_named_with_its_month():
    campaign = make_campaign()
    august = datetime(2021, 8, 5, tzinfo=UTC)
    payment = make_payment(campaign=campaign)
    make_gift(campaign, 100, payment=payment, booked_at=august)
    make_gift(campaign, -20, kind="refund", payment=payment)
    make_gift(campaign, 7, booked_at=datetime(2021, 7, 5, tzinfo=UTC)).reverse(by=None)
    make_gift(campaign, 50)
    [sheet] = account_of(campaign).sheets
    assert list(sheet.about_earlier) == [
        "Of what counts, adjustments for July 2021: -$7.00",
        "Of what counts, adjustments for August 2021: -$20.00",
    ]


def test_a_kept_account_reads_as_it_was_kept():
    """The shape of version 1: closed months stay readable."""
    facts = {
        "version": 1,
        "currency": "USD",
        "goal_cents": 500_000,
        "gifts": 2,
        "monthly_donors": 1,
        "sheets": {
            "EUR": {"methods": {"bank": {"gift": 700}}, "earlier": {}},
            "USD": {
                "methods": {"card": {"gift": 3_000, "fee": -90}},
                "earlier": {"2021-08": -500},
            },
        },
    }
    account = Account(facts)
    assert [sheet.currency for sheet in account.sheets] == ["USD", "EUR"]
    assert (account.raised_cents, account.goal_cents, account.gifts) == (3_000, 500_000, 2)
    assert account.sheets[0].lines[-1].amounts == ["$29.10", "$29.10"]
