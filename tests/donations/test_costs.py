"""What the goal pays for: written by the treasurer, shown as a table that adds up."""

import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from donations import budget
from donations.models import Cost
from tests.factories import make_campaign, make_cost, make_user


@pytest.fixture
def treasurer(client):
    client.force_login(make_user(group="Treasurer"))
    return client


def send_costs(browser, campaign, *costs):
    """Send the campaign's form with these lines of costs added."""
    known = {"name": campaign.name, "currency": "USD", "is_active": "on"}
    known |= {"costs-TOTAL_FORMS": len(costs), "costs-INITIAL_FORMS": 0}
    for number, (label, amount) in enumerate(costs):
        line = {"label": label, "amount_cents": amount, "position": number}
        known |= {f"costs-{number}-{name}": value for name, value in line.items()}
    return browser.post(reverse("admin:donations_campaign_change", args=[campaign.pk]), known)


@pytest.mark.django_db
def test_the_treasurer_writes_costs_below_the_campaign(treasurer):
    send_costs(treasurer, make_campaign(), ("Map desk", "2300"), ("Servers", "500,50"))
    assert [*Cost.objects.values_list("label", "amount_cents")] == [
        ("Map desk", 230_000),
        ("Servers", 50_050),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "0", "-5", "1e3", "٢٥"])
def test_a_cost_of_nothing_is_refused(treasurer, typed):
    assert send_costs(treasurer, make_campaign(), ("Map desk", typed)).status_code == 200
    assert not Cost.objects.exists()


@pytest.mark.django_db
def test_costs_stand_beside_the_form_and_add_up(client):
    campaign = make_campaign()
    for label, cents in (("Map desk", 230_000), ("Travel", 140_000), ("Servers", 130_000)):
        make_cost(campaign, label=label, amount_cents=cents)
    text = client.get("/support/").content.decode()
    assert "What $5,000 covers" in text
    assert re.findall(r"<td>(.*?)</td>", text) == [
        "46%",
        "$2,300",
        "28%",
        "$1,400",
        "26%",
        "$1,300",
    ]


@pytest.mark.django_db
def test_without_costs_there_is_no_table(client):
    make_campaign()
    assert 'class="budget"' not in client.get("/support/").content.decode()


@pytest.mark.parametrize(
    ("amounts", "percents"),
    [([1, 1, 1], [34, 33, 33]), ([1, 2], [33, 67]), ([1, 999], [0, 100]), ([7], [100])],
)
def test_shares_are_whole(amounts, percents):
    assert budget.shares(amounts) == percents


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=12))
def test_shares_of_any_costs_add_up_to_a_hundred(amounts):
    percents = budget.shares(amounts)
    assert sum(percents) == 100
    for percent, amount in zip(percents, amounts, strict=True):
        assert abs(percent - amount * 100 / sum(amounts)) < 1
