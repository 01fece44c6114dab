"""Nobody can fill an inbox, or the site's outbox, by asking to follow things."""

import pytest
from django.test import Client
from django.urls import reverse

from comments.models import Subscriber
from tests.comments.followers import subscribe
from tests.comments.guests import MARA, opened, send
from tests.factories import make_article, make_member, make_subscriber, make_subscription

pytestmark = pytest.mark.django_db


@pytest.fixture(name="rates")
def _rates(settings):
    def set_rates(**rates):
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | rates

    return set_rates


def from_network(number):
    return Client(REMOTE_ADDR=f"198.51.{number}.7")


@pytest.mark.parametrize(
    "spelled",
    [MARA, "MARA@example.com", "mara+news@example.com", "m.ar.a@example.com", '"mara"@example.com'],
)
def test_three_mails_an_hour_reach_an_inbox_from_wherever_they_are_asked(mailoutbox, spelled):
    for number in range(3):
        subscribe(from_network(number), make_article())
    answer = subscribe(from_network(9), make_article(), email=spelled)
    assert answer.status_code == 303
    assert len(mailoutbox) == 3


def test_of_an_inbox_that_had_enough_nothing_is_stored(mailoutbox):
    for number in range(4):
        subscribe(from_network(number), make_article(), email=f"mara+{number}@example.com")
    assert Subscriber.objects.count() == 3


def test_boxes_below_comments_and_private_links_count_as_well(mailoutbox):
    article = make_article()
    for number in range(2):
        send(from_network(number), article, follow="on", text=f"Word {number}.")
    Client().post(reverse("comments:ask"), {"email": MARA})
    subscribe(from_network(8), article)
    assert len(mailoutbox) == 3


@pytest.mark.parametrize("rate", ["subscribe", "subscribe_network", "subscribe_site"])
def test_who_asks_too_often_waits(client, mailoutbox, rates, rate):
    rates(**{rate: "2/h/ip" if rate == "subscribe" else "2/h/key"})
    article = make_article()
    for number in range(3):
        answer = subscribe(client, article, email=f"reader{number}@example.com")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert "reader2@example.com" in answer.text
    assert len(mailoutbox) == 2


def test_a_network_is_counted_as_one_and_the_next_is_another(mailoutbox, rates):
    rates(subscribe_network="1/h/key")
    article = make_article()
    asked = {"198.51.100.1": 303, "198.51.100.2": 429, "198.51.101.1": 303}
    found = {
        address: subscribe(
            Client(REMOTE_ADDR=address), article, email=f"r{address}@example.com"
        ).status_code
        for address in asked
    }
    assert found == asked


def test_too_many_is_said_in_the_same_words_whatever_is_known(rates):
    rates(subscribe="1/h/ip")
    followed = make_subscription(subscriber=make_subscriber(email=MARA))
    client = Client()
    subscribe(client, followed.article)
    known, unknown = (
        subscribe(client, followed.article, email=email) for email in (MARA, "nobo@example.com")
    )
    assert known.status_code == unknown.status_code == 429
    assert known.text.replace(MARA, "nobo@example.com") == unknown.text


def test_members_are_slowed_down_too(client, rates):
    rates(follow="1/h/ip")
    client.force_login(make_member())
    answers = [subscribe(client, make_article()).status_code for _ in range(2)]
    assert answers == [303, 429]


def test_known_guests_are_slowed_down_too(rates):
    rates(follow="1/h/ip")
    device = opened()
    assert [subscribe(device, make_article()).status_code for _ in range(2)] == [303, 429]


def test_links_to_manage_are_sent_sparingly(mailoutbox):
    make_subscription(subscriber=make_subscriber(email=MARA))
    for number in range(4):
        from_network(number).post(reverse("comments:subscriptions"), {"email": MARA})
    assert len(mailoutbox) == 3


def test_asking_for_links_to_manage_is_slowed_down(client, rates):
    rates(private_link="1/h/ip")
    answers = [client.post(reverse("comments:subscriptions"), {"email": MARA}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 429]
