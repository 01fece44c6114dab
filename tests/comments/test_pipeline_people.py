"""What the pipeline knows of who writes: sanctions, staff, newcomers, history."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment, Guest, Sanction
from comments.private_links import path_for
from comments.readers import email_key
from tests.comments.test_posting import GUEST, HTMX, answer, send
from tests.factories import make_article, make_comment, make_user, reject

HELD, SHOWN = Comment.Status.PENDING, Comment.Status.VISIBLE
both_ways = pytest.mark.parametrize("headers", [{}, HTMX])


@pytest.fixture
def member(client, db):
    member = make_user()
    client.force_login(member)
    return member


def sanction(member, kind, **about):
    known = {"code": "abuse", "text": "Keep to the point."}
    return Sanction.objects.create(member=member, kind=kind, **known | about)


def opened(client, email="mara@example.com"):
    """A browser in which the private link of this address was opened."""
    client.post(path_for(Guest.objects.asking(email)))
    return client


def last():
    comment = Comment.objects.latest("pk")
    return comment.status, [(each.rule, each.evidence) for each in comment.findings.all()]


# Sanctions


@both_ways
def test_who_is_suspended_is_told_until_when_and_why_and_keeps_the_text(client, member, headers):
    sanction(member, "suspension", until=timezone.now() + timedelta(hours=3))
    response = send(client, make_article(), "Half a thought", headers=headers)
    assert response.status_code == 422
    assert "You can&#x27;t comment until" in response.text
    assert "Reason: Personal attack. Keep to the point." in response.text
    assert "Half a thought</textarea>" in response.text
    assert not Comment.objects.exists()


def test_a_suspension_that_is_over_counts_no_more(client, member):
    sanction(member, "suspension", until=timezone.now() - timedelta(seconds=1))
    assert send(client, make_article()).status_code == 303


def test_who_is_banned_neither_answers_nor_edits(client, member):
    parent = make_comment()
    answer(client, parent)
    own = Comment.objects.latest("pk")
    sanction(member, "ban")
    edit = {"text": "Otherwise said", "version": own.version}
    for response in (
        answer(client, parent, "Once more"),
        client.post(reverse("comments:edit", args=[own.pk]), edit),
    ):
        assert response.status_code == 422
        assert "You can&#x27;t comment here any more." in response.text
    assert Comment.objects.latest("pk").text == own.text


def test_who_has_all_comments_held_waits(client, member):
    held = sanction(member, "hold")
    send(client, make_article())
    assert last() == (HELD, [("person", {"sanction": held.pk})])


@both_ways
def test_who_was_warned_reads_it_first_and_posts_with_one_more_press(client, member, headers):
    warning, article = sanction(member, "warning"), make_article()
    response = send(client, article, "Half a thought", headers=headers)
    assert response.status_code == 422
    assert "A moderator warned you. Reason: Personal attack. Keep to the point." in response.text
    assert "I have read this" in response.text
    assert f'name="warning" value="{warning.pk}"' in response.text
    assert "Half a thought</textarea>" in response.text
    read = {"warning": warning.pk, "acknowledged": "on"}
    send(client, article, "A whole thought", **read)
    warning.refresh_from_db()
    assert warning.acknowledged_at
    assert last() == (SHOWN, [])
    assert send(client, article, "Another thought").status_code == 303


@pytest.mark.parametrize(
    "read", [{"acknowledged": "on"}, {"warning": "1"}, {"acknowledged": "on", "warning": "\0x"}]
)
def test_a_warning_is_read_by_its_own_box_alone(client, member, read):
    warning = sanction(member, "warning")
    response = send(client, make_article(), **{"warning": str(warning.pk + 1)} | read)
    assert response.status_code == 422
    warning.refresh_from_db()
    assert not warning.acknowledged_at


def test_nobody_acknowledges_the_warning_of_another(client, member):
    warning = sanction(make_user(), "warning")
    send(client, make_article(), warning=warning.pk, acknowledged="on")
    warning.refresh_from_db()
    assert not warning.acknowledged_at


def test_a_confirmed_guest_who_types_another_address_learns_nothing_of_its_owner(client, db):
    owner = Guest.objects.asking("owner@example.com")
    about = {"guest": owner, "code": "abuse", "text": "Keep to the point."}
    warning = Sanction.objects.create(kind="warning", **about)
    typed = {"email": owner.email, "warning": warning.pk, "acknowledged": "on"}
    assert send(opened(client), make_article(), **GUEST | typed).status_code == 303
    warning.refresh_from_db()
    assert not warning.acknowledged_at
    Sanction.objects.create(kind="ban", **about)
    response = send(client, make_article(), **GUEST | typed)
    assert response.status_code == 422
    assert "Keep to the point." not in response.text


def test_a_remembered_address_shows_nobody_what_was_done_to_its_owner(client, db):
    send(client, make_article(), **GUEST | {"remember": "on"})
    owner = Guest.objects.asking(GUEST["email"])
    Sanction.objects.create(guest=owner, kind="ban", code="abuse", text="Keep to the point.")
    assert "Keep to the point." not in client.get("/comments/mine/").text


def test_a_confirmed_guest_answers_for_their_own_address_whatever_they_type(client, db):
    until = timezone.now() + timedelta(days=1)
    kept = {"address": email_key("mara@example.com"), "kind": "ban", "until": until}
    Sanction.objects.create(code="abuse", **kept)
    other = GUEST | {"email": "other@example.com"}
    assert send(opened(client), make_article(), **other).status_code == 422


def test_each_warning_is_read(client, member):
    for words in ("First.", "Second."):
        sanction(member, "warning", text=words)
    article, seen = make_article(), []
    for warning in ("", *Sanction.objects.values_list("pk", flat=True)):
        page = send(client, article, warning=warning, acknowledged="on")
        seen.append(getattr(page, "url", page.text))
    assert "Second." in seen[0]
    assert "First." in seen[1]
    assert "/articles/" in seen[2]


# Staff


def test_staff_are_published_at_once_and_counted_as_moderated(client, db, settings):
    settings.COMMENTS_PROFILE = "strict"
    client.force_login(make_user(group="Editor"))
    send(client, make_article(), "See https://example.com")
    assert Comment.objects.get().decided_at
    assert last() == (SHOWN, [])


# Newcomers


@pytest.fixture
def balanced(settings):
    settings.COMMENTS_PROFILE = "balanced"


def test_the_first_two_comments_of_a_member_wait(client, member, balanced):
    article, found = make_article(), []
    for number in range(3):
        send(client, article, f"Number {number}")
        found.append(last())
        Comment.objects.latest("pk").approve(by=None)
    assert found == [
        (HELD, [("newcomer", {"published": 0})]),
        (HELD, [("newcomer", {"published": 1})]),
        (SHOWN, []),
    ]


def test_what_waits_makes_nobody_known(client, member, balanced):
    article = make_article()
    for number in range(3):
        send(client, article, f"Number {number}")
    assert last()[0] == HELD


def test_the_address_that_somebody_typed_makes_nobody_known(db, balanced):
    for _ in range(2):
        make_comment(email=GUEST["email"])
    send(Client(), make_article())
    assert last()[0] == HELD


def test_a_confirmed_address_of_another_makes_nobody_known(db, balanced):
    for _ in range(2):
        make_comment(email=GUEST["email"])
    opened(Client())
    send(Client(), make_article())
    assert last()[0] == HELD


def test_who_opened_the_private_link_is_known_by_their_address(db, balanced):
    for _ in range(2):
        make_comment(email=GUEST["email"])
    send(opened(Client()), make_article())
    assert last() == (SHOWN, [])


@pytest.mark.parametrize("number", [0, 1])
def test_how_many_comments_wait_is_a_setting(client, member, balanced, settings, number):
    settings.COMMENTS_HELD_OF_NEWCOMERS = number
    send(client, make_article())
    assert (last()[0] == HELD) == bool(number)


def test_newcomers_need_not_wait_for_an_edit(client, member, balanced):
    send(client, make_article())
    comment = Comment.objects.get()
    comment.approve(by=None)
    edit = {"text": "Better said.", "version": comment.version}
    client.post(reverse("comments:edit", args=[comment.pk]), edit)
    assert last() == (SHOWN, [("newcomer", {"published": 0})])


# History


@pytest.mark.parametrize(
    ("shown", "rejected", "status"),
    [(4, 2, HELD), (5, 2, SHOWN), (0, 1, SHOWN), (2, 1, SHOWN), (0, 2, HELD)],
)
def test_who_was_often_rejected_in_seven_days_waits(client, member, shown, rejected, status):
    article = make_article()
    for number in range(shown + rejected):
        comment = make_comment(article, author=member)
        if number < rejected:
            reject(comment)
    send(client, article)
    assert last()[0] == status


def test_an_older_history_is_forgotten(client, member):
    article = make_article()
    for _ in range(3):
        eight_days_ago = timezone.now() - timedelta(days=8)
        reject(make_comment(article, author=member, created_at=eight_days_ago))
    send(client, article)
    assert last()[0] == SHOWN


def test_others_with_the_same_typed_address_do_no_harm(db):
    for _ in range(3):
        reject(make_comment(email=GUEST["email"]))
    send(Client(), make_article())
    assert last()[0] == SHOWN
