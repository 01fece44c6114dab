"""Slow mode of discussions, and threads that cool down while reports of them are open."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from comments import counters
from comments.cooling import cooling_sentence, slow_sentence
from comments.models import Discussion
from tests.factories import make_article, make_comment, make_member, make_user

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 3, 12, tzinfo=UTC)
GUEST = {"name": "Mara L.", "email": "mara@example.com"}


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def make_slow_article(seconds=300):
    article = make_article(published_at=START)
    Discussion.objects.create(article=article, slow_seconds=seconds)
    return article


def make_hot_thread(heat=1):
    root = make_comment()
    counters.warm(root, heat)
    return root


def send(client, article, text, address="192.0.2.1"):
    place = reverse("comments:post", args=[article.pk])
    return client.post(place, GUEST | {"text": text}, REMOTE_ADDR=address)


def answer(client, parent, text, address="192.0.2.1"):
    place = reverse("comments:reply", args=[parent.pk])
    return client.post(place, GUEST | {"text": text}, REMOTE_ADDR=address)


def test_slow_mode_lets_a_person_write_once_in_its_time(client, clock):
    article = make_slow_article()
    assert send(client, article, "First words.").status_code == 303
    clock.shift(100)
    response = send(client, article, "Second words.")
    assert response.status_code == 429
    assert response["Retry-After"] == "200"
    assert "Slow mode: one comment per person every 5 minutes." in response.text
    assert "Wait 4 minutes, then send it again." in response.text
    assert "Second words." in response.text
    clock.shift(200)
    assert send(client, article, "Second words.").status_code == 303


def test_slow_mode_is_about_one_discussion_and_one_person(client, clock):
    article = make_slow_article()
    send(client, article, "First words.")
    assert send(client, make_article(), "Words elsewhere.").status_code == 303
    other = Client()
    other.force_login(make_member())
    assert send(other, article, "Words of somebody else.").status_code == 303


def test_throwing_the_cookie_away_does_not_hurry_slow_mode(client, clock):
    article = make_slow_article()
    send(client, article, "First words.")
    clock.shift(60)
    assert send(Client(), article, "Second words.").status_code == 429
    assert send(Client(), article, "From elsewhere.", "198.51.100.7").status_code == 303


def test_a_hot_thread_makes_the_same_person_wait_longer_with_every_report(client, clock):
    root = make_hot_thread(heat=2)
    assert answer(client, root, "First reply.").status_code == 303
    clock.shift(180)
    response = answer(client, root, "Second reply.")
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert "This thread is cooling down: 4 minutes between your replies." in response.text
    clock.shift(60)
    assert answer(client, root, "Second reply.").status_code == 303


def test_replies_deep_in_a_hot_thread_wait_too(client, clock):
    root = make_hot_thread()
    reply = make_comment(parent=root)
    answer(client, reply, "First reply.")
    assert answer(client, make_comment(parent=reply), "Second reply.").status_code == 429


def test_a_thread_without_open_reports_takes_replies_at_once(client, clock):
    root = make_hot_thread(heat=0)
    answer(client, root, "First reply.")
    assert answer(client, root, "Second reply.").status_code == 303


def test_staff_need_not_wait(client, clock):
    article = make_slow_article()
    client.force_login(make_user(group="Moderator"))
    send(client, article, "First words.")
    assert send(client, article, "Second words.").status_code == 303


def test_what_goes_slowly_says_so_to_readers(client):
    article = make_slow_article()
    counters.warm(make_comment(article), 1)
    page = client.get(article.get_absolute_url()).text
    assert "Slow mode: one comment per person every 5 minutes." in page
    assert "This thread is cooling down: 3 minutes between your replies." in page
    quiet = client.get(make_comment().article.get_absolute_url()).text
    assert "Slow mode" not in quiet
    assert "cooling down" not in quiet


def test_a_closed_discussion_says_nothing_of_pauses(client):
    article = make_slow_article()
    counters.warm(make_comment(article), 1)
    Discussion.objects.filter(article=article).update(is_open=False)
    page = client.get(article.get_absolute_url()).text
    assert "Slow mode" not in page
    assert "cooling down" not in page


def test_pauses_are_told_in_minutes_or_seconds():
    assert slow_sentence(60) == "Slow mode: one comment per person every 1 minute."
    assert slow_sentence(90) == "Slow mode: one comment per person every 90 seconds."
    assert cooling_sentence(1).endswith("3 minutes between your replies.")
