"""Garbage behind links that hold, and about phrases that are there: an answer every time."""

import pytest
from django.test import Client
from django.urls import reverse

from comments import subscriber_links
from tests.comments.garbage import FORMS, QUERIES, encoded
from tests.comments.test_bad_input import ANSWERS, FORM_TYPE
from tests.factories import (
    make_article,
    make_comment,
    make_member,
    make_prompt,
    make_subscriber,
    make_subscription,
)

pytestmark = pytest.mark.django_db
FIELDS = {
    "confirm": [{"confirm": "1"}],
    "end": [{"what": "undo"}, {"what": "undo", "answers": "hourly"}, {"List-Unsubscribe": "1"}],
    "mute": [{"mute": "1"}],
    "manage": [
        *({"act": act, "key": "1", "level": "daily"} for act in ("level", "stop", "unmute")),
        {"language": "en", "answers_level": "never", "desk_level": "never"},
    ],
    "prompt": [{"text": "Yes.", "follow": "on"}],
    "phrase": [{"text": "Yes.", "quote": "old bridge", "prefix": "The ", "suffix": " by"}],
    "subscribe": [{"kind": "article", "level": "daily"}, {"stop": "article"}],
    "follow": [{"kind": "thread", "level": "daily"}, {"stop": "thread"}, {"mute": "1"}],
}
VALUES = ["", "-1", "٣", "9" * 30, "\0", "\ud800", "\u202e!", "e" + "\u0301" * 500]


@pytest.fixture(autouse=True)
def _settings(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    settings.INLINE_BY_READERS = True


def addresses(member):
    subscriber = make_subscriber(user=member)
    article = make_article(body="<p>The old bridge by the valley.</p>")
    followed = make_subscription(subscriber=subscriber, article=article)
    comment = make_comment(article)
    ended = subscriber_links.end_path(subscriber, [followed], wishes=["answers"])
    return {
        "confirm": subscriber_links.confirm_path(followed),
        "end": ended,
        "mute": subscriber_links.mute_path(subscriber, comment),
        "manage": subscriber_links.manage_path(subscriber),
        "prompt": reverse("comments:prompt", args=[make_prompt(article).pk]),
        "phrase": reverse("comments:phrase", args=[article.pk]),
        "subscribe": reverse("comments:subscribe", args=[article.pk]),
        "follow": reverse("comments:follow", args=[comment.pk]),
    }


def strange(fields):
    """What its own buttons send, with each field missing or filled with garbage in turn."""
    for name in fields:
        yield {other: value for other, value in fields.items() if other != name}
        yield from (fields | {name: value} for value in VALUES)


@pytest.mark.parametrize("name", FIELDS)
def test_nothing_that_is_sent_breaks_it(name):
    member, client = make_member(), Client(raise_request_exception=False)
    path = addresses(member)[name]
    client.force_login(member)
    answers = [client.get(f"{path}?{query}") for query in QUERIES]
    forms = [*FORMS[:4], *(form for fields in FIELDS[name] for form in strange(fields))]
    answers += [client.post(path, encoded(form), FORM_TYPE) for form in forms]
    assert {answer.status_code for answer in answers} <= ANSWERS
