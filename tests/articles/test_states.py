"""Every verb from every state: where it leads, where it is refused, what the log says."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.contents import content_of
from articles.models import Article
from articles.writing import write
from tests.factories import make_article

pytestmark = pytest.mark.django_db
STATES = ["draft", "review", "approved", "scheduled", "published", "unpublished", "retracted"]
LATER = timedelta(days=2)
# verb: how it is asked for, where it leads from each state, the line of the log.
VERBS = {
    "submit": (lambda a: a.submit(), {"draft": "review"}, "submitted"),
    "take_back": (lambda a: a.take_back(), {"review": "draft"}, "sent_back"),
    "send_back": (
        lambda a: a.send_back(note="Say when."),
        {"review": "draft", "approved": "draft"},
        "sent_back",
    ),
    "approve": (lambda a: a.approve(), {"draft": "approved", "review": "approved"}, "approved"),
    "publish": (
        lambda a: a.publish(),
        dict.fromkeys(["draft", "review", "approved", "scheduled", "unpublished"], "published"),
        "published",
    ),
    "schedule": (
        lambda a: a.publish(timezone.now() + LATER),
        dict.fromkeys(["draft", "review", "approved", "scheduled", "unpublished"], "scheduled"),
        "scheduled",
    ),
    "unschedule": (lambda a: a.unschedule(), {"scheduled": "approved"}, "unscheduled"),
    "publish_changes": (
        lambda a: a.publish_changes(),
        {"published": "published", "retracted": "retracted"},
        "changed",
    ),
    "discard_changes": (
        lambda a: a.discard_changes(),
        {"published": "published", "retracted": "retracted"},
        "discarded",
    ),
    "unpublish": (
        lambda a: a.unpublish(),
        {"published": "unpublished", "retracted": "unpublished", "scheduled": "approved"},
        None,
    ),
    "retract": (
        lambda a: a.retract(text="It was wrong."),
        {"published": "retracted", "unpublished": "retracted"},
        "retracted",
    ),
}


def make_in_state(state, **fields):
    fields["status"] = "published" if state == "scheduled" else state
    if state in {"draft", "review", "approved"}:
        fields["published_at"] = None
    if state == "scheduled":
        fields["published_at"] = timezone.now() + timedelta(days=1)
    article = make_article(**fields)
    if article.is_readable:
        write(article, content_of(article) | {"headline": "Changes"})
    return article


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_leads_where_the_table_says_or_changes_nothing(verb, state):
    act, leads, action = VERBS[verb]
    article = make_in_state(state)
    before, lines = article.version, article.events.count()
    is_public_already = verb == "publish" and state == "published"
    if state in leads or is_public_already:
        act(article)
    else:
        with pytest.raises(ValidationError):
            act(article)
    article = Article.objects.get(pk=article.pk)
    assert article.state == leads.get(state, state)
    assert article.version == before + (state in leads)
    assert article.events.count() == lines + (state in leads)
    if state in leads and action:
        assert article.events.first().action == action


def test_a_note_says_what_is_still_wanted():
    article = make_in_state("review")
    article.send_back(note="Say when.")
    assert article.events.get().note == "Say when."


def test_an_address_can_say_that_it_is_gone_until_it_is_published_again():
    article = make_article()
    article.unpublish(gone=True)
    assert article.is_gone
    article.publish()
    assert not article.is_gone


def test_unpublishing_keeps_the_changes_that_nobody_saw():
    article = make_in_state("published")
    article.unpublish()
    assert (article.headline, article.pending) == ("Changes", None)


def test_a_retraction_says_why_and_no_longer_leads():
    article = make_article(is_featured=True)
    with pytest.raises(ValidationError):
        article.retract(text=" ")
    article.retract(text="It was wrong.")
    assert article.corrections.get().kind == "retraction"
    assert not article.is_featured


def test_the_front_page_is_chosen_with_a_line_of_the_log():
    article = make_article()
    article.feature(True)
    article.feature(True)
    assert [event.action for event in article.events.all()] == ["featured"]


def test_what_readers_saw_gets_no_embargo():
    article = make_article()
    article.unpublish()
    article.publish(timezone.now() + LATER)
    with pytest.raises(ValidationError):
        article.set_embargo(timezone.now() + timedelta(hours=1))


def test_each_edition_is_numbered_once_and_has_its_time():
    article = make_in_state("published")
    article.publish_changes()
    article.unpublish()
    article.publish()
    found = article.revisions.filter(edition__isnull=False).order_by("edition")
    assert [(revision.edition, revision.content["headline"]) for revision in found] == [
        (1, found[0].content["headline"]),
        (2, "Changes"),
    ]
