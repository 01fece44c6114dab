"""One decision about many cards."""

import pytest
from django.urls import reverse

from comments import claims
from comments.deciding import version_of
from comments.models import Comment, Decision
from tests.comments.desk import make_moderator, undo
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
Status = Comment.Status
QUEUE = "/moderation/?queue=pending"


@pytest.fixture(name="moderator")
def _moderator(client):
    user = make_moderator()
    client.force_login(user)
    return user


@pytest.fixture(name="waiting")
def _waiting():
    article = make_article()
    return [
        make_comment(article, name=f"Guest {letter}", status=Status.PENDING) for letter in "ABC"
    ]


def names(comments):
    found = Comment.objects.in_bulk([comment.pk for comment in comments])
    return [f"{pk}:{version_of(comment)}" for pk, comment in found.items()]


def send(client, chosen, action, **sent):
    address = reverse("moderation:decide_many")
    return client.post(address, {"chosen": chosen, "action": action, "next": QUEUE} | sent)


def statuses(comments):
    return [Comment.objects.get(pk=comment.pk).status for comment in comments]


@pytest.mark.parametrize(
    ("action", "sent", "status", "words"),
    [
        ("approve", {}, Status.VISIBLE, "2 comments approved."),
        ("reject", {"code": "off_topic"}, Status.REMOVED, "2 comments rejected."),
        ("spam", {}, Status.SPAM, "2 marked as spam."),
    ],
)
def test_chosen_cards_are_decided_as_one_act(
    client, moderator, waiting, action, sent, status, words
):
    answer = send(client, names(waiting[:2]), action, **sent)
    assert (answer.status_code, answer["Location"]) == (303, QUEUE)
    assert statuses(waiting) == [status, status, Status.PENDING]
    assert len(set(Decision.objects.values_list("act", flat=True))) == 1
    assert words in client.get(QUEUE).text
    undo(client, Decision.objects.first().act)
    assert statuses(waiting) == [Status.PENDING] * 3


def test_what_changed_meanwhile_stays_and_is_named(client, moderator, waiting):
    chosen = names(waiting)
    waiting[0].approve(by=make_moderator(first_name="Lena", last_name="Orst"))
    claims.claim(waiting[1], make_moderator(first_name="Rhea", last_name="Alder"))
    send(client, chosen, "spam")
    assert statuses(waiting) == [Status.VISIBLE, Status.PENDING, Status.SPAM]
    page = client.get(QUEUE).text
    assert "1 marked as spam." in page
    assert "The comment by Guest A was left: Lena Orst approved this just now." in page
    assert "The comment by Guest B was left: Rhea Alder is looking at this (just now)." in page


def test_a_missing_reason_is_asked_for_and_the_choice_is_kept(client, moderator, waiting):
    chosen = names(waiting[:2])
    answer = send(client, chosen, "reject", reason="Half a word")
    assert answer.status_code == 422
    assert "Choose a reason." in answer.text
    assert all(f'value="{name}" checked' in answer.text for name in chosen)
    assert 'value="Half a word"' in answer.text
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "chosen", [[], [""], ["1"], ["x:y"], ["1:1\0"], ["9" * 30 + ":0"], ["١:0-0-0-0"]]
)
def test_nothing_chosen_is_said_so(client, moderator, waiting, chosen):
    answer = send(client, chosen, "approve")
    assert answer.status_code == 422
    assert "Choose comments first." in answer.text


def test_the_same_card_chosen_twice_is_decided_once(client, moderator, waiting):
    send(client, names(waiting[:1]) * 2, "approve")
    assert "1 comment approved." in client.get(QUEUE).text


def test_a_comment_that_is_gone_is_passed_over(client, moderator, waiting):
    chosen = [*names(waiting[:1]), "999999999:0-0-0-0"]
    assert send(client, chosen, "approve").status_code == 303
    assert statuses(waiting[:1]) == [Status.VISIBLE]


def test_more_than_a_hundred_wait_for_the_next_press(client, moderator, waiting, monkeypatch):
    monkeypatch.setattr("comments.decision_forms.CHOSEN_MAX", 2)
    send(client, names(waiting), "approve")
    assert statuses(waiting) == [Status.VISIBLE, Status.VISIBLE, Status.PENDING]


@pytest.mark.parametrize("action", ["feature", "close", "hold", ""])
def test_only_approving_and_rejecting_is_done_in_bulk(client, moderator, waiting, action):
    assert send(client, names(waiting), action).status_code == 422


def test_members_decide_nothing(client, waiting):
    client.force_login(make_user())
    assert send(client, names(waiting), "spam").status_code == 403
    assert statuses(waiting) == [Status.PENDING] * 3


def test_enter_in_a_field_never_approves(client, moderator, waiting):
    page = client.get(QUEUE).text
    bulk = page[page.index('id="bulk"') :]
    assert bulk.index('value="reject"') < bulk.index('value="approve"')
