"""Ending mail: by a person's button, or by the one of their mail program (RFC 8058)."""

import pytest
from django.test import Client

from comments import subscriber_links
from comments.models import Mute, Subscriber, Subscription
from tests.comments.guests import MARA
from tests.factories import (
    make_article,
    make_comment,
    make_member,
    make_subscriber,
    make_subscription,
    reject,
)

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(name="subscriber")
def _subscriber():
    return make_subscriber(email=MARA)


def running():
    return set(Subscription.objects.active())


def provider():
    """A mail provider's server: no cookie, no origin, and tokens are asked of everybody else."""
    return Client(enforce_csrf_checks=True)


def test_the_button_of_a_mail_program_ends_exactly_what_the_mail_came_by(subscriber):
    first, second, other = (make_subscription(subscriber=subscriber) for _ in range(3))
    path = subscriber_links.end_path(subscriber, [first, second])
    answer = provider().post(path, ONE_CLICK)
    assert (answer.status_code, answer.cookies) == (200, {})
    assert running() == {other}


@pytest.mark.parametrize("language", ["ru", "ar", "en"])
def test_it_works_in_any_language_and_encoding_and_from_anywhere(subscriber, language):
    followed = make_subscription(subscriber=subscriber)
    path = subscriber_links.end_path(subscriber, [followed])
    headers = {
        "Accept-Language": language,
        "Origin": "https://mail.example",
        "Sec-Fetch-Site": "cross-site",
    }
    form = "application/x-www-form-urlencoded"
    answer = provider().post(path, "List-Unsubscribe=One-Click", form, headers=headers)
    assert answer.status_code == 200
    assert not running()


def test_pressing_it_twice_is_fine(subscriber):
    path = subscriber_links.end_path(subscriber, [make_subscription(subscriber=subscriber)])
    assert [provider().post(path, ONE_CLICK).status_code for _ in range(2)] == [200, 200]


def test_opening_the_link_ends_nothing(subscriber):
    followed = make_subscription(subscriber=subscriber)
    page = Client().get(subscriber_links.end_path(subscriber, [followed]))
    assert followed.article.headline in page.text
    assert "Stop these mails" in page.text
    assert running() == {followed}


def test_a_person_ends_what_the_mail_came_by_and_can_undo_it(subscriber):
    followed, other = (make_subscription(subscriber=subscriber) for _ in range(2))
    path = subscriber_links.end_path(subscriber, [followed])
    page = Client().post(path, {"what": "these"})
    assert "Ended." in page.text
    assert "Undo" in page.text
    assert running() == {other}
    Client().post(path, {"what": "undo"})
    assert running() == {followed, other}


def test_a_person_ends_everything_and_can_undo_it(subscriber):
    followed, other = (make_subscription(subscriber=subscriber) for _ in range(2))
    path = subscriber_links.end_path(subscriber, [followed])
    page = Client().post(path, {"what": "all"})
    assert "No mail about comments goes to you any more" in page.text
    assert running() == set()
    assert Subscriber.objects.get().stopped_why == "asked"
    Client().post(path, {"what": "take_up"})
    assert running() == {followed, other}


def test_what_a_member_wished_for_besides_is_ended_and_comes_back_as_it_was():
    subscriber = make_subscriber(user=make_member(), answers_level="hourly")
    path = subscriber_links.end_path(subscriber, [], wishes=["answers"])
    page = Client().post(path, {"what": "these"}).text
    subscriber.refresh_from_db()
    assert (subscriber.answers_level, subscriber.desk_level) == ("", "daily")
    assert '<input type="hidden" name="answers" value="hourly">' in page
    Client().post(path, {"what": "undo", "answers": "hourly", "desk": "at_once"})
    subscriber.refresh_from_db()
    assert (subscriber.answers_level, subscriber.desk_level) == ("hourly", "daily")


def test_undoing_begins_nothing_that_was_never_confirmed(subscriber):
    asked = make_subscription(subscriber=subscriber, confirmed_at=None)
    Client().post(subscriber_links.end_path(subscriber, [asked]), {"what": "undo"})
    assert not running()


def test_ending_ends_nothing_of_others(subscriber):
    other = make_subscription()
    provider().post(subscriber_links.end_path(subscriber, [other]), ONE_CLICK)
    assert running() == {other}


@pytest.mark.parametrize("said", [ONE_CLICK, {"what": "these"}, {}])
def test_a_link_from_before_its_number_was_raised_says_what_to_do(subscriber, said):
    followed = make_subscription(subscriber=subscriber)
    path = subscriber_links.end_path(subscriber, [followed])
    subscriber.end_links()
    for answer in (Client().get(path), provider().post(path, said)):
        assert answer.status_code == 410
        assert "/comments/subscriptions/" in answer.text
    assert running() == {followed}


@pytest.mark.parametrize(
    "said",
    [{}, {"what": "glimbo"}, {"what": "\0"}, {"other": "1"}, {"what": "undo", "answers": "x"}],
)
def test_what_no_button_sends_is_refused(subscriber, said):
    followed = make_subscription(subscriber=subscriber)
    path = subscriber_links.end_path(subscriber, [followed])
    assert Client().post(path, said).status_code == 400
    assert running() == {followed}


def test_no_other_link_works_without_an_origin(subscriber):
    asked = make_subscription(subscriber=subscriber, confirmed_at=None)
    paths = [
        subscriber_links.confirm_path(asked),
        subscriber_links.manage_path(subscriber),
        subscriber_links.mute_path(subscriber, make_comment()),
    ]
    assert [provider().post(path, {}).status_code for path in paths] == [403, 403, 403]
    assert not running()


def test_a_withdrawn_article_is_not_named(subscriber):
    followed = make_subscription(subscriber=subscriber)
    followed.article.status = "draft"
    followed.article.save(update_fields=["status"])
    page = Client().get(subscriber_links.end_path(subscriber, [followed]))
    assert followed.article.headline not in page.text
    assert "no longer public" in page.text


def test_the_page_that_mutes_names_the_thread_while_readers_see_it(subscriber):
    root = make_comment(make_article(headline="The old bridge"), name="Ilse Varn")
    path = subscriber_links.mute_path(subscriber, root)
    page = Client().get(path).text
    assert "The old bridge" in page
    assert "Ilse Varn" in page
    reject(root)
    assert "Ilse Varn" not in Client().get(path).text
    root.article.status = "draft"
    root.article.save(update_fields=["status"])
    assert "The old bridge" not in Client().get(path).text


def test_a_thread_is_muted_by_a_button_on_the_page_behind_the_link(subscriber):
    root = make_comment()
    path = subscriber_links.mute_path(subscriber, root)
    assert "Mute this thread" in Client().get(path).text
    assert not Mute.objects.exists()
    for _ in range(2):
        page = Client().post(path, {"mute": "1"})
    assert "This thread is muted" in page.text
    assert Mute.objects.get().root == root
    Client().post(path, {"mute": "0"})
    assert not Mute.objects.exists()
