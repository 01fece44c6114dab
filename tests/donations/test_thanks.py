"""What donors see on coming back: it shows, and counts nothing."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from donations.models import Donor, LedgerEntry, Pledge
from tests.factories import make_campaign, make_payment

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def test_the_thanks_of_nobody_are_not_found(client):
    assert client.get("/support/thanks/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert client.get("/support/thanks/1/").status_code == 404


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("started", "This gift has not been paid."),
        ("open", "If you have paid, $26.06 counts"),
        ("pending", "Your gift is on its way."),
        ("settled", "Thank you. $26.06 arrived."),
        ("quarantined", "Your gift is on its way."),
        ("returned", "This gift was paid back."),
        ("failed", "This gift has not been paid."),
        ("expired", "This gift has not been paid."),
    ],
)
def test_the_thanks_say_what_became_of_the_gift(client, status, words):
    payment = make_payment(cover_cents=106, status=status)
    response = client.get(f"/support/thanks/{payment.key}/")
    assert words in text_of(response)
    assert '<meta name="robots" content="noindex">' in text_of(response)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"


def test_looking_at_the_thanks_counts_nothing(client):
    payment = make_payment(status="open", session_ref="cs_1")
    client.get(f"/support/thanks/{payment.key}/")
    payment.refresh_from_db()
    assert payment.status == "open"
    assert not LedgerEntry.objects.exists()


def test_a_quarantined_gift_looks_like_one_on_its_way(client):
    pages = [
        text_of(client.get(f"/support/thanks/{make_payment(status=status).key}/"))
        for status in ("pending", "quarantined")
    ]
    plain = [re.sub(r"[0-9a-f-]{36}", "", page) for page in pages]
    assert plain[0] == plain[1]


@pytest.mark.parametrize(
    ("status", "minutes", "looks"),
    [("open", 1, True), ("open", 31, False), ("settled", 1, False), ("quarantined", 1, False)],
)
def test_the_thanks_look_again_by_themselves_while_news_is_expected(client, status, minutes, looks):
    begun = timezone.now() - timedelta(minutes=minutes)
    payment = make_payment(status=status, created_at=begun)
    page = text_of(client.get(f"/support/thanks/{payment.key}/"))
    assert ("hx-get" in page.partition("<main")[2].partition("</main")[0]) is looks


def test_a_monthly_donor_is_told_how_to_end_it(client):
    donor = Donor.objects.create(email="oda@example.com")
    campaign = make_campaign()
    facts = {"campaign": campaign, "donor": donor, "provider": "stripe", "currency": "USD"}
    pledge = Pledge.objects.create(amount_cents=2_500, **facts)
    payment = make_payment(campaign, pledge=pledge, status="settled")
    assert 'href="/support/manage/"' in text_of(client.get(f"/support/thanks/{payment.key}/"))
