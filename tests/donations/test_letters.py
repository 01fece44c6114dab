"""Letters to donors and staff: to one address, in its owner's language, each told once."""

import pytest
from django.core import mail
from django.db import transaction

from comments import retention
from comments.models import Sanction
from donations import letters
from donations.models import Donor
from newsportal.models import OutgoingMail
from newsportal.outbox import deliver
from tests.factories import make_user

pytestmark = pytest.mark.django_db

LINK = {"link": "https://news.example/x", "minutes": 30}


def write(to="oda@example.com", **fields):
    return letters.write("manage", to, **LINK | fields)


def test_a_letter_waits_until_it_is_delivered():
    write()
    assert mail.outbox == []
    assert deliver() == 1
    assert mail.outbox[0].to == ["oda@example.com"]


def test_a_letter_is_gone_with_the_transaction_it_belongs_to():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


def test_a_letter_is_gone_with_its_donor():
    donor = Donor.objects.create(email="oda@example.com")
    write(donor=donor)
    donor.delete()
    assert deliver() == 0


def test_a_letter_about_a_gift_outlives_the_account_with_its_address():
    write(donor=Donor.objects.create(email="oda@example.com"))
    write()
    retention.forget_address("Oda@example.com", Sanction.objects.none())
    assert OutgoingMail.objects.get().donor


def test_the_same_key_is_one_letter():
    assert write(key="a").outgoing_id == write(key="a").outgoing_id
    write(key="b")
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize("to", ["", "oda", "oda@example.com\nBcc: x@example.com", "a@b.c, d@e.f"])
def test_only_one_address_gets_a_letter(to):
    assert write(to) is None
    assert not OutgoingMail.objects.exists()


def test_no_text_gets_into_the_headers(settings):
    settings.SITE_NAME = "The Datum\r\nBcc: x@example.com\u2028y"
    message = write().message()
    assert message["Bcc"] is None
    assert len(message["Subject"].splitlines()) == 1


def test_a_letter_is_in_the_language_of_its_donor(settings):
    settings.LANGUAGE_CODE = "en"
    bodies = [write(language=language).body for language in ("xx", "", "en")]
    assert len(set(bodies)) == 1
    assert "The link works" in bodies[0]


def test_those_who_look_after_providers_get_a_letter_each_and_once(settings):
    treasurer, chief = make_user(group="Treasurer"), make_user(is_superuser=True)
    make_user(group="Editor")
    make_user(group="Treasurer", is_active=False)
    for _ in range(2):
        letters.write_to_staff("manage", key="told", **LINK)
    assert {letter.to for letter in OutgoingMail.objects.all()} == {treasurer.email, chief.email}
    assert OutgoingMail.objects.count() == 2
