"""What donors say is read by staff first, and gone when they take it back."""

import json

import pytest
from django.urls import reverse

from donations import manage_links, words
from donations.models import Payment
from newsportal.models import OutgoingMail
from tests.donations.paying import settled, tell
from tests.donations.test_pledging import begun
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SAID = {"donor_name": "Oda Glimbo", "message": "For the maps", "words_status": "waiting"}
DESK = "/admin/donations/donor/words/"


@pytest.fixture
def payment(client, stripe_server):
    return settled(stripe_server, client, **SAID)[0]


def decide(client, verb, *payments, one=False):
    client.force_login(make_user(group="Treasurer"))
    rows = [f"{payment.pk}:{words.mark(payment)}" for payment in payments]
    return client.post(DESK, {verb: rows[0]} if one else {"verb": verb, "row": rows}, follow=True)


def say(client, payment, **fields):
    token = manage_links.token_of(payment.donor)
    return client.post(reverse("donations:words", args=[token, payment.key]), fields)


def public_text(client):
    client.logout()
    month = f"{Payment.objects.get().settled_at:%Y-%m}"
    paths = ["/support/", f"/support/months/{month}/", f"/support/months/{month}.csv"]
    paths += ["/support/goal.json", "/"]
    return " ".join(client.get(path).content.decode() for path in paths)


def test_nobody_reads_words_before_staff_do(client, payment):
    assert "Glimbo" not in public_text(client)
    assert not any("Glimbo" in letter.text for letter in OutgoingMail.objects.all())


def test_what_staff_show_is_on_the_page(client, payment):
    decide(client, "show", payment)
    entry = payment.entries.get(kind="gift")
    assert (entry.public_name, entry.public_message) == ("Oda Glimbo", "For the maps")
    assert "Oda Glimbo" in public_text(client)


def test_what_staff_refuse_stays_away(client, payment):
    decide(client, "refuse", payment, one=True)
    payment.refresh_from_db()
    assert payment.words_status == "refused"
    assert "Glimbo" not in public_text(client)


def test_words_changed_meanwhile_are_not_shown_unread(client, payment):
    read = words.mark(payment)
    words.offer(payment, "Glimbo the Second", "")
    assert words.decide(payment, words.Status.SHOWN, read=read) is None
    assert "Glimbo" not in public_text(client)


def test_many_are_decided_at_once(client, stripe_server):
    paid = [settled(stripe_server, client, **SAID)[0] for _ in range(2)]
    decide(client, "show", *paid)
    assert not words.waiting().exists()


@pytest.mark.parametrize("form", [{}, {"verb": "show"}, {"verb": "x", "row": "1:2"}, {"show": "9"}])
def test_an_empty_choice_is_said(client, form):
    client.force_login(make_user(group="Treasurer"))
    assert client.post(DESK, form).status_code == 422


def test_words_of_what_was_never_paid_trouble_nobody(client, stripe_server, payment):
    Payment.objects.update(status="open")
    assert not words.waiting().exists()


def test_changed_words_go_at_once_and_wait_again(client, payment):
    decide(client, "show", payment)
    assert say(client, payment, name="Oda Second", message="").status_code == 303
    payment.refresh_from_db()
    assert (payment.donor_name, payment.words_status) == ("Oda Second", "waiting")
    text = public_text(client)
    assert "Oda" not in text


def test_words_are_taken_away_at_once(client, payment):
    decide(client, "show", payment)
    say(client, payment, name="", message="")
    payment.refresh_from_db()
    assert payment.words_status == "none"
    assert "Glimbo" not in public_text(client)


def test_saying_the_same_again_asks_nobody_twice(client, payment):
    decide(client, "show", payment)
    say(client, payment, name="Oda Glimbo", message="For the maps")
    payment.refresh_from_db()
    assert payment.words_status == "shown"


def test_what_is_shown_of_a_monthly_gift_is_on_its_renewals(client, stripe_server):
    pledge, first = begun(stripe_server, client, **SAID)
    decide(client, "show", first)
    stripe_server.renew(pledge.provider_ref)
    tell(stripe_server, client)
    renewal = Payment.objects.latest("pk")
    assert renewal.entries.get(kind="gift").public_name == "Oda Glimbo"


@pytest.mark.parametrize("name", ["\u202eGlimbo", "a\r\nb", "x" * 81, "\0"])
def test_hostile_words_are_refused_or_cleaned(client, payment, name):
    answer = say(client, payment, name=name, message="")
    payment.refresh_from_db()
    assert answer.status_code in {303, 422}
    assert not set(payment.donor_name) & set("\u202e\r\n\0")


def test_the_totals_do_not_depend_on_words(client, payment):
    before = json.loads(client.get("/support/goal.json").content)["raised"]
    decide(client, "show", payment)
    say(client, payment, name="", message="")
    assert json.loads(client.get("/support/goal.json").content)["raised"] == before == 25
