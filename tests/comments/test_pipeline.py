"""What the pipeline does with a comment as a whole, and with an edit."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments.models import Comment, Decision, Discussion, Finding, Trace
from comments.pipeline import running
from comments.pipeline.verdicts import HOLD, PASS, REFUSE, REJECT, Verdict
from tests.comments.test_posting import HTMX, answer, send
from tests.factories import make_article, make_comment, make_user

Status = Comment.Status
both_ways = pytest.mark.parametrize("headers", [{}, HTMX])


@pytest.fixture
def phases(monkeypatch):
    """The phases of a test in place of ours; each is a Verdict or None."""

    def set_phases(**said):
        phases = {rule: lambda submission, it=it: it for rule, it in said.items()}
        monkeypatch.setattr(running, "PHASES", phases)

    return set_phases


def own_edit(client, text="Better said.", headers=None, **more):
    comment = Comment.objects.latest("pk")
    said = {"text": text, "version": comment.version} | more
    return client.post(reverse("comments:edit", args=[comment.pk]), said, headers=headers)


def assert_nothing_is_stored():
    for model in (Comment, Finding, Trace, Decision):
        assert not model.objects.exists()


def test_the_order_is_declared_once():
    assert list(running.PHASES) == [
        *("length", "closed", "person", "staff", "rate", "pace", "repeat", "trap", "words"),
        *("links", "newcomer", "history", "spam_service", "external", "strict"),
    ]


def test_what_no_phase_objects_to_is_published_unmoderated(client, db, phases):
    phases(one=None)
    send(client, make_article())
    comment = Comment.objects.get()
    assert (comment.status, comment.decided_at, comment.queued_at) == (Status.VISIBLE, None, None)
    assert not Decision.objects.exists()


def test_all_that_holds_is_found_and_the_first_decides(client, db, phases):
    phases(one=Verdict(HOLD, "repeat", {"earlier": 7}), two=Verdict(HOLD))
    send(client, make_article())
    comment = Comment.objects.get()
    assert (comment.status, comment.queued_at) == (Status.PENDING, comment.created_at)
    found = [(each.rule, each.outcome, each.evidence) for each in comment.findings.all()]
    assert found == [("one", "hold", {"earlier": 7}), ("two", "hold", {})]
    decision = comment.decisions.get()
    assert (decision.action, decision.rule, decision.code) == ("hold", "one", "repeat")
    assert decision.moderator is None


@pytest.mark.parametrize(("code", "status"), [("spam", Status.SPAM), ("language", Status.REMOVED)])
def test_a_rejection_ends_it_and_is_stored_with_its_reason(client, db, phases, code, status):
    phases(one=Verdict(HOLD), two=Verdict(REJECT, code), three=Verdict(HOLD))
    send(client, make_article())
    comment = Comment.objects.get()
    assert (comment.status, comment.decided_at) == (status, comment.created_at)
    assert [each.rule for each in comment.findings.all()] == ["one", "two"]
    decision = comment.decisions.get()
    assert (decision.action, decision.rule, decision.code) == ("reject", "two", code)
    assert Discussion.objects.get().visible == 0


@both_ways
def test_a_rejected_text_is_given_back_with_the_reason_and_the_way_to_appeal(
    client, db, phases, headers
):
    phases(one=Verdict(REJECT, "language"))
    article = make_article()
    for _ in range(2):
        response = send(client, article, "A glimbo of text", headers=headers)
        assert response.status_code == 422
        assert "This was not published: Words we don&#x27;t publish." in response.text
        assert f'<a href="{reverse("comments:mine")}">Your comments</a>' in response.text
        assert "A glimbo of text</textarea>" in response.text
    assert "A glimbo of text" in client.get(reverse("comments:mine")).text
    assert "A glimbo of text" not in Client().get(article.get_absolute_url()).text
    assert Comment.objects.count() == 1


@both_ways
def test_a_refused_text_is_stored_nowhere_and_kept_in_the_form(client, db, phases, headers):
    phases(one=Verdict(REFUSE, message="Not now, said the gate."), two=Verdict(HOLD))
    response = send(client, make_article(), "Half a thought", headers=headers)
    assert response.status_code == 422
    assert "Not now, said the gate." in response.text
    assert "Half a thought</textarea>" in response.text
    assert_nothing_is_stored()


def test_a_rejection_without_a_reason_gets_one(client, db, phases):
    phases(one=Verdict(REJECT))
    assert send(client, make_article()).status_code == 422
    assert Decision.objects.get().code == "other"


def test_what_passes_is_asked_no_more_and_counts_as_decided(client, db, phases):
    phases(one=Verdict(PASS), two=Verdict(HOLD))
    send(client, make_article())
    comment = Comment.objects.get()
    assert (comment.status, comment.decided_at) == (Status.VISIBLE, comment.created_at)


def test_who_is_held_is_held_even_if_staff(client, db, phases):
    phases(one=Verdict(HOLD), two=Verdict(PASS))
    send(client, make_article())
    comment = Comment.objects.get()
    assert (comment.status, comment.decided_at) == (Status.PENDING, None)


def test_a_failure_while_storing_leaves_nothing_behind(client, db, phases, monkeypatch):
    phases(one=Verdict(HOLD))
    monkeypatch.setattr(Trace, "save", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send(client, make_article())
    assert_nothing_is_stored()


def test_where_a_comment_came_from_is_kept_as_hashes(client, db):
    send(client, make_article())
    trace = Comment.objects.get().trace
    assert None not in (trace.address, trace.network, trace.said)
    assert "127.0.0" not in str(vars(trace))


@both_ways
def test_a_held_reply_is_marked_as_waiting_for_its_writer(client, db, phases, headers):
    parent = make_comment()
    phases(one=Verdict(HOLD))
    response = answer(client, parent, "Since Monday.", headers=headers)
    page = response.text if headers else client.get(response.url).text
    assert "Since Monday." in page
    assert "Waiting for a moderator. Only you can see this comment." in page


@pytest.mark.parametrize("is_reply", [False, True])
def test_a_comment_costs_as_much_as_the_one_before(db, settings, is_reply):
    """All statements of a guest's: who, where from, said before, and storing it with its trace."""
    settings.COMMENTS_PROFILE = "balanced"
    parent, client = make_comment(), Client()
    place, to = (answer, parent) if is_reply else (send, parent.article)
    place(client, to, "The first text of a guest")
    seen = []
    for number in range(15):
        with CaptureQueriesContext(connection) as statements:
            place(client, to, f"Text number {number} of a guest")
        seen.append(len(statements))
    assert seen == [seen[0]] * 15
    assert seen[0] <= 24


