"""Taking back what was decided, within a day."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from comments import sanctions, undoing
from comments.models import Comment, Decision, Discussion, Report, Sanction
from comments.persons import Person, person_of
from comments.recounting import recount
from comments.reports import report
from tests.comments.desk import HTMX, decide, make_moderator, undo
from tests.comments.tree_checker import problems
from tests.factories import make_comment, make_member, make_user, mark_spam, reject

pytestmark = pytest.mark.django_db
Status = Comment.Status


@pytest.fixture(name="moderator")
def _moderator(client):
    user = make_moderator(first_name="Kofi", last_name="Osei")
    client.force_login(user)
    return user


def of(comment):
    return Comment.objects.get(pk=comment.pk)


def facts(comment):
    names = "status", "decided_at", "queued_at", "featured_at", "closed_at", "open_reports"
    now = of(comment)
    return {name: getattr(now, name) for name in names}


@pytest.mark.parametrize(
    "act",
    [
        lambda comment, by: comment.approve(by=by),
        lambda comment, by: reject(comment, by=by),
        lambda comment, by: mark_spam(comment, by=by),
    ],
)
def test_what_waited_waits_again_since_it_did(moderator, act):
    comment = make_comment(status=Status.PENDING)
    Comment.objects.filter(pk=comment.pk).update(
        queued_at=timezone.now().replace(microsecond=0) - timedelta(hours=2)
    )
    before = facts(comment)
    decision = act(comment, moderator)
    assert undoing.undo(decision.act, moderator).taken_back == [decision]
    after = facts(comment)
    assert abs(after.pop("queued_at") - before.pop("queued_at")) < timedelta(seconds=1)
    assert after == before
    assert not recount(mend=False)


@pytest.mark.parametrize(
    ("before", "act"),
    [
        (lambda comment, by: None, lambda comment, by: reject(comment, by=by)),
        (lambda comment, by: comment.approve(by=by), lambda comment, by: comment.hold(by=by)),
        (lambda comment, by: comment.approve(by=by), lambda comment, by: reject(comment, by=by)),
        (lambda comment, by: None, lambda comment, by: comment.feature(by=by)),
        (lambda comment, by: comment.feature(by=by), lambda comment, by: comment.unfeature(by=by)),
        (lambda comment, by: None, lambda comment, by: comment.close_thread(by=by)),
        (
            lambda comment, by: comment.close_thread(by=by),
            lambda comment, by: comment.open_thread(by=by),
        ),
    ],
)
def test_all_is_as_it_was_before(moderator, before, act):
    comment = make_comment()
    make_comment(parent=comment)
    before(comment, moderator)
    known = facts(comment)
    undoing.undo(act(comment, moderator).act, moderator)
    assert facts(comment) == known
    assert Discussion.objects.get().visible == 2
    assert problems(connection) == {}


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_reports_it_answered_are_open_again(moderator, verb):
    comment = make_comment(parent=make_comment())
    for _ in range(2):
        report(comment, uuid4(), code="abuse")
    before = facts(comment)
    decision = reject(comment, by=moderator) if verb == "reject" else comment.approve(by=moderator)
    assert not Report.objects.filter(state="open").exists()
    undoing.undo(decision.act, moderator)
    after = facts(comment)
    assert abs(after.pop("queued_at") - before.pop("queued_at")) < timedelta(seconds=1)
    assert after == before
    assert set(Report.objects.values_list("state", "decision", "settled_at")) == {
        ("open", None, None)
    }
    assert Comment.objects.get(level=0).heat == 2
    assert not recount(mend=False)


def test_a_reader_who_reported_anew_has_one_open_report(moderator):
    comment, reporter = make_comment(), uuid4()
    report(comment, reporter, code="abuse")
    decision = comment.approve(by=moderator)
    comment.edit_text("Other words.")
    report(comment, reporter, code="abuse")
    undoing.undo(decision.act, moderator)
    assert Report.objects.filter(state="open").count() == of(comment).open_reports == 1
    assert not recount(mend=False)


def test_sanctions_of_the_act_are_lifted(moderator):
    comment = make_comment(author=make_member())
    sanction = sanctions.impose(
        person_of(comment), "ban", by=moderator, code="abuse", reject_since=comment.created_at
    )
    assert of(comment).status == Status.REMOVED
    for _ in range(2):
        undone = undoing.undo(sanction.act, moderator)
    assert not undone.lifted
    assert of(comment).is_visible
    assert not Sanction.objects.in_force().exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_was_imposed_on_a_moderator_is_not_lifted_by_them(client, moderator, headers):
    admin = make_user(is_superuser=True)
    moderator.is_staff = True
    moderator.save(update_fields=["is_staff"])
    imposed = sanctions.impose(Person(member=moderator), "ban", by=admin, code="abuse")
    assert undo(client, imposed.act, headers=headers).status_code == 303
    assert Sanction.objects.in_force().get() == imposed
    client.force_login(admin)
    undo(client, imposed.act, headers=headers)
    assert not Sanction.objects.in_force().exists()


def test_what_its_writer_deleted_is_not_picked_again(moderator):
    comment = make_comment()
    comment.feature(by=moderator)
    ended = comment.unfeature(by=moderator)
    comment.erase()
    assert not undoing.undo(ended.act, moderator).taken_back
    assert of(comment).featured_at is None


def test_what_broke_off_in_the_middle_is_finished_by_asking_again(moderator, monkeypatch):
    comments = [make_comment() for _ in range(3)]
    act = uuid4()
    for comment in comments:
        reject(comment, by=moderator, act=act)
    really, left = undoing._take_back, [2]

    def fails_once(*asked):
        left[0] -= 1
        if not left[0]:
            raise OSError
        return really(*asked)

    monkeypatch.setattr(undoing, "_take_back", fails_once)
    with pytest.raises(OSError):
        undoing.undo(act, moderator)
    assert len(undoing.undo(act, moderator).taken_back) == 2
    assert {of(comment).status for comment in comments} == {Status.VISIBLE}


def test_the_trace_stays_and_says_what_was_taken_back(moderator):
    comment, other = make_comment(), make_moderator()
    decision = reject(comment, by=other)
    undoing.undo(decision.act, moderator)
    undone = Decision.objects.get(action="undo")
    assert (undone.undoes, undone.moderator) == (decision, moderator)
    assert (undone.old_status, undone.new_status) == (Status.REMOVED, Status.VISIBLE)
    assert not Decision.objects.standing().exists()


def test_taking_back_twice_changes_nothing(client, moderator):
    comment = make_comment()
    decision = reject(comment, by=moderator)
    for _ in range(2):
        assert undo(client, decision.act).status_code == 303
    assert Decision.objects.filter(action="undo").count() == 1


def test_the_database_takes_no_second_undo(moderator):
    comment = make_comment()
    decision = reject(comment, by=moderator)
    undoing.undo(decision.act, moderator)
    twice = {"action": "undo", "undoes": decision, "old_status": 3, "new_status": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        comment.decisions.create(**twice)


def test_after_a_day_it_stands(client, moderator):
    comment = make_comment()
    decision = reject(comment, by=moderator)
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert not undoing.undo(decision.act, moderator).taken_back
    assert of(comment).status == Status.REMOVED


def test_after_a_day_a_sanction_is_not_lifted_by_undo(moderator):
    person = Person(member=make_member())
    with time_machine.travel(timezone.now() - timedelta(hours=25)):
        imposed = sanctions.impose(person, "ban", by=moderator, code="abuse")
    assert not undoing.undo(imposed.act, moderator).lifted
    assert person.is_banned


def test_one_act_is_taken_back_as_a_whole_but_for_what_was_decided_since(client, moderator):
    comments = [make_comment(name=f"Guest {letter}") for letter in "ABC"]
    act = reject(comments[0], by=moderator).act
    for comment in comments[1:]:
        reject(comment, by=moderator, act=act)
    comments[1].approve(by=make_moderator(first_name="Lena", last_name="Orst"))
    undo(client, act, next="/moderation/")
    assert [of(comment).status for comment in comments] == [Status.VISIBLE] * 3
    page = client.get("/moderation/").text
    assert "2 decisions taken back." in page
    assert "The comment by Guest B stays as it is: Lena Orst approved this just now." in page


def test_decisions_are_taken_back_from_the_last_one_on(moderator):
    comment = make_comment()
    first = comment.hold(by=moderator)
    second = reject(comment, by=moderator)
    assert undoing.undo(first.act, moderator).left
    assert undoing.undo(second.act, moderator).taken_back
    assert undoing.undo(first.act, moderator).taken_back
    assert of(comment).is_visible


def test_a_pick_does_not_stand_in_the_way_of_a_status(moderator):
    comment = make_comment(status=Status.PENDING)
    approved = comment.approve(by=moderator)
    comment.feature(by=moderator)
    assert undoing.undo(approved.act, moderator).taken_back


def test_what_its_writer_deleted_stays_deleted(moderator):
    comment = make_comment()
    decision = reject(comment, by=moderator)
    comment.erase()
    assert undoing.undo(decision.act, moderator).left
    assert of(comment).status == Status.ERASED


def test_who_approved_other_words_approved_nothing(moderator):
    comment = make_comment()
    comment.approve(by=moderator)
    comment.edit_text("Other words.")
    decision = reject(comment, by=moderator)
    undoing.undo(decision.act, moderator)
    assert of(comment).decided_at is None


def test_what_a_rule_did_is_decided_about_not_taken_back(moderator):
    decision = reject(make_comment(), rule="words")
    assert not undoing.undo(decision.act, moderator).taken_back


def test_the_card_comes_back_in_place_of_its_line(client, moderator):
    comment = make_comment(status=Status.PENDING)
    decide(client, comment, "approve")
    answer = undo(client, Decision.objects.get().act, headers=HTMX, queue="pending")
    assert answer.status_code == 200
    assert f'id="card-{comment.pk}"' in answer.text
    assert "data-done" not in answer.text
    assert "1 decision taken back. 1 left." in answer.text


def test_the_card_says_who_was_quicker(client, moderator):
    comment = make_comment()
    decision = reject(comment, by=moderator)
    comment.approve(by=make_moderator(first_name="Lena", last_name="Orst"))
    answer = undo(client, decision.act, headers=HTMX)
    assert answer.status_code == 409
    assert "Lena Orst approved this just now." in answer.text


def test_an_unknown_act_is_not_found(client, moderator):
    assert undo(client, "7b7b7b7b-0000-4000-8000-000000000000").status_code == 404


def test_picks_of_editors_are_taken_back_by_who_may_pick(client, moderator):
    comment = make_comment()
    decision = comment.feature(by=make_user(group="Editor"))
    moderator.groups.get().permissions.filter(codename="feature_comment").delete()
    assert undo(client, decision.act).status_code == 403
    assert of(comment).featured_at


def test_a_moderator_finds_their_last_decisions_by_acts(client, moderator):
    comments = [make_comment(text=f"Word {number}.") for number in range(3)]
    act = reject(comments[0], by=moderator).act
    reject(comments[1], by=moderator, act=act)
    reject(comments[2], by=make_moderator())
    page = client.get(reverse("moderation:recent")).text
    assert page.count("data-undo") == 1
    assert "2 comments" in page
    assert "Word 1." in page
    assert "Word 2." not in page
    undo(client, act)
    assert "nothing that can be taken back" in client.get(reverse("moderation:recent")).text


def test_the_list_costs_the_same_for_few_and_for_many(
    client, moderator, django_assert_max_num_queries
):
    for number in (1, 5):
        for _ in range(number):
            reject(make_comment(), by=moderator)
        with django_assert_max_num_queries(8):
            client.get(reverse("moderation:recent"))
