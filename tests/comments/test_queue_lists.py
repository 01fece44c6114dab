"""The moderators' five queues: who stands where, in what order, how many."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from comments import queues
from comments.models import Comment, Report
from comments.queues import QUEUES
from tests.factories import make_article, make_comment, make_user, reject

pytestmark = pytest.mark.django_db
QUEUE = reverse("moderation:queue")
PENDING = Comment.Status.PENDING


@pytest.fixture
def desk(client):
    """A moderator's browser."""
    client.moderator = make_user(group="Moderator")
    client.force_login(client.moderator)
    return client


def report(comment, code="spam", **fields):
    known = {"reporter": uuid4(), "code": code}
    found = Report.objects.create(comment=comment, **known | fields)
    Comment.objects.filter(pk=comment.pk).update(
        open_reports=comment.reports.filter(state="open").count(), queued_at=found.reported_at
    )
    return found


def one_in_each(article, by):
    found = {name: make_comment(article, text=name) for name in ("unmoderated", "approved")}
    found["pending"] = make_comment(article, status=PENDING)
    found["reported"] = make_comment(article)
    found["rejected"] = make_comment(article)
    found["approved"].approve(by=by)
    reject(found["rejected"], by=by)
    report(found["reported"])
    return found


def shown(response):
    return [card.comment.pk for card in response.context["cards"]]


@pytest.mark.parametrize("name", QUEUES)
def test_each_comment_stands_in_one_queue(desk, name):
    found = one_in_each(make_article(), desk.moderator)
    response = desk.get(QUEUE, {"queue": name})
    assert shown(response) == [found[name].pk]
    assert queues.counts() == dict.fromkeys(QUEUES, 1)


def test_a_held_comment_that_was_reported_stands_with_the_reported(desk):
    report(make_comment(status=PENDING))
    assert queues.counts() == dict.fromkeys(QUEUES, 0) | {"reported": 1}


def test_an_erased_comment_stands_in_no_queue(desk):
    make_comment(status=PENDING).erase()
    assert not any(queues.counts().values())


def test_the_desk_opens_with_the_first_queue_where_somebody_waits(desk):
    make_comment(status=PENDING)
    assert desk.get(QUEUE).context["queue"].name == "pending"


def test_a_desk_where_all_is_decided_says_that_nothing_waits(desk):
    make_comment().approve(by=desk.moderator)
    assert "Nothing waits." in desk.get(QUEUE).text


@pytest.mark.parametrize(("name", "is_newest_first"), [("pending", False), ("rejected", True)])
def test_what_waits_longest_comes_first_and_what_was_decided_last(desk, name, is_newest_first):
    article, made = make_article(), []
    for minutes in (30, 20, 10):
        with time_machine.travel(timezone.now() - timedelta(minutes=minutes)):
            made.append(make_comment(article, status=PENDING))
            if name == "rejected":
                reject(made[-1])
    expected = [comment.pk for comment in (made[::-1] if is_newest_first else made)]
    assert shown(desk.get(QUEUE, {"queue": name})) == expected


@pytest.fixture
def short_pages(monkeypatch):
    monkeypatch.setattr(queues, "PER_PAGE", 2)


def walk(desk, name, way, address, **asked):
    """The comments of all pages from an address on, following one link."""
    found = []
    while address:
        response = desk.get(QUEUE + address)
        found.append(shown(response))
        address = response.context[way] if getattr(response.context["page"], asked["by"]) else ""
    return found


@pytest.mark.parametrize("name", ["pending", "rejected", "unmoderated"])
def test_pages_lead_through_a_queue_and_back(desk, name, short_pages):
    article, moment = make_article(), timezone.now()
    with time_machine.travel(moment, tick=False):  # all at one moment: the number decides
        made = [
            make_comment(article, status=PENDING if name == "pending" else Comment.Status.VISIBLE)
            for _ in range(5)
        ]
        if name == "rejected":
            for comment in made:
                reject(comment)
    ordered = [comment.pk for comment in made]
    ordered = ordered[::-1] if name == "rejected" else ordered
    onward = walk(desk, name, "onward", f"?queue={name}", by="after")
    assert onward == [ordered[:2], ordered[2:4], ordered[4:]]
    last = queues.cursor_of(QUEUES[name].place_of(Comment.objects.get(pk=ordered[4])))
    back = walk(desk, name, "back", f"?queue={name}&before={last}", by="before")
    assert back == [ordered[2:4], ordered[:2]]


@pytest.mark.parametrize("cursor", ["x", "1", "9" * 30 + "_1", "1_" + "9" * 30, "1_2_3", "-1_-1"])
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_cursor_that_makes_no_sense_does_no_harm(desk, way, cursor):
    make_comment(status=PENDING)
    assert desk.get(QUEUE, {"queue": "pending", way: cursor}).status_code == 200


def test_more_than_can_be_counted_is_said_to_be_more(desk, monkeypatch):
    monkeypatch.setattr(queues, "COUNTED_MAX", 2)
    monkeypatch.setattr("comments.views.moderating.queue.COUNTED_MAX", 2)
    article = make_article()
    for _ in range(4):
        make_comment(article, status=PENDING)
    assert queues.counts()["pending"] == 3
    assert ">2+</span>" in desk.get(QUEUE, {"queue": "pending"}).content.decode()


def test_the_page_says_how_long_the_oldest_has_waited(desk):
    with time_machine.travel(timezone.now() - timedelta(minutes=38)):
        make_comment(status=PENDING)
    page = desk.get(QUEUE, {"queue": "pending"}).content.decode()
    assert "The oldest of these has waited 38\xa0minutes." in page


def test_an_empty_queue_says_when_somebody_decided_last(desk):
    with time_machine.travel(timezone.now() - timedelta(minutes=4)):
        reject(make_comment(), by=desk.moderator)
    page = desk.get(QUEUE, {"queue": "pending"}).content.decode()
    assert "Nothing waits." in page
    assert "The last decision: 4 minutes ago." in page


def test_moderators_alone_see_the_desk_and_nobody_keeps_a_copy(client, desk):
    page = desk.get(QUEUE)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("path", [QUEUE, "one"])
def test_others_are_kept_out(client, path):
    path = path if path == QUEUE else reverse("moderation:comment", args=[make_comment().pk])
    assert client.get(path).status_code == 302
    client.force_login(make_user())
    assert client.get(path).status_code == 403


def test_moderators_find_the_desk_from_their_account_and_from_the_newsroom(desk):
    for address in (reverse("account"), reverse("admin:index")):
        assert QUEUE in desk.get(address).content.decode()
