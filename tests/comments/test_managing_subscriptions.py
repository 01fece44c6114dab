"""The page of all that somebody follows: by account, by private link, or by a link in a mail."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import subscriber_links, subscribing
from comments.models import Guest, Mute, Subscriber, Subscription
from tests.comments.guests import MARA, opened
from tests.factories import (
    make_comment,
    make_member,
    make_subscriber,
    make_subscription,
    make_user,
)
from tests.mails import link_in

pytestmark = pytest.mark.django_db
PAGE = "/comments/subscriptions/"


@pytest.fixture(name="member")
def _member(client):
    member = make_member()
    client.force_login(member)
    return member


@pytest.fixture(name="subscriber")
def _subscriber(member):
    return make_subscriber(user=member)


def running():
    return set(Subscription.objects.active())


def press(client, act, path=PAGE, **said):
    return client.post(path, {"act": act} | said)


def test_a_member_finds_what_they_follow(client, subscriber):
    mine, other = make_subscription(subscriber=subscriber), make_subscription()
    page = client.get(PAGE).text
    assert mine.article.headline in page
    assert other.article.headline not in page


def test_a_guest_finds_it_on_a_device_that_knows_them():
    device = opened()
    mine = make_subscription(subscriber=Subscriber.objects.of_guest(Guest.objects.get()))
    assert mine.article.headline in device.get(PAGE).text


def test_a_link_from_a_mail_opens_it_anywhere():
    mine = make_subscription(subscriber=make_subscriber(email=MARA))
    page = Client().get(subscriber_links.manage_path(mine.subscriber))
    assert mine.article.headline in page.text
    assert page.headers["Cache-Control"] == "private, no-store"


def test_what_ended_or_was_not_confirmed_is_not_listed(client, subscriber):
    ended = make_subscription(subscriber=subscriber, ended_at=timezone.now())
    asked = make_subscription(subscriber=subscriber, confirmed_at=None)
    page = client.get(PAGE).text
    assert ended.article.headline not in page
    assert asked.article.headline not in page


def test_how_often_is_changed_for_one_thing(client, subscriber):
    first, second = (make_subscription(subscriber=subscriber) for _ in range(2))
    answer = press(client, "level", key=first.pk, level="at_once")
    assert (answer.status_code, answer.url) == (303, f"{PAGE}?done=level")
    levels = dict(Subscription.objects.values_list("pk", "level"))
    assert levels == {first.pk: "at_once", second.pk: "daily"}


def test_one_thing_is_stopped_and_begun_again(client, subscriber):
    first, second = (make_subscription(subscriber=subscriber) for _ in range(2))
    answer = press(client, "stop", key=first.pk)
    assert running() == {second}
    assert "Undo" in client.get(answer.url).text
    press(client, "again", key=first.pk)
    assert running() == {first, second}


def test_everything_is_stopped_and_taken_up_again(client, subscriber):
    followed = make_subscription(subscriber=subscriber)
    press(client, "stop_all")
    assert running() == set()
    page = client.get(PAGE).text
    assert "You have stopped all mail" in page
    assert followed.article.headline in page
    press(client, "take_up")
    assert running() == {followed}


def test_an_address_whose_server_refuses_mail_can_be_tried_again(client, member):
    stopped = {"stopped_at": timezone.now(), "stopped_why": "bounced"}
    followed = make_subscription(subscriber=make_subscriber(user=member, **stopped))
    assert "Your mail server refused our mails" in client.get(PAGE).text
    press(client, "take_up")
    assert running() == {followed}


def test_muted_threads_stand_there_and_are_heard_again(client, subscriber):
    root = make_comment()
    subscribing.mute(subscriber, root)
    assert root.article.headline in client.get(PAGE).text
    press(client, "unmute", key=root.pk)
    assert not Mute.objects.exists()


def test_language_and_mail_about_answers_are_a_members_choice(client, subscriber):
    answer = client.post(PAGE, {"language": "ru", "answers_level": "hourly", "desk_level": "never"})
    assert answer.status_code == 303
    subscriber.refresh_from_db()
    assert (subscriber.language, subscriber.answers_level) == ("ru", "hourly")
    assert subscriber.desk_level == "daily"  # not theirs to choose


def test_moderators_choose_how_they_hear_of_waiting_work(client):
    moderator = make_member(group="Moderator")
    client.force_login(moderator)
    assert 'name="desk_level"' in client.get(PAGE).text
    client.post(PAGE, {"language": "en", "answers_level": "never", "desk_level": "hourly"})
    assert Subscriber.objects.get(user=moderator).desk_level == "hourly"


def test_guests_have_no_wishes_but_the_language():
    subscriber = make_subscriber(email=MARA)
    path = subscriber_links.manage_path(subscriber)
    assert "answers_level" not in Client().get(path).text
    Client().post(path, {"language": "ar", "answers_level": "at_once"})
    subscriber.refresh_from_db()
    assert (subscriber.language, subscriber.answers_level) == ("ar", "")


def test_a_member_who_follows_nothing_can_say_what_they_wish(client, member):
    assert client.get(PAGE).status_code == 200
    assert not Subscriber.objects.exists()
    client.post(PAGE, {"language": "en", "answers_level": "daily"})
    assert Subscriber.objects.get().answers_level == "daily"


def test_a_member_without_a_confirmed_address_is_told_so(client):
    client.force_login(make_user())
    assert "No mail comes before you have confirmed" in client.get(PAGE).text


@pytest.mark.parametrize("act", ["level", "stop", "again", "unmute"])
def test_what_others_follow_is_nobody_elses_to_change(client, subscriber, act):
    others = make_subscription(ended_at=timezone.now() if act == "again" else None)
    before = Subscription.objects.values().get()
    press(client, act, key=others.pk, level="at_once")
    assert Subscription.objects.values().get() == before


@pytest.mark.parametrize(
    "said",
    [
        {"act": "glimbo"},
        {"act": "\0"},
        {"act": "stop", "key": "9" * 30},
        {"act": "stop", "key": "-1"},
        {"act": "stop", "key": "٣"},
        {"act": "level", "key": "1", "level": "yearly"},
    ],
)
def test_what_no_button_sends_is_refused(client, subscriber, said):
    assert client.post(PAGE, said).status_code in (303, 400)
    assert client.post(PAGE, said | {"act": "glimbo"}).status_code == 400


@pytest.mark.parametrize("field", ["language", "answers_level"])
@pytest.mark.parametrize("value", ["glimbo", "\0", "9" * 30])
def test_a_wish_that_makes_no_sense_is_said_beside_its_field(client, subscriber, field, value):
    answer = client.post(PAGE, {"language": "en", "answers_level": "never"} | {field: value})
    assert answer.status_code == 422
    assert f'id="wish-{field}_error"' in answer.text


@pytest.mark.parametrize("query", ["after=x", "after=" + "9" * 30, "key=-1&done=stop", "done=x"])
def test_an_address_that_makes_no_sense_shows_the_beginning(client, subscriber, query):
    followed = make_subscription(subscriber=subscriber)
    assert followed.article.headline in client.get(f"{PAGE}?{query}").text


def test_strangers_have_a_link_sent_whoever_they_are(client, mailoutbox):
    followed = make_subscription(subscriber=make_subscriber(email=MARA))
    known, unknown = (client.post(PAGE, {"email": email}) for email in (MARA, "nobody@example.com"))
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert "a link is on its way" in client.get(known.url).text
    assert [mail.to for mail in mailoutbox] == [[MARA]]
    assert followed.article.headline in client.get(link_in(mailoutbox[0])).text


@pytest.mark.parametrize("email", ["", "glimbo", "a\0@example.com", "a@b.example\nc"])
def test_an_address_that_is_none_is_said_beside_its_field(client, email):
    answer = client.post(PAGE, {"email": email})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_a_long_list_comes_in_pages(client, subscriber, monkeypatch):
    monkeypatch.setattr("comments.views.managing.PER_PAGE", 2)
    first, second, third = (make_subscription(subscriber=subscriber) for _ in range(3))
    page = client.get(PAGE).text
    assert third.article.headline in page
    assert first.article.headline not in page
    older = client.get(f"{PAGE}?after={second.pk}").text
    assert first.article.headline in older
    assert third.article.headline not in older


def test_a_long_list_costs_no_more_statements(client, subscriber):
    def statements():
        with CaptureQueriesContext(connection) as found:
            client.get(PAGE)
        return len(found)

    make_subscription(subscriber=subscriber)
    subscribing.mute(subscriber, make_comment())
    statements()  # what is asked once and remembered
    one = statements()
    for _ in range(3):
        make_subscription(comment=make_comment(), subscriber=subscriber)
        subscribing.mute(subscriber, make_comment())
    assert statements() == one


@pytest.mark.parametrize("page", ["account", "comments:mine"])
def test_the_page_is_linked_where_members_look_for_it(client, member, page):
    assert f'href="{PAGE}"' in client.get(reverse(page)).text


def test_to_hear_of_one_thread_again_leaves_the_others_muted():
    subscriber = make_subscriber()
    first, second = (Mute.objects.create(subscriber=subscriber, root=make_comment()) for _ in "ab")
    path = subscriber_links.manage_path(subscriber)
    Client().post(path, {"act": "unmute", "key": first.root_id})
    assert Mute.objects.get() == second
