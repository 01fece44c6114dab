"""Word lists at work: what they hold or reject, and what that costs."""

import pytest
from django.urls import reverse

from comments.models import Comment, WordList
from comments.word_lists import word_phase
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
GUEST = {"name": "Mara L.", "email": "mara@example.com"}


def make_list(entries="glimbo", **fields):
    known = {"name": "Rude words", "entries": entries, "is_on": True}
    return WordList.objects.create(**known | fields)


class Sending:
    """As much of a submission as the phase looks at."""

    def __init__(self, text):
        self.text = text


def send(client, text, article=None, **more):
    address = reverse("comments:post", args=[(article or make_article()).pk])
    return client.post(address, GUEST | {"text": text} | more)


def send_twice(client, text):
    """As somebody who sends it as it is after having been told why it would wait."""
    article = make_article()
    nudged = send(client, text, article).context["form"]["nudged"].value()
    return send(client, text, article, nudged=nudged)


def test_a_listed_word_is_named_first_and_then_waits_with_its_places(client):
    make_list()
    response = send(client, "What a Gl!mbo, he said.")
    assert response.status_code == 422
    assert "Gl!mbo" in response.text
    assert not Comment.objects.exists()
    send_twice(client, "What a Gl!mbo, he said.")
    comment = Comment.objects.get()
    [finding] = comment.findings.all()
    assert comment.status == Comment.Status.PENDING
    assert finding.evidence == {
        "list": "Rude words",
        "version": 1,
        "words": ["Gl!mbo"],
        "places": [[7, 13]],
    }
    assert [comment.text[start:end] for start, end in finding.evidence["places"]] == ["Gl!mbo"]


def test_a_list_may_reject_and_the_writer_learns_why(client):
    make_list(action="reject")
    send_twice(client, "What a glimbo.")
    comment = Comment.objects.get()
    [decision] = comment.decisions.all()
    assert comment.status == Comment.Status.REMOVED
    assert (decision.rule, decision.code) == ("words", "language")


def test_what_one_list_rejects_another_does_not_hold():
    make_list("glimbo tree", name="A")
    make_list("glimbo", name="B", action="reject")
    verdict = word_phase(Sending("The glimbo tree."))
    assert (verdict.status.name, verdict.evidence["list"]) == ("REJECT", "B")


@pytest.mark.parametrize("text", ["glimbo", "GLIMBO", "g l i m b o", "гlimbo? glimb\u200bo"])
def test_a_word_is_found_however_it_is_written(text):
    make_list()
    assert word_phase(Sending(text)).evidence["list"] == "Rude words"


def test_places_are_those_in_the_text_as_it_is_stored():
    make_list()
    verdict = word_phase(Sending("  \r\n\u202eA glimbo"))
    assert verdict.evidence["places"] == [[2, 8]]


def test_lists_that_are_off_or_empty_find_nothing():
    make_list(is_on=False)
    make_list("# nothing yet", name="Notes alone")
    assert word_phase(Sending("A glimbo.")) is None


@pytest.mark.parametrize("is_on", [True, False])
def test_a_list_holds_from_the_moment_it_is_changed(is_on):
    words = make_list(is_on=not is_on)
    word_phase(Sending("A glimbo."))
    words.is_on = is_on
    words.save()
    assert bool(word_phase(Sending("A glimbo."))) == is_on
    words.delete()
    assert word_phase(Sending("A glimbo.")) is None


def test_unchanged_lists_cost_one_statement_and_are_compiled_once(django_assert_num_queries):
    make_list()
    word_phase(Sending("A glimbo."))
    with django_assert_num_queries(1):
        word_phase(Sending("A glimbo."))


def test_staff_write_what_they_like(client):
    make_list()
    client.force_login(make_user(group="Moderator"))
    send(client, "We remove comments that say glimbo.")
    assert Comment.objects.get().is_visible
