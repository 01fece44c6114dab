"""Donors get at their gifts by a link, see them, and change what they give every month."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from donations import gateway, manage_links
from donations.models import Donor, Payment, Pledge
from donations.provided import ProviderAway
from newsportal.logs import TOKEN
from newsportal.models import OutgoingMail
from tests.donations.paying import net, settled, tell
from tests.donations.test_pledging import begun
from tests.mails import link_in

pytestmark = pytest.mark.django_db
Status = Pledge.Status
ASK = "/support/manage/"


def page(donor, name="gifts", **place):
    return reverse(f"donations:{name}", kwargs={"token": manage_links.token_of(donor)} | place)


@pytest.fixture
def pledge(client, stripe_server):
    return begun(stripe_server, client)[0]


def act(client, pledge, verb, **fields):
    return client.post(page(pledge.donor, f"pledge_{verb}", key=pledge.key), fields)


def ask(client, email):
    return client.post(ASK, {"email": email})


def test_the_link_comes_by_mail_and_leads_to_the_gifts(
    client, stripe_server, django_capture_on_commit_callbacks
):
    settled(stripe_server, client, 2_500)
    with django_capture_on_commit_callbacks(execute=True):
        ask(client, "Donor@Example.com")
    path = link_in(mail.outbox[-1])
    text = client.get(path).content.decode()
    assert "$25.00" in text
    assert "donor@example.com" in text


def test_known_and_unknown_addresses_get_the_same_answer(client):
    Donor.objects.create(email="oda@example.com")
    answers = [ask(client, email) for email in ("oda@example.com", "nobody@example.com")]
    assert len({(each.status_code, each["Location"]) for each in answers}) == 1
    assert answers[0].status_code == 303
    assert [letter.to for letter in OutgoingMail.objects.all()] == ["oda@example.com"]


def test_the_letter_is_written_once_the_answer_is_out(client, django_assert_num_queries):
    from django.test import RequestFactory

    from donations.views.donors import ask as view

    Donor.objects.create(email="oda@example.com")
    for email in ("oda@example.com", "nobody@example.com"):
        request = RequestFactory().post(ASK, {"email": email})
        with django_assert_num_queries(0):
            view(request)
    assert not OutgoingMail.objects.exists()


def test_an_inbox_gets_three_links_an_hour_whatever_its_tag(client):
    for number in range(5):
        Donor.objects.create(email=f"oda+{number}@example.com")
        assert ask(client, f"oda+{number}@example.com").status_code == 303
    assert OutgoingMail.objects.count() == 3


def test_one_network_asks_ten_times_an_hour(client):
    answers = [ask(client, f"reader{number}@example.com") for number in range(11)]
    assert {answer.status_code for answer in answers[:10]} == {303}
    assert answers[10].status_code == 429
    assert answers[10]["Retry-After"]
    assert "reader10@example.com" in answers[10].content.decode()


@pytest.mark.parametrize("email", ["", "oda", "a@b\0.example", "\ud800@example.com", "ö@ö.example"])
def test_what_is_no_address_is_said_beside_the_field(client, email):
    answer = client.post(ASK, {"email": email.encode("utf-8", "surrogatepass").decode("latin-1")})
    assert answer.status_code == 422


def test_a_link_ends_after_half_an_hour(client):
    donor = Donor.objects.create(email="oda@example.com")
    path = page(donor)
    for minutes, status in ((29, 200), (31, 410)):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            assert client.get(path).status_code == status


@pytest.mark.parametrize("token", ["x", "x:y:z", "é:1:2"])
def test_a_forged_link_asks_for_the_address(client, token):
    answer = client.get(reverse("donations:gifts", args=[token]))
    assert answer.status_code == 410
    assert 'name="email"' in answer.content.decode()


def test_a_raised_number_ends_every_link(client):
    donor = Donor.objects.create(email="oda@example.com")
    path = page(donor)
    Donor.objects.update(link_number=1)
    assert client.get(path).status_code == 410


def test_the_page_is_the_donors_alone_and_its_address_is_in_no_log(client):
    path = page(Donor.objects.create(email="oda@example.com"))
    answer = client.get(path)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert 'name="robots" content="noindex' in answer.content.decode()
    assert TOKEN.sub("***", path) == "/support/manage/***/"


def test_opening_the_pages_changes_nothing(client, pledge):
    for name in ("gifts", "erase"):
        assert client.get(page(pledge.donor, name)).status_code == 200
    assert client.get(page(pledge.donor, "pledge_end", key=pledge.key)).status_code == 200
    for verb in ("amount", "pause", "resume", "card"):
        answer = client.get(page(pledge.donor, f"pledge_{verb}", key=pledge.key))
        assert answer.status_code == 405
    pledge.refresh_from_db()
    assert (pledge.status, pledge.amount_cents) == (Status.ACTIVE, 1_000)


def test_a_new_amount_holds_from_the_next_charge_on(client, stripe_server, pledge):
    assert act(client, pledge, "amount", amount="15").status_code == 303
    stripe_server.renew(pledge.provider_ref)
    tell(stripe_server, client)
    pledge.refresh_from_db()
    assert pledge.amount_cents == 1_500
    assert net() == 2_500


def test_who_covers_the_fees_goes_on_doing_so(client, stripe_server):
    pledge, _payment = begun(stripe_server, client, cover=61)
    act(client, pledge, "amount", amount="20")
    stripe_server.renew(pledge.provider_ref)
    tell(stripe_server, client)
    renewal = Payment.objects.latest("pk")
    assert (renewal.amount_cents, renewal.cover_cents) == (2_000, 91)


def test_an_amount_changed_there_and_back_is_changed_each_time(client, pledge):
    for amount in ("15", "10", "15"):
        act(client, pledge, "amount", amount=amount)
    assert gateway.Stripe().pledge(pledge.provider_ref).amount_cents == 1_500


@pytest.mark.parametrize("amount", ["", "1", "1000.01", "9" * 30, "ten", "-5", "1\0"])
def test_amounts_keep_to_the_limits_of_the_form(client, pledge, amount):
    answer = act(client, pledge, "amount", amount=amount)
    assert answer.status_code == 422
    assert gateway.Stripe().pledge(pledge.provider_ref).amount_cents == 1_000


def test_a_monthly_gift_is_paused_and_resumed(client, pledge):
    for verb, status in (("pause", Status.PAUSED), ("resume", Status.ACTIVE)):
        assert act(client, pledge, verb).status_code == 303
        pledge.refresh_from_db()
        assert pledge.status == status


def test_two_clicks_end_a_monthly_gift(client, pledge):
    way = page(pledge.donor, "pledge_end", key=pledge.key)
    assert way in client.get(page(pledge.donor)).content.decode()
    assert "End it" in client.get(way).content.decode()
    assert client.post(way).status_code == 303
    pledge.refresh_from_db()
    assert pledge.status == Status.ENDED


def test_the_card_is_changed_at_the_provider(client, stripe_server, pledge):
    answer = act(client, pledge, "card")
    assert answer.status_code == 303
    assert not answer["Location"].startswith("/")


@pytest.mark.parametrize("verb", ["amount", "pause", "resume", "end", "card"])
def test_a_provider_that_is_away_is_said_and_nothing_is_changed(client, pledge, monkeypatch, verb):
    def be_away(*args, **kwargs):
        raise ProviderAway

    for name in ("change_amount", "pause", "resume", "end", "card_page"):
        monkeypatch.setattr(gateway.Stripe, name, be_away)
    answer = act(client, pledge, verb, amount="17.00")
    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()
    assert verb != "amount" or 'value="17.00"' in answer.content.decode()
    pledge.refresh_from_db()
    assert (pledge.status, pledge.amount_cents) == (Status.ACTIVE, 1_000)


def test_nobody_reaches_another_donors_gifts(client, pledge):
    stranger = Donor.objects.create(email="oda@example.com")
    payment = pledge.payments.get()
    receipt = pledge.donor.receipts.get()
    places = [
        *[page(stranger, f"pledge_{verb}", key=pledge.key) for verb in ("amount", "end", "card")],
        page(stranger, "words", key=payment.key),
        page(stranger, "receipt", pk=receipt.pk),
        page(stranger, "words", key=uuid4()),
    ]
    assert {client.post(place).status_code for place in places} == {404}


def test_a_receipt_is_sent_again(client, stripe_server):
    payment, _charge = settled(stripe_server, client)
    receipt = payment.donor.receipts.get()
    assert client.post(page(payment.donor, "receipt", pk=receipt.pk)).status_code == 303
    assert OutgoingMail.objects.filter(subject__contains=receipt.number).count() == 2


def test_many_gifts_cost_no_more_questions(client, stripe_server, django_assert_max_num_queries):
    payment, _charge = settled(stripe_server, client)
    for _ in range(3):
        settled(stripe_server, client)
    with django_assert_max_num_queries(6):
        client.get(page(payment.donor))
