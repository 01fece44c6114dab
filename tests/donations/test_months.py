"""The public accounts: a month, all months, and the figures for other programs."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine

from donations.closing import close
from donations.models import LedgerEntry
from donations.views import months as pages
from tests.factories import make_campaign, make_closed_month, make_gift, make_payment

pytestmark = pytest.mark.django_db
AUGUST = date(2021, 8, 1)
AUGUST_5 = datetime(2021, 8, 5, tzinfo=UTC)
SEPTEMBER_21 = datetime(2021, 9, 21, 12, tzinfo=UTC)
MONTH = "/support/months/2021-09/"
MONTHS = "/support/months/"


@pytest.fixture(autouse=True)
def _september():
    with time_machine.travel(SEPTEMBER_21, tick=False):
        yield


def page(client, address=MONTH):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def cells(text, head):
    """The amounts of one line of the account."""
    row = re.search(rf'<th scope="row">{head}</th>(.*?)</tr>', text, re.S).group(1)
    return re.findall(r"<td>(.*?)</td>", row)


def test_a_months_account_adds_up_by_method(client):
    campaign = make_campaign()
    make_gift(campaign, 1000, method="bank")
    make_gift(campaign, "30.50", method="cash").reverse(by=None)
    make_gift(campaign, 400, method="card")
    make_gift(campaign, -12, method="card", kind="fee")
    text = page(client)
    assert cells(text, "Gifts") == ["$1,430.50", "$1,000.00", "$30.50", "$400.00"]
    assert cells(text, "Adjustments") == ["-$30.50", "$0.00", "-$30.50", "$0.00"]
    assert cells(text, "Counts towards the goal") == ["$1,400.00", "$1,000.00", "$0.00", "$400.00"]
    assert cells(text, "Left after fees") == ["$1,388.00", "$1,000.00", "$0.00", "$388.00"]
    assert 'aria-valuetext="$1,400 of $5,000 raised: 28% of the goal"' in text
    assert "2 donations that still stand" in text
    assert "Of what counts, by other ways than by card: $1,000.00" in text


def test_the_tracker_leads_to_the_account_of_its_month(client):
    make_campaign()
    link = f'<a class="goal__link" href="{MONTH}">'
    assert link in page(client, "/support/")
    assert link in page(client, "/")
    assert link not in page(client)


def test_a_month_that_is_closed_reads_as_it_was_kept(client):
    campaign = make_campaign()
    gift = make_gift(campaign, 25, booked_at=AUGUST_5, donor_name="Oda", is_public=True)
    close(campaign, AUGUST, None)
    gift.reverse(by=None)
    text = page(client, "/support/months/2021-08/")
    assert cells(text, "Counts towards the goal")[0] == "$25.00"
    assert "as it was closed on 21 September 2021" in text
    now = page(client)
    assert cells(now, "Counts towards the goal")[0] == "-$25.00"
    assert "Of what counts, adjustments for August 2021: -$25.00" in now


def test_everybody_shares_the_accounts_until_something_is_booked(
    client, django_capture_on_commit_callbacks
):
    campaign = make_campaign()
    for address in (MONTH, MONTHS, "/support/months/2021-09.csv"):
        response = client.get(address)
        assert "s-maxage=30" in response["Cache-Control"]
        assert not response.cookies
    with django_capture_on_commit_callbacks(execute=True):
        make_gift(campaign, 25)
    assert cells(page(client), "Gifts") == ["$25.00", "$25.00"]
    assert "$25.00" in page(client, MONTHS)
    assert "25.00" in page(client, "/support/months/2021-09.csv")


def test_a_month_is_renewed_when_it_is_over(client):
    make_campaign(shows_expected=True)
    assert "so far" in page(client)
    with time_machine.travel(datetime(2021, 10, 1, tzinfo=UTC), tick=False):
        assert "not closed yet" in page(client)
        assert 'rel="next"' in page(client)


def test_months_lead_to_earlier_ones_with_entries(client):
    make_gift(make_campaign(), 25, booked_at=AUGUST_5)
    assert "/support/months/2021-08/" in page(client)
    assert "/support/months/2021-07/" not in page(client, "/support/months/2021-08/")


@pytest.mark.parametrize("ending", ["/", ".csv"])
@pytest.mark.parametrize("name", ["2021-10", "2021-13", "2021-00", "1999-01", "2021-9", "٢٠٢١-٠٩"])
def test_a_month_to_come_or_of_no_calendar_is_not_found(client, name, ending):
    make_campaign()
    assert client.get(f"/support/months/{name}{ending}").status_code == 404


@pytest.mark.parametrize("address", [MONTH, "/support/months/2021-09.csv"])
def test_without_a_campaign_there_is_no_account(client, address):
    assert client.get(address).status_code == 404
    assert "There are no accounts yet." in page(client, MONTHS)


# The gifts below


def test_gifts_are_all_listed_so_that_the_sum_agrees(client):
    campaign = make_campaign()
    make_gift(campaign, 25, donor_name="Oda", message="Go on", is_public=True)
    make_gift(campaign, 10, donor_name="Petra", message="Glimbo", note="petra@example.com")
    payment = make_payment(campaign=campaign, status="returned")
    make_gift(campaign, 5, donor_name="Runa", is_public=True, payment=payment)
    text = page(client)
    listed = re.findall(r'<span class="number">\$(\d+)</span>', text)
    assert sum(map(int, listed)) == 40
    assert cells(text, "Gifts")[0] == "$40.00"
    assert text.count("A reader") == 2
    assert "Oda" in text
    assert "Go on" in text
    assert "paid back later" in text
    for secret in ("Petra", "Glimbo", "petra@example.com", "Runa"):
        assert secret not in text


def test_gifts_are_paged_and_none_is_left_out_or_told_twice(client, monkeypatch):
    monkeypatch.setattr(pages, "GIFTS_PER_PAGE", 2)
    campaign = make_campaign()
    for amount in (1, 2, 3, 4, 5):  # all at the same moment
        make_gift(campaign, amount, provider_ref=f"ch_{amount}")
    listed, address = [], MONTH
    while address:
        text = page(client, address)
        listed += re.findall(r'<span class="number">\$(\d)</span>', text)
        further = re.search(r'href="(\?after=\d+)#gifts" rel="next"', text)
        address = further and MONTH + further.group(1)
    assert listed == ["5", "4", "3", "2", "1"]


@pytest.mark.parametrize("after", ["0", "x", "-1", "9" * 30, "%ED%A0%80", "1%27"])
def test_a_page_of_gifts_that_nobody_was_led_to_is_not_found(client, after):
    make_gift(make_campaign(), 5)
    assert client.get(f"{MONTH}?after={after}").status_code == 404


def test_a_gift_of_another_month_is_no_place_to_go_on_from(client):
    campaign = make_campaign()
    other = make_gift(campaign, 5, booked_at=AUGUST_5)
    assert client.get(f"{MONTH}?after={other.pk}").status_code == 404


@pytest.mark.parametrize("count", [1, 9])
def test_a_month_needs_as_many_statements_for_many_as_for_one(
    client, django_assert_num_queries, count
):
    campaign = make_campaign()
    for number in range(count):
        payment = make_payment(campaign=campaign, status="settled")
        make_gift(campaign, 25, provider_ref=str(number), payment=payment)
    # sections, campaign, closed months, sums, earlier months, gifts and monthly donors, goal,
    # the page of gifts, whether there is an earlier month, the tracker
    with django_assert_num_queries(10):
        page(client)


# All months


def words(client):
    """All that the list says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page(client, MONTHS)))


