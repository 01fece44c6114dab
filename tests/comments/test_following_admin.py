"""Subscribers and what they follow, in the admin: looked at, searched, ended, never added."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    make_article,
    make_comment,
    make_subscriber,
    make_subscription,
    make_user,
)

pytestmark = pytest.mark.django_db
SUBSCRIBERS = "/admin/comments/subscriber/"
SUBSCRIPTIONS = "/admin/comments/subscription/"
MARA = "mara@example.com"


@pytest.fixture
def moderator(client):
    user = make_user(group="Moderator")
    client.force_login(user)
    return user


def shown(client, address, **query):
    return list(client.get(address, query).context["cl"].result_list)


def end(client, *subscriptions):
    chosen = {"action": "end", "_selected_action": [each.pk for each in subscriptions]}
    return client.post(SUBSCRIPTIONS, chosen)


def test_a_subscriber_is_found_by_the_whole_address_alone(client, moderator):
    guest = make_subscriber(email=MARA)
    member = make_subscriber()
    assert shown(client, SUBSCRIBERS, q="MARA@example.com") == [guest]
    assert shown(client, SUBSCRIBERS, q=member.user.email) == [member]
    assert shown(client, SUBSCRIBERS, q=member.user.username) == [member]
    for part in ("mara", "%@example.com", "example"):
        assert shown(client, SUBSCRIBERS, q=part) == []


def test_subscribers_are_sifted(client, moderator):
    guest = make_subscriber(email=MARA)
    member = make_subscriber(stopped_at=timezone.now(), stopped_why="bounced")
    assert shown(client, SUBSCRIBERS, who="members") == [member]
    assert shown(client, SUBSCRIBERS, who="guests") == [guest]
    assert shown(client, SUBSCRIBERS, stopped_why__exact="bounced") == [member]


def test_subscriptions_are_sifted_by_what_holds(client, moderator):
    now = timezone.now()
    states = {
        "active": make_subscription(),
        "unconfirmed": make_subscription(confirmed_at=None),
        "ended": make_subscription(ended_at=now),
        "stopped": make_subscription(subscriber=make_subscriber(email=MARA, stopped_at=now)),
    }
    for state, subscription in states.items():
        assert shown(client, SUBSCRIPTIONS, state=state) == [subscription]
    hourly = make_subscription(level="hourly", comment=make_comment())
    assert shown(client, SUBSCRIPTIONS, level__exact="hourly") == [hourly]
    assert shown(client, SUBSCRIPTIONS, kind__exact="comment") == [hourly]


def test_a_subscription_is_found_by_address_and_headline(client, moderator):
    article = make_article(headline="The ferry at Maune")
    subscription = make_subscription(article, subscriber=make_subscriber(email=MARA))
    make_subscription()
    assert shown(client, SUBSCRIPTIONS, q=MARA) == [subscription]
    assert shown(client, SUBSCRIPTIONS, q="ferry") == [subscription]


def test_the_lists_count_what_is_in_force(client, moderator):
    article, subscriber = make_article(), make_subscriber()
    make_subscription(article, subscriber=subscriber)
    make_subscription(article)
    make_subscription(article, confirmed_at=None)
    make_subscription(article, ended_at=timezone.now())
    assert {each.in_force for each in shown(client, SUBSCRIPTIONS)} == {2}
    assert {each.pk: each.in_force for each in shown(client, SUBSCRIBERS)}[subscriber.pk] == 1
    page = client.get(SUBSCRIBERS).text
    assert f"{SUBSCRIPTIONS}?subscriber={subscriber.pk}" in page
    assert len(shown(client, SUBSCRIPTIONS, subscriber=subscriber.pk)) == 1
    assert len(shown(client, SUBSCRIPTIONS, article=article.pk)) == 4


@pytest.mark.parametrize("address", [SUBSCRIBERS, SUBSCRIPTIONS])
def test_the_lists_cost_the_same_for_one_row_and_many(client, moderator, address):
    numbers = []
    for number in (1, 4):
        for _ in range(number):
            make_subscription(subscriber=make_subscriber())
            make_subscription(subscriber=make_subscriber(email=f"g{timezone.now():%f}@example.com"))
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_ending_keeps_who_did_it(client, moderator):
    subscription, other = make_subscription(), make_subscription()
    response = end(client, subscription)
    assert response.status_code == 302
    subscription.refresh_from_db()
    other.refresh_from_db()
    assert subscription.ended_at
    assert other.ended_at is None
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (moderator, str(subscription.pk))
    history = reverse("admin:comments_subscription_history", args=[subscription.pk])
    assert "Changed" in client.get(history).text


def test_the_log_keeps_no_address(client, moderator):
    end(client, make_subscription(subscriber=make_subscriber(email=MARA)))
    entry = LogEntry.objects.get()
    assert MARA not in entry.object_repr + entry.change_message


def test_ending_twice_is_ending_once(client, moderator):
    subscription = make_subscription()
    end(client, subscription)
    subscription.refresh_from_db()
    first = subscription.ended_at
    end(client, subscription)
    subscription.refresh_from_db()
    assert subscription.ended_at == first
    assert LogEntry.objects.count() == 1


def test_who_may_only_look_ends_nothing(client, db):
    user = make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_subscription"))
    client.force_login(user)
    subscription = make_subscription()
    assert 'value="end"' not in client.get(SUBSCRIPTIONS).text
    end(client, subscription)
    subscription.refresh_from_db()
    assert subscription.ended_at is None


@pytest.mark.parametrize("group", ["Editor", "Chief editor", "Treasurer"])
def test_who_does_not_moderate_sees_no_addresses(client, group):
    client.force_login(make_user(group=group))
    assert client.get(SUBSCRIBERS).status_code == 403
    assert client.get(SUBSCRIPTIONS).status_code == 403


@pytest.mark.parametrize("address", [SUBSCRIBERS, SUBSCRIPTIONS])
def test_nobody_is_added_or_changed_by_hand(client, address):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    subscription = make_subscription()
    row = subscription if address == SUBSCRIPTIONS else subscription.subscriber
    assert client.get(f"{address}add/").status_code == 403
    assert client.post(f"{address}{row.pk}/change/", {"level": "at_once"}).status_code == 403
    assert client.post(f"{address}{row.pk}/delete/", {"post": "yes"}).status_code == 403