# Edits


def test_an_edit_that_is_held_waits_once_more(client, db, phases):
    phases(one=None)
    send(client, make_article())
    Comment.objects.get().approve(by=make_user())
    phases(words=Verdict(HOLD))
    own_edit(client)
    comment = Comment.objects.get()
    assert (comment.status, comment.decided_at) == (Status.PENDING, None)
    assert comment.queued_at
    assert comment.findings.get().rule == "words"
    assert comment.decisions.first().rule == "words"
    assert Discussion.objects.get().visible == 0


def test_an_edit_that_nobody_objects_to_is_unmoderated(client, db, phases):
    phases(one=None)
    send(client, make_article())
    Comment.objects.get().approve(by=make_user())
    own_edit(client)
    comment = Comment.objects.get()
    assert (comment.status, comment.decided_at) == (Status.VISIBLE, None)


@both_ways
def test_an_edit_that_is_rejected_says_why(client, db, phases, headers):
    phases(one=None)
    send(client, make_article())
    phases(words=Verdict(REJECT, "language"))
    response = own_edit(client, headers=headers)
    assert response.status_code == 422
    assert "This was not published: Words we don&#x27;t publish." in response.text
    assert Comment.objects.get().status == Status.REMOVED
    assert own_edit(client).status_code == 422


def test_an_edit_renews_what_was_found_in_the_text_and_nothing_else(client, db, phases):
    phases(words=Verdict(HOLD), newcomer=Verdict(HOLD))
    send(client, make_article())
    phases(links=Verdict(HOLD))
    own_edit(client)
    rules = [finding.rule for finding in Comment.objects.get().findings.all()]
    assert sorted(rules) == ["links", "newcomer"]


def test_an_edit_changes_what_counts_as_said(client, db):
    send(client, make_article(), "The bridge is open again.")
    before = Trace.objects.get().said
    own_edit(client, "The bridge is closed again.")
    assert Trace.objects.get().said != before


def test_a_discussion_that_closed_lets_writers_mend_what_they_wrote(client, db):
    article = make_article()
    send(client, article)
    Discussion.objects.filter(article=article).update(is_open=False)
    assert own_edit(client).status_code == 303


# Closed threads


@both_ways
@pytest.mark.parametrize("is_nested", [False, True])
def test_a_closed_thread_takes_no_reply_and_keeps_the_text(client, db, headers, is_nested):
    root = make_comment()
    parent = make_comment(parent=root) if is_nested else root
    root.close_thread(by=make_user())
    response = answer(client, parent, "Too late", headers=headers)
    assert response.status_code == 422
    assert "This thread is closed." in response.text
    assert "Too late</textarea>" in response.text
    assert send(client, root.article, "Another thread").status_code == 303


@both_ways
@pytest.mark.parametrize("is_nested", [False, True])
def test_a_closed_thread_offers_no_form(client, db, headers, is_nested):
    root = make_comment()
    parent = make_comment(parent=root) if is_nested else root
    root.close_thread(by=make_user())
    response = client.get(reverse("comments:reply", args=[parent.pk]), headers=headers)
    assert response.status_code == 422
    assert "This thread is closed." in response.text
    assert "<textarea" not in response.text


@pytest.mark.parametrize("is_nested", [False, True])
def test_a_thread_that_closes_at_that_moment_takes_no_reply(client, db, phases, is_nested):
    root = make_comment()
    parent = make_comment(parent=root) if is_nested else root
    root.close_thread(by=make_user())
    phases(one=None)
    response = answer(client, parent, "Too late")
    assert response.status_code == 422
    assert "This thread is closed. Your text was not posted." in response.text
    assert not Comment.objects.filter(text="Too late").exists()
