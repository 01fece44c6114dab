"""From the form to the provider's page and back."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client

from donations import giving
from donations.models import Donor, LedgerEntry, Payment, Pledge, Provider
from donations.provided import ProviderAway, ProviderRefused
from tests.factories import make_campaign, make_way

GIVE = "/support/give/"
NOW = datetime(2021, 9, 21, 12, tzinfo=UTC)
CARD = {"often": "once", "amount": "25", "provider": "stripe", "email": "oda@example.com"}
TRANSFER = {"amount": "25", "provider": "offline"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def donor(client, stripe_server, clock):
    """Somebody whose browser fetched a token three seconds ago, and what they may give for."""
    make_campaign()
    make_way()
    token = client.post("/support/token/").json()["token"]
    clock.shift(3)

    def send(known=CARD, **fields):
        return client.post(GIVE, known | {"token": token} | fields)

    return send


def text_of(response):
    return response.content.decode()


def token_in(response):
    return re.search(r'name="token" value="([^"]+)"', text_of(response))[1]


def test_a_form_with_a_token_leads_to_the_provider(donor, stripe_server):
    response = donor()
    assert response.status_code == 303
    assert response.url.startswith(stripe_server.checkout_url)
    payment = Payment.objects.get()
    assert (payment.amount_cents, payment.currency, payment.status) == (2_500, "USD", "open")
    assert payment.session_ref
    assert payment.donor.email == "oda@example.com"
    assert payment.pledge is None
    assert not LedgerEntry.objects.exists()


def test_without_a_token_the_donor_checks_first_and_then_pays(client, clock, stripe_server):
    make_campaign()
    response = client.post(GIVE, CARD | {"amount": "other", "other": "12,5", "name": "Oda"})
    assert response.status_code == 200
    assert "You give $12.50 once, by card." in text_of(response)
    assert 'value="12,5"' in text_of(response)
    assert response["Cache-Control"] == "private, no-store"
    assert not Payment.objects.exists()
    clock.shift(3)
    again = {"amount": "other", "other": "12,5", "token": token_in(response)}
    assert client.post(GIVE, CARD | again).status_code == 303


def test_a_monthly_gift_is_kept_with_its_donor(donor):
    donor(often="monthly")
    pledge = Pledge.objects.get()
    assert (pledge.amount_cents, pledge.status, pledge.donor.email) == (
        2_500,
        "started",
        "oda@example.com",
    )
    assert pledge.payments.get().status == "open"


def test_covered_fees_are_reckoned_by_us_and_shown(client, clock, stripe_server):
    make_campaign()
    response = client.post(GIVE, CARD | {"cover": "on", "cover_cents": "1"})
    assert "With $1.06 for the provider&#x27;s fees, you pay $26.06." in text_of(response)
    clock.shift(3)
    client.post(GIVE, CARD | {"cover": "on", "token": token_in(response)})
    assert (Payment.objects.get().amount_cents, Payment.objects.get().cover_cents) == (2_500, 106)


@pytest.mark.parametrize("cents", [200, 500, 2_500, 9_999, 1_000_000])
def test_what_covers_the_fees_leaves_the_whole_gift(cents, settings):
    paid = cents + giving.cover_of(cents)
    kept = paid * settings.DONATION_FEE_PERMILLE / 1000 + settings.DONATION_FEE_CENTS
    assert cents <= paid - kept < cents + 1


def test_a_transfer_covers_no_fees(donor):
    donor(TRANSFER, cover="on")
    assert Payment.objects.get().cover_cents == 0


def test_a_bank_transfer_gets_a_code_and_the_account(donor, client):
    response = donor(TRANSFER)
    payment = Payment.objects.get()
    assert response.url == f"/support/thanks/{payment.key}/"
    page = text_of(client.get(response.url))
    assert payment.code in page
    assert "XX00 0000 0000" in page
    assert "$25.00" in page


def test_only_a_chosen_way_with_an_account_takes_transfers(client, stripe_server):
    make_campaign()
    make_way(kind="crypto", details="bc1qexample")
    response = client.post(GIVE, TRANSFER)
    assert response.status_code == 422
    assert "This way to pay is closed at the moment." in text_of(response)


def test_a_form_for_a_provider_that_was_switched_off_goes_nowhere(donor, stripe_server):
    Provider.objects.update_or_create(name="stripe", defaults={"is_on": False})
    response = donor()
    assert response.status_code == 422
    assert "Bank transfer" in text_of(response)
    assert not Payment.objects.exists()
    assert not stripe_server.asked


def test_the_same_form_sent_twice_is_one_payment(donor, stripe_server):
    first, second = donor(), donor()
    assert first.url == second.url
    assert Payment.objects.count() == Donor.objects.count() == 1
    assert sum("POST checkout/sessions" in each for each in stripe_server.asked) == 1


def test_a_form_corrected_after_going_back_is_another_payment(donor):
    assert donor().url != donor(amount="50").url
    assert sorted(Payment.objects.values_list("amount_cents", flat=True)) == [2_500, 5_000]
    assert Donor.objects.count() == 1


def test_sent_again_after_it_was_paid_it_leads_to_the_thanks(donor):
    donor()
    Payment.objects.update(status=Payment.Status.SETTLED)
    assert donor().url == f"/support/thanks/{Payment.objects.get().key}/"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_are_one_payment(client, stripe_server, clock, settings):
    settings.DONATION_LIMITS = settings.DONATION_LIMITS | {"address_hour": 50}
    make_campaign()
    fields = CARD | {"token": client.post("/support/token/").json()["token"]}
    clock.shift(3)
    cookie = client.cookies["giving"].value

    def click(_number):
        browser = Client()
        browser.cookies["giving"] = cookie
        try:
            return browser.post(GIVE, fields)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(click, range(8)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.url for answer in answers}) == 1
    assert Payment.objects.count() == Donor.objects.count() == 1


@pytest.mark.parametrize("said", [{"website": "https://glimbo.example"}, {"token": "forged"}])
def test_who_fills_the_hidden_field_or_forges_a_token_gets_the_form_again(donor, said):
    response = donor(**said)
    assert response.status_code == 200
    assert "Continue to payment" in text_of(response)
    assert not Payment.objects.exists()


def test_a_form_sent_at_once_comes_again_with_a_new_token(client, clock, stripe_server):
    make_campaign()
    token = client.post("/support/token/").json()["token"]
    response = client.post(GIVE, CARD | {"token": token})
    assert response.status_code == 200
    assert token_in(response) != token


def test_who_tries_too_often_waits_and_keeps_what_was_typed(donor, settings):
    settings.DONATION_LIMITS = settings.DONATION_LIMITS | {"address_hour": 1}
    donor()
    response = donor(amount="other", other="31.40")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert 'value="31.40"' in text_of(response)
    assert "Bank transfer" in text_of(response)
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("error", [ProviderAway, ProviderRefused])
def test_while_the_provider_is_away_the_form_waits_and_the_other_ways_are_there(
    donor, error, monkeypatch
):
    def start(*args, **kwargs):
        raise error

    with monkeypatch.context() as away:
        away.setattr("donations.gateway.Stripe.start", start)
        response = donor(name="Oda")
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert 'value="Oda"' in text_of(response)
    assert "XX00 0000 0000" in text_of(response)
    assert Payment.objects.get().status == "started"
    assert donor(name="Oda").status_code == 303
    assert Payment.objects.get().status == "open"


def test_who_goes_off_to_pay_is_not_asked_for_a_month(donor):
    assert donor().cookies["strip"]["max-age"] == 30 * 24 * 3600


def test_currency_price_and_addresses_come_from_us(donor, stripe_server, settings):
    forged = {"currency": "SEK", "campaign": "7", "price": "1", "amount_cents": "1"}
    forged |= {"success_url": "https://elsewhere.example", "done_url": "https://elsewhere.example"}
    donor(**forged)
    payment = Payment.objects.get()
    assert (payment.currency, payment.amount_cents) == ("USD", 2_500)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"amount": ""}, "Choose an amount."),
        ({"amount": "26"}, "Choose an amount."),
        ({"amount": "-5"}, "Choose an amount."),
        ({"amount": "9" * 30}, "Choose an amount."),
        ({"amount": "25\0"}, "Choose an amount."),
        ({"amount": "other"}, "Write the amount."),
        ({"amount": "other", "other": "1.99"}, "The amount must be at least 2.00."),
        ({"amount": "other", "other": "٢٥"}, "Write an amount like 25 or 25.00"),
        ({"amount": "other", "other": "10000.01"}, "Up to $10,000 can be given here."),
        ({"amount": "other", "other": "999999999"}, "Up to $10,000 can be given here."),
        ({"amount": "other", "other": "9" * 30}, "Write an amount like 25 or 25.00"),
        (
            {"amount": "other", "other": "1001", "often": "monthly"},
            "Monthly gifts go up to $1,000.",
        ),
        ({"often": "weekly"}, "Select a valid choice."),
        ({"provider": ""}, "Choose a way to pay."),
        ({"provider": "paypal"}, "This way to pay is closed at the moment."),
        ({"provider": "offline", "often": "monthly"}, "Your bank sets up a monthly transfer."),
        ({"email": ""}, "The receipt needs an address."),
        ({"email": "oda"}, "Enter a valid email address."),
        ({"email": "oda@example.com, eli@example.com"}, "Enter a valid email address."),
        ({"email": "oda@example.com\nBcc: eli@example.com"}, "Enter a valid email address."),
        ({"email": "oda@exam\u2028ple.com"}, "Latin letters"),
        ({"email": "ода@example.com"}, "Enter a valid email address."),
        ({"name": "o" * 81}, "at most 80 characters"),
        ({"message": "o" * 201}, "at most 200 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(donor, fields, message):
    response = donor(**{"name": "Oda Kran"} | fields)
    assert response.status_code == 422
    assert message in text_of(response)
    assert fields.get("name") or 'value="Oda Kran"' in text_of(response)
    assert not Payment.objects.exists()


def test_the_limits_hold_for_amounts_to_choose_from_too(donor, settings):
    settings.DONATION_MONTHLY_MAX_CENTS = 5_000
    assert donor(amount="50", often="monthly").status_code == 303
    response = donor(amount="100", often="monthly")
    assert response.status_code == 422
    assert "Monthly gifts go up to $50." in text_of(response)


def test_what_is_typed_beside_a_chosen_amount_does_not_matter(donor):
    assert donor(other="glimbo").status_code == 303
    assert Payment.objects.get().amount_cents == 2_500


def test_names_and_messages_are_cleaned(donor):
    donor(name="  O\0da\u202e \u200b Kran\u2028 ", message="Z" + "\u0301" * 9 + "\r\nok")
    payment = Payment.objects.get()
    assert payment.donor_name == "O da Kran"
    assert payment.message == "Ź" + "\u0301" * 4 + " ok"
    assert payment.words_status == Payment.WordsStatus.WAITING


def test_who_leaves_no_name_has_nothing_to_be_read(donor):
    donor()
    assert Payment.objects.get().words_status == Payment.WordsStatus.NONE


def test_a_known_donor_is_the_same_in_any_case(donor):
    known = Donor.objects.create(email="Oda@Example.com")
    donor(email="ODA@example.com")
    assert Payment.objects.get().donor == known


def test_a_payment_in_test_mode_is_marked(donor, settings, stripe_server):
    stripe_server.use_test_mode()
    settings.STRIPE_SECRET_KEY = stripe_server.secret_key
    donor()
    assert Payment.objects.get().is_test


def test_where_from_is_kept_as_a_hash_alone(donor):
    donor()
    payment = Payment.objects.get()
    assert payment.address
    assert payment.network
    assert "127.0.0.1" not in str(payment.address)


def test_with_nothing_to_give_for_the_form_is_closed(client):
    response = client.post(GIVE, CARD)
    assert response.status_code == 503
    assert "The form is closed at the moment." in text_of(response)


def test_looking_at_the_forms_address_leads_to_the_page(client):
    assert client.get(GIVE).url == "/support/"