def test_the_list_tells_goal_sum_share_and_state(client):
    campaign = make_campaign()
    make_gift(campaign, 100, booked_at=AUGUST_5)
    close(campaign, AUGUST, None)
    campaign.goals.create(month=date(2021, 9, 1), amount_cents=20_000)
    make_gift(campaign, 25, booked_at=datetime(2021, 9, 2, tzinfo=UTC))
    make_gift(campaign, -5, kind="refund")
    text = words(client)
    assert "September 2021 $20.00 $200 10% 1 so far" in text
    assert "August 2021 $100.00 $5,000 2% 1 closed" in text


def test_the_list_and_the_month_agree(client):
    campaign = make_campaign()
    make_gift(campaign, "30.50", booked_at=AUGUST_5).reverse(by=None)
    make_gift(campaign, 3, kind="cover")
    make_gift(campaign, 7, currency="EUR")
    for name in ("2021-08", "2021-09"):
        counts = cells(page(client, f"/support/months/{name}/"), "Counts towards the goal")[0]
        assert f"<td>{counts}</td>" in page(client, MONTHS)


def test_the_list_is_paged_from_month_to_month(client):
    make_gift(make_campaign(), 5, booked_at=datetime(2019, 3, 5, tzinfo=UTC))
    first = page(client, MONTHS)
    assert first.count("<tr>") == 1 + 24
    assert 'href="?before=2019-10" rel="next"' in first
    second = page(client, MONTHS + "?before=2019-10")
    assert "September 2019" in second
    assert "March 2019" in second
    assert 'rel="next"' not in second


