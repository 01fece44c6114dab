"""The writer of a rejected comment asks once that another moderator looks again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import appeals, undoing
from comments.models import Appeal, Comment, Decision
from newsportal.models import OutgoingMail
from tests.comments.guests import MARA, opened
from tests.factories import make_article, make_comment, make_member, make_user, mark_spam, reject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_mail")]
DESK, MINE = "/moderation/appeals/", "/comments/mine/"


def moderator():
    return make_user(group="Moderator")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def rejected(by=None, **fields):
    """A member's comment that a moderator rejected."""
    comment = make_comment(**{"author": make_member()} | fields)
    reject(comment, by=by or moderator(), reason="Not about ferries.")
    return comment


def appeal(comment, client=None, text="It names the ferry."):
    client = client or signed_in(comment.author)
    return client.post(reverse("comments:appeal", args=[comment.pk]), {"text": text})


def appealed(**fields):
    """A rejected comment whose writer appealed."""
    comment = rejected(**fields)
    appeals.lodge(comment, "It names the ferry.")
    return comment


def judge(comment, user, outcome="granted", answer="It is about ferries."):
    answered = {"outcome": outcome, "answer": answer}
    return signed_in(user).post(reverse("moderation:judge", args=[comment.pk]), answered)


def state_of(comment):
    return Appeal.objects.get(pk=comment.pk).state


def test_the_writer_reads_the_reason_and_appeals():
    comment = rejected()
    client = signed_in(comment.author)
    address = reverse("comments:appeal", args=[comment.pk])
    mine = client.get(MINE).text
    assert "Off topic" in mine
    assert "Not about ferries." in mine
    assert address in mine
    assert appeal(comment, client).status_code == 303
    assert "You appealed" in client.get(address).text
    mine = client.get(MINE).text
    assert "You appealed" in mine
    assert address not in mine


def test_an_appeal_sent_twice_is_the_first_one():
    comment = rejected()
    first, second = appeal(comment), appeal(comment, text="Another text.")
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert Appeal.objects.get().text == "It names the ferry."


def test_a_guest_appeals_by_the_private_link_or_cookie():
    comment = rejected(author=None, email=MARA)
    assert appeal(comment, opened()).status_code == 303
    assert Appeal.objects.get().against == comment.decisions.get().moderator


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_finds_the_appeal(method):
    comment = rejected()
    path = reverse("comments:appeal", args=[comment.pk])
    for client in (Client(), signed_in(make_member()), signed_in(moderator()), opened()):
        assert getattr(client, method)(path, {"text": "Let me in."}).status_code == 404
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\0", "a" * 1001])
def test_an_appeal_needs_words(text):
    comment = rejected()
    response = appeal(comment, text=text)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert not Appeal.objects.exists()


def test_what_was_typed_is_kept_when_there_were_too_many_appeals():
    comment = rejected()
    client = signed_in(comment.author)
    for _ in range(10):
        appeals_from_here = rejected(author=comment.author)
        appeal(appeals_from_here, client)
    response = appeal(comment, client)
    assert response.status_code == 429
    assert response.headers["Retry-After"]
    assert "It names the ferry." in response.text


def test_what_is_not_rejected_has_no_appeal():
    comment = make_comment(author=make_member())
    response = appeal(comment)
    assert response.url == comment.get_absolute_url()
    assert not Appeal.objects.exists()


def test_after_six_months_there_is_no_appeal(time_machine):
    comment = rejected()
    time_machine.move_to(timezone.now() + timedelta(days=appeals.APPEAL_DAYS))
    page = signed_in(comment.author).get(reverse("comments:appeal", args=[comment.pk])).text
    assert "The time for an appeal is over." in page
    appeal(comment)
    assert not Appeal.objects.exists()


