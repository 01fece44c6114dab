"""What moderators do about a person in the drawer: steps of the ladder, notes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment, Guest, Note, Sanction
from tests.comments.test_person_drawer import (
    MARA,
    drawer_of,
    make_guest_comment,
    member_page,
)
from tests.factories import make_comment, make_member, make_user

pytestmark = pytest.mark.django_db

Status, Kind = Comment.Status, Sanction.Kind


@pytest.fixture
def moderator():
    return make_user(group="Moderator")


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def sanction(desk, kind, pk, **fields):
    asked = {"step": "warning", "code": "abuse"} | fields
    return desk.post(reverse("moderation:sanction", args=[kind, pk]), asked)


def add_note(desk, kind, pk, text="Wrote a kind reply."):
    return desk.post(reverse("moderation:note", args=[kind, pk]), {"text": text})


def test_a_step_of_the_ladder_is_taken_with_its_reason(desk, moderator):
    member = make_member()
    response = sanction(desk, "member", member.pk, step="week", text="Third time.")
    assert response.status_code == 303
    made = Sanction.objects.get()
    assert (made.kind, made.code, made.text) == (Kind.SUSPENSION, "abuse", "Third time.")
    assert made.until - made.imposed_at > timedelta(days=6, hours=23)
    assert "Third time." in desk.get(response.url).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"step": ""},
        {"step": "glimbo"},
        {"code": ""},
        {"code": "glimbo"},
        {"code": "other", "text": ""},
        {"text": "a" * 501},
        {"step": "ban"},
        {"act": "glimbo"},
    ],
)
def test_a_form_that_is_not_complete_is_kept_and_explained(desk, wrong):
    member = make_member()
    response = sanction(desk, "member", member.pk, **{"text": "Third time."} | wrong)
    assert response.status_code == 422
    assert response.context["sanction_form"].errors
    assert wrong.get("text", "Third time.") in response.text
    assert not Sanction.objects.exists()


def test_a_ban_takes_a_second_tick_and_comments_with_it(desk):
    member = make_member()
    comment = make_comment(author=member)
    ban = {"step": "ban", "is_sure": "on", "takes_comments": "on"}
    assert sanction(desk, "member", member.pk, **ban).status_code == 303
    comment.refresh_from_db()
    assert comment.status == Status.REMOVED
    assert Sanction.objects.get().act == comment.decisions.get().act


def test_the_same_form_sent_twice_is_one_sanction(desk):
    member, act = make_member(), uuid4()
    for _ in range(2):
        sanction(desk, "member", member.pk, act=act)
    assert Sanction.objects.count() == 1


def test_colleagues_and_oneself_are_offered_no_ladder(desk, moderator):
    for person in (moderator, make_user(group="Editor")):
        assert "sanction_form" not in desk.get(member_page(person)).context
        assert sanction(desk, "member", person.pk).status_code == 422
    assert not Sanction.objects.exists()


def test_a_guest_without_a_confirmed_address_is_suspended_by_network(desk):
    comment = make_guest_comment()
    assert sanction(desk, "comment", comment.pk, step="ban", is_sure="on").status_code == 422
    assert sanction(desk, "comment", comment.pk, step="hour").status_code == 303
    assert Sanction.objects.get().network == comment.trace.network


def test_where_a_guest_wrote_from_is_forgotten_and_the_page_says_so(desk):
    page = desk.get(drawer_of(make_comment(email=""))).text
    assert "It is no longer known where this guest wrote from." in page


def test_a_sanction_is_lifted_and_the_page_comes_back(desk, moderator):
    member = make_member()
    made = Sanction.objects.create(member=member, kind="ban", code="spam")
    answer = desk.post(
        reverse("moderation:lift", args=[made.pk]), {"next": member_page(member, "account")}
    )
    assert (answer.status_code, answer.url) == (303, member_page(member, "account"))
    assert Sanction.objects.get().lifted_by == moderator
    assert "Lifted" in desk.get(answer.url).text


def test_nobody_lifts_what_was_imposed_on_themselves(desk, moderator):
    made = Sanction.objects.create(member=moderator, kind="warning", code="spam")
    assert desk.post(reverse("moderation:lift", args=[made.pk])).status_code == 403
    assert Sanction.objects.get().lifted_at is None


def test_a_note_is_read_by_the_next_moderator(desk, client):
    member = make_member()
    response = add_note(desk, "member", member.pk, "Wrote a <kind> reply.\nAnd another.")
    client.force_login(make_user(group="Moderator"))
    assert "Wrote a &lt;kind&gt; reply.<br>And another." in client.get(response.url).text


@pytest.mark.parametrize("text", ["", "   ", "a" * 1001])
def test_an_empty_note_and_a_book_are_refused(desk, text):
    assert add_note(desk, "member", make_member().pk, text).status_code == 422
    assert not Note.objects.exists()


def test_a_note_about_a_guest_stays_with_the_address(desk):
    add_note(desk, "comment", make_guest_comment().pk)
    page = desk.get(drawer_of(make_comment(email=MARA)), {"show": "notes"}).text
    assert "Wrote a kind reply." in page
    assert Guest.objects.get().confirmed_at is None


def test_without_an_address_there_are_no_notes(desk):
    assert add_note(desk, "comment", make_comment(email="").pk).status_code == 422


def test_a_note_is_taken_back_by_its_writer_within_a_day(desk, moderator):
    member, now = make_member(), timezone.now()
    about = {"member": member, "text": "Note."}
    mine = Note.objects.create(**about, moderator=moderator)
    old = Note.objects.create(**about, moderator=moderator, noted_at=now - timedelta(hours=25))
    other = Note.objects.create(**about, moderator=make_user())
    codes = [
        desk.post(reverse("moderation:delete_note", args=[n.pk])).status_code
        for n in (mine, old, other)
    ]
    assert codes == [303, 404, 404]
    assert {*Note.objects.all()} == {old, other}


@pytest.mark.parametrize("name", ["sanction", "note"])
@pytest.mark.parametrize("kind", ["glimbo", "network"])
def test_there_are_no_other_kinds_of_people(desk, name, kind):
    assert desk.post(reverse(f"moderation:{name}", args=[kind, 1])).status_code == 404
