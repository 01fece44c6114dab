"""The page about giving, its JSON, and the accounts of the months."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from donations.models import Donor, Pledge, Provider
from tests.factories import (
    make_campaign,
    make_cost,
    make_gift,
    make_payment,
    make_user,
    make_way,
)

pytestmark = pytest.mark.django_db
SEPTEMBER_21 = datetime(2021, 9, 21, 12, tzinfo=UTC)
ADDRESS = "bc1qexampleexampleexampleexample0000000000"


def page(client, name="support", *args):
    response = client.get(reverse(f"donations:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


@time_machine.travel(SEPTEMBER_21, tick=False)
def test_the_page_shows_goal_and_deadline(client):
    make_gift(make_campaign(headline="Maps cost money"), 1400)
    text = page(client)
    assert "September map fund" in text
    assert "Maps cost money" in text
    assert '<svg width="28%" height="1">' in text
    assert 'max="5000" value="1400"' in text
    assert 'aria-valuetext="$1,400 of $5,000 raised: 28% of the goal"' in text
    assert "10 days left until the end of September" in text


def test_without_a_campaign_the_page_says_so_calmly(client):
    text = page(client)
    assert "There is no goal this month." in text
    assert "There is no way to give at the moment." in text
    assert "<progress" not in text


def test_without_a_goal_the_ways_are_there(client):
    make_campaign(goal=None)
    make_way(name="Bank transfer")
    text = page(client)
    assert "Bank transfer" in text
    assert "<progress" not in text


def test_everybody_shares_the_page(client):
    make_way(kind="crypto", name="Bitcoin", details=ADDRESS)
    response = client.get(reverse("donations:support"))
    assert "s-maxage=30" in response["Cache-Control"]
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_bank_details_stand_in_lines_to_copy(client):
    make_way(details="Account name: Datum Press\nIBAN: XX00 0000")
    text = page(client)
    assert "<dt>IBAN</dt>" in text
    assert '<copy-text text="XX00 0000" done="Copied">' in text


def test_an_address_stands_in_full_beside_its_picture(client):
    make_way(kind="crypto", name="Bitcoin", details=ADDRESS)
    text = page(client)
    assert f'<bdi class="address" dir="ltr">{ADDRESS}</bdi>' in text
    assert re.search(r'<svg viewBox="0 0 \d+ \d+" class="way__qr">', text)
    assert "style=" not in text


def test_a_hidden_way_is_not_shown(client):
    make_way(name="Old account", is_active=False)
    assert "Old account" not in page(client)


def test_hostile_details_stay_text(client):
    make_way(name="<script>1</script>", details='"><script>2</script>: <b>3</b>')
    text = page(client)
    assert "<script>1" not in text
    assert "<script>2" not in text


def test_supporters_who_agreed_are_named(client):
    make_gift(make_campaign(), 25, donor_name="Oda", message="Go on", is_public=True)
    text = page(client)
    assert "Oda" in text
    assert "Go on" in text
    assert "$25" in text


def test_supporters_who_did_not_agree_are_readers(client):
    fields = {"donor_name": "Oda", "message": "Go on", "note": "oda@example.com"}
    make_gift(make_campaign(), 25, recorded_by=make_user(username="keeper"), **fields)
    text = page(client) + page(client, "goal")
    assert "A reader" in text
    for secret in ("Oda", "Go on", "oda@example.com", "keeper"):
        assert secret not in text


def test_gifts_taken_back_and_refunds_are_not_supporters(client):
    campaign = make_campaign()
    make_gift(campaign, 25, donor_name="Oda", is_public=True).reverse(by=None)
    assert "Recent supporters" not in page(client)


def test_no_button_in_the_masthead_leads_to_the_page_it_is_on(client, db):
    assert "masthead__give" not in page(client)
    assert "masthead__give" in client.get("/").content.decode()


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_needs_as_many_statements_for_many_as_for_one(
    client, django_assert_num_queries, count
):
    campaign = make_campaign()
    for number in range(count):
        make_gift(campaign, 25, provider_ref=str(number))
        make_way(name=f"Way {number}")
        make_cost(campaign, label=f"Cost {number}")
    with django_assert_num_queries(7):  # sections, goal, providers twice, ways, costs, supporters
        page(client)


def test_the_page_holds_the_form_and_no_token(client, stripe_server):
    make_campaign()
    text = page(client)
    assert 'action="/support/give/"' in text
    assert '<input type="hidden" name="token">' in text
    assert re.search(r'name="amount" value="10"[^>]* checked', text)
    assert "Every month" in text
    assert client.get("/support/").content.decode() == text
    assert not client.cookies


def test_without_cards_the_form_is_for_transfers_alone(client):
    make_campaign()
    make_way()
    text = page(client)
    assert '<input type="hidden" name="provider" value="offline">' in text
    assert "Every month" not in text
    assert "Cover the card" not in text


def test_without_an_account_nobody_is_asked_for_a_transfer(client):
    make_campaign()
    make_way(kind="crypto", name="Bitcoin", details=ADDRESS)
    text = page(client)
    assert 'action="/support/give/"' not in text
    assert "Bitcoin" in text


def test_a_provider_switched_off_is_gone_at_once_and_says_why(
    client, stripe_server, django_capture_on_commit_callbacks
):
    make_campaign()
    make_way()
    assert "Every month" in page(client)
    provider = Provider.objects.get(name="stripe")
    provider.is_on, provider.notice = False, "Cards rest until Friday."
    with django_capture_on_commit_callbacks(execute=True):
        provider.save()
    text = page(client)
    assert "Cards rest until Friday." in text
    assert "Every month" not in text
    assert "IBAN" in text


def test_a_monthly_gift_says_so(client):
    campaign = make_campaign()
    donor = Donor.objects.create(email="oda@example.com")
    facts = {"campaign": campaign, "currency": "USD", "amount_cents": 1000}
    pledge = Pledge.objects.create(donor=donor, provider="stripe", **facts)
    make_gift(campaign, 10, payment=make_payment(campaign, pledge=pledge))
    assert "$10 monthly" in page(client)