def test_the_appeals_of_comments_whose_article_is_gone_are_not_offered():
    comment = rejected(article=make_article(status="unpublished"))
    mine = signed_in(comment.author).get(MINE).text
    assert reverse("comments:appeal", args=[comment.pk]) not in mine
    assert appeal(comment).status_code == 404


def test_moderators_read_the_oldest_appeal_first():
    first, second = appealed(), appealed()
    page = signed_in(moderator()).get(DESK).text
    assert page.index(f'id="card-{first.pk}"') < page.index(f'id="card-{second.pk}"')
    assert page.count("It names the ferry.") == 2
    assert "Not about ferries." in page


def test_pages_of_appeals_hold_twenty_and_none_twice(time_machine):
    author, by = make_member(), moderator()
    time_machine.move_to(timezone.now(), tick=False)  # the keys decide
    pks = [appealed(author=author, by=by).pk for _ in range(21)]
    client = signed_in(moderator())
    seen, after = [], ""
    for _ in range(2):
        context = client.get(DESK, {"after": after}).context
        seen += [plea.appeal.pk for plea in context["pleas"]]
        after = context["after"]
    assert (seen, after) == (pks, "")


@pytest.mark.parametrize("after", ["x", "1", "9" * 30 + "_1", "-1_-1", "1_2_3", b"\xed\xa0"])
def test_a_cursor_that_is_none_of_ours_shows_the_first_page(after):
    comment = appealed()
    page = signed_in(moderator()).get(DESK, {"after": after}).text
    assert f'id="card-{comment.pk}"' in page


def test_a_page_of_appeals_takes_the_same_statements_for_one_and_many():
    client = signed_in(moderator())
    appealed()
    with CaptureQueriesContext(connection) as one:
        client.get(DESK)
    for _ in range(4):
        appealed(by=moderator())
    with CaptureQueriesContext(connection) as many:
        client.get(DESK)
    assert len(one) == len(many)


def test_granting_shows_the_comment_and_tells_its_writer():
    comment, other = appealed(), moderator()
    assert judge(comment, other).status_code == 303
    comment.refresh_from_db()
    found = Appeal.objects.get()
    assert comment.is_visible
    assert (found.state, found.judge, found.answer) == ("upheld", other, "It is about ferries.")
    assert comment.decisions.first().action == "approve"
    mine = signed_in(comment.author).get(MINE).text
    assert "Your appeal was granted." in mine
    assert "It is about ferries." in mine


def test_not_granting_needs_an_answer_and_leaves_the_comment_rejected():
    comment, other = appealed(), moderator()
    assert judge(comment, other, "refused", " ").status_code == 422
    assert state_of(comment) == "open"
    assert judge(comment, other, "refused", "It is about trams.").status_code == 303
    comment.refresh_from_db()
    assert comment.is_rejected
    mine = signed_in(comment.author).get(MINE).text
    assert "Your appeal was not granted." in mine
    assert "It is about trams." in mine


def test_who_rejected_a_comment_does_not_judge_the_appeal():
    by = moderator()
    comment = appealed(by=by)
    page = signed_in(by).get(DESK).text
    assert "Another moderator answers the appeal." in page
    assert reverse("moderation:judge", args=[comment.pk]) + '" novalidate' not in page
    assert judge(comment, by).status_code == 403
    assert state_of(comment) == "open"


def test_a_moderator_does_not_judge_the_appeal_about_their_own_comment():
    author = moderator()
    comment = appealed(author=author)
    assert judge(comment, author).status_code == 403
    assert state_of(comment) == "open"


def test_who_gave_a_rejection_another_reason_does_not_judge_it_either():
    comment, second = appealed(), moderator()
    mark_spam(comment, by=second)
    assert judge(comment, second).status_code == 403


def test_who_took_their_rejection_back_does_not_judge_the_appeal_against_it():
    first, second = moderator(), moderator()
    comment = make_comment(author=make_member())
    mark_spam(comment, by=first)
    later = reject(comment, by=second)
    appeals.lodge(comment, "It names the ferry.")
    undoing.undo(later.act, second)
    assert judge(comment, second).status_code == 403
    assert state_of(comment) == "open"