@pytest.mark.parametrize("before", ["2019-13", "x", "0000-01", "2019-1", "1" * 30])
def test_a_page_of_months_of_no_calendar_is_not_found(client, before):
    make_campaign()
    assert client.get(f"{MONTHS}?before={before}").status_code == 404


@pytest.mark.parametrize("first", [date(2021, 8, 1), date(2020, 3, 1)])
def test_the_list_needs_as_many_statements_for_many_months_as_for_two(
    client, django_assert_num_queries, first
):
    campaign = make_campaign()
    make_gift(campaign, 5, booked_at=datetime(first.year, first.month, 5, tzinfo=UTC))
    make_closed_month(campaign, first)
    with django_assert_num_queries(6):  # sections, campaign, first entry, closed, sums, goals
        page(client, MONTHS)


def test_the_list_follows_the_goal_that_counted_in_each_month(client):
    campaign = make_campaign(goal=None)
    make_gift(campaign, 10, booked_at=datetime(2021, 6, 5, tzinfo=UTC))
    campaign.goals.create(month=date(2021, 7, 1), amount_cents=10_000)
    campaign.goals.create(month=date(2021, 8, 1), amount_cents=20_000, only_this_month=True)
    text = words(client)
    assert "September 2021 $0.00 $100 0%" in text
    assert "August 2021 $0.00 $200 0%" in text
    assert "July 2021 $0.00 $100 0%" in text
    assert "June 2021 $10.00 – –" in text


# For other programs


def test_other_programs_read_the_goal_as_json(client):
    make_gift(make_campaign(), "1400.60")
    response = client.get("/support/goal.json")
    assert response.json() == {
        "month": "2021-09",
        "goal": 5000,
        "raised": 1400,
        "expected": None,
        "percent": 28,
        "currency": "USD",
        "state": "under-way",
        "days_left": 10,
        "checked_at": None,
        "updated_at": "2021-09-21T12:00:00Z",
    }
    assert response["Cache-Control"] == "public, max-age=60"


def test_a_net_loss_shows_its_minus_in_json(client):
    make_gift(make_campaign(), -50, kind="refund")
    assert client.get("/support/goal.json").json()["raised"] == -50


def test_without_a_goal_the_json_is_empty(client):
    assert set(client.get("/support/goal.json").json().values()) == {None}


def test_a_net_loss_stands_at_zero_on_the_bar_and_below_it_in_the_ledger(client):
    make_gift(make_campaign(), -50, kind="refund")
    text = page(client)
    assert 'max="5000" value="0"' in text
    assert cells(text, "Counts towards the goal")[0] == "-$50.00"
    assert LedgerEntry.objects.get().amount_cents == -5_000