def test_anyone_judges_what_a_rule_rejected():
    comment = make_comment(author=make_member())
    reject(comment, code="language", rule="words")
    appeals.lodge(comment, "A harmless word.")
    assert judge(comment, moderator()).status_code == 303
    assert state_of(comment) == "upheld"


def test_a_second_judgement_is_refused_and_shows_the_first():
    comment = appealed()
    judge(comment, moderator(), "refused", "It is about trams.")
    late = judge(comment, moderator(), "granted", "Why not.")
    assert late.status_code == 409
    assert "It is about trams." in late.text
    comment.refresh_from_db()
    assert comment.is_rejected


@pytest.mark.parametrize("outcome", ["", "upheld", "\0", "9" * 30])
def test_nonsense_judges_nothing(outcome):
    comment = appealed()
    assert judge(comment, moderator(), outcome).status_code == 422
    assert state_of(comment) == "open"


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_an_appeal_that_can_not_be_is_not_found(number):
    assert signed_in(moderator()).get(f"{DESK}{number}/").status_code == 404


def test_approving_a_comment_grants_its_appeal():
    comment = appealed()
    comment.approve(by=moderator())
    assert state_of(comment) == "upheld"
    assert OutgoingMail.objects.filter(comment=comment, subject__contains="appeal").exists()


def test_taking_a_rejection_back_grants_its_appeal():
    by = moderator()
    comment = make_comment(author=make_member())
    act = uuid4()
    reject(comment, by=by, act=act)
    appeals.lodge(comment, "It names the ferry.")
    assert undoing.undo(act, by).taken_back
    comment.refresh_from_db()
    assert comment.is_visible
    assert state_of(comment) == "upheld"


def test_a_granted_appeal_is_not_undone_by_taking_back_the_approval():
    comment, other = appealed(), moderator()
    judge(comment, other)
    approval = Decision.objects.get(comment=comment, action="approve")
    assert not undoing.undo(approval.act, other).taken_back
    comment.refresh_from_db()
    assert comment.is_visible


def test_an_appeal_that_was_answered_is_not_lodged_again():
    comment = appealed()
    judge(comment, moderator(), "refused")
    assert appeals.lodge(comment, "Once more.").text == "It names the ferry."


def test_there_is_one_appeal_for_each_comment():
    comment = appealed()
    judge(comment, moderator())
    comment = Comment.objects.get(pk=comment.pk)
    reject(comment, by=moderator())
    page = signed_in(comment.author).get(reverse("comments:appeal", args=[comment.pk])).text
    assert "You appealed an earlier rejection of it." in page
    appeal(comment)
    assert state_of(comment) == "upheld"


def test_erasing_a_comment_takes_its_open_appeal_with_it():
    comment = appealed()
    comment.erase()
    assert not Appeal.objects.exists()


def test_erasing_a_comment_forgets_what_was_said_in_its_appeal():
    comment = appealed()
    judge(comment, moderator())
    Comment.objects.get(pk=comment.pk).erase()
    found = Appeal.objects.get()
    assert (found.text, found.answer, found.state) == ("", "", "upheld")


def test_hostile_words_are_inert_on_the_desk():
    comment = rejected()
    appeals.lodge(comment, '"><script>glimbo()</script>\u202e')
    page = signed_in(moderator()).get(DESK).text
    assert "<script>glimbo" not in page
    assert "&lt;script&gt;glimbo" in page


def test_readers_and_guests_do_not_get_to_the_desk():
    comment = appealed()
    path = reverse("moderation:judge", args=[comment.pk])
    assert Client().get(path).status_code == 302
    assert signed_in(make_member()).get(path).status_code == 403
    assert judge(comment, make_member()).status_code == 403
    assert state_of(comment) == "open"
