"""What moderators are told on a card."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments.cards import cards_of
from comments.claims import claim
from comments.deciding import version_of
from comments.models import Comment, Report, Sanction, Trace
from comments.standing import standings_of
from tests.comments.test_queue_lists import PENDING, QUEUE, desk, report
from tests.factories import make_article, make_comment, make_section, make_user, reject

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
HOSTILE = "<img src=x onerror=alert(1)>\"'</p><script>glimbo()</script>"


def held(**fields):
    return make_comment(status=PENDING, **fields)


def page_of(desk, comment):
    return desk.get(reverse("moderation:comment", args=[comment.pk])).content.decode()


def card_of(comment):
    return cards_of([Comment.objects.get(pk=comment.pk)])[0]


def test_a_card_names_its_version_article_and_section(desk):
    article = make_article(headline="A bridge", section=make_section(name="Rivers"))
    comment = held(article=article)
    page = page_of(desk, comment)
    assert version_of(comment) in page
    for words in ("A bridge", "Rivers", comment.name, comment.text):
        assert words in page


def test_a_card_says_which_rule_held_it_and_marks_the_words(desk):
    comment = held(text="What a glimbo.")
    evidence = {"list": "Rude words", "words": ["glimbo"], "places": [[7, 13]]}
    comment.findings.create(rule="words", outcome="hold", evidence=evidence)
    page = page_of(desk, comment)
    assert "Word list Rude words: <bdi>glimbo</bdi>" in page
    assert "What a <mark>glimbo</mark>." in page


def test_words_that_the_page_cannot_show_are_marked_in_the_text_as_it_was_typed():
    comment = held(text="What a [glim](https://example.org/a)bo.")
    evidence = {"words": ["glim](https://example.org/a)bo"], "places": [[8, 38]]}
    comment.findings.create(rule="words", outcome="hold", evidence=evidence)
    assert "[<mark>glim](https://example.org/a)bo</mark>." in card_of(comment).typed


@pytest.mark.parametrize(
    ("rule", "evidence", "sentence"),
    [
        ("links", {"links": ["https://a.example"], "number": 3}, "3 links"),
        ("newcomer", {"published": 1}, "Only 1 comment of theirs was published yet"),
        ("history", {"rejected": 2, "of": 5}, "2 of 5 rejected in the days before"),
        ("trap", {"trap": "quick"}, "Sent sooner than anybody can write"),
        ("spam_service", {"failed": "timeout"}, "The spam service could not be asked"),
        ("external", {"said": "unkind"}, "Outside check: unkind"),
        ("strict", {}, "Everything waits in this discussion"),
        ("reports", {}, "Hidden after several reports"),
    ],
)
def test_each_rule_says_in_words_what_it_saw(rule, evidence, sentence):
    comment = held()
    comment.findings.create(rule=rule, outcome="hold", evidence=evidence)
    assert card_of(comment).grounds[0].sentence == sentence


@pytest.mark.parametrize(
    "evidence",
    [{}, [], None, {"words": 3, "places": [1, [2], ["a", "b"]], "trap": [], "earlier": -1}],
)
@pytest.mark.parametrize(
    "rule", ["words", "links", "newcomer", "history", "trap", "external", "odd_one"]
)
def test_evidence_of_any_shape_is_shown(desk, rule, evidence):
    comment = held()
    comment.findings.create(rule=rule, outcome="hold", evidence=evidence or {})
    assert "card__signs" in page_of(desk, comment)


def test_reports_stand_there_with_their_text_and_the_record_of_who_made_them(desk):
    comment, reporter = make_comment(), uuid4()
    for state in ("upheld", "upheld", "dismissed"):
        Report.objects.create(comment=make_comment(), reporter=reporter, code="spam", state=state)
    report(comment, code="off_topic", text="About another river.", reporter=reporter)
    page = page_of(desk, comment)
    for words in ("Off topic", "About another river.", "2 of 3 earlier reports upheld"):
        assert words in page


def test_a_first_comment_and_one_after_a_rejection_are_told_apart():
    reader = uuid4()
    first = held(reader=reader)
    reject(first)
    second = held(reader=reader)
    found = standings_of([first, second])
    assert (found[first.pk].is_first, found[first.pk].returns) == (True, False)
    assert (found[second.pk].is_first, found[second.pk].returns) == (False, True)


def test_nothing_is_claimed_of_somebody_nobody_can_know():
    assert not standings_of([found := held()])[found.pk].is_first


def test_the_share_rejected_is_of_the_last_week_and_of_one_person():
    member = make_user()
    with time_machine.travel(timezone.now() - timedelta(days=8)):
        reject(make_comment(author=member))
    reject(make_comment(author=member))
    reject(make_comment(author=make_user()))
    make_comment(author=member)
    comment = held(author=member)
    standing = standings_of([comment])[comment.pk]
    assert (standing.rejected, standing.judged) == (1, 2)


def test_reports_upheld_of_the_same_person_are_counted():
    member = make_user()
    bad = make_comment(author=member)
    report(bad)
    reject(bad)
    comment = held(author=member)
    assert standings_of([comment])[comment.pk].upheld == 1


def test_what_holds_against_a_person_is_said(desk):
    member = make_user()
    until = timezone.now() + timedelta(days=1)
    about = {"code": "abuse", "until": until}
    Sanction.objects.create(member=member, kind="suspension", **about)
    Sanction.objects.create(network=(network := uuid4()), kind="suspension", **about)
    guest = held()
    Trace.objects.create(comment=guest, network=network)
    found = standings_of([of_member := held(author=member), guest, other := held()])
    assert len(found[of_member.pk].sanctions) == len(found[guest.pk].sanctions) == 1
    assert found[other.pk].sanctions == []


def test_what_was_decided_and_by_whom_is_said(desk):
    comment = make_comment()
    reject(comment, by=desk.moderator, reason="Please keep to the map.")
    page = page_of(desk, comment)
    assert "Please keep to the map." in page
    assert desk.moderator.public_name in page


def test_context_shows_what_stands_above_and_below(desk):
    root = make_comment(text="The root.")
    comment = make_comment(parent=root, text="The middle.")
    make_comment(parent=comment, text="The leaf.", status=PENDING)
    path = reverse("moderation:comment", args=[comment.pk])
    fragment = desk.get(path, {"context": 1}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    for words in ("The root.", "The leaf."):
        assert words in fragment
        assert words in page_of(desk, comment)


def test_earlier_texts_show_what_was_changed(desk):
    comment = make_comment(text="The gauge reads three.")
    comment.edit_text("The gauge reads four.")
    path = reverse("moderation:comment", args=[comment.pk])
    fragment = desk.get(path, {"texts": 1}, headers={"HX-Request": "true"}).content.decode()
    assert "<del>three</del>" in fragment
    assert "<ins>four</ins>" in page_of(desk, comment)
    assert "1 earlier text" in desk.get(QUEUE, {"queue": "unmoderated"}).content.decode()


def test_hostile_words_stay_words(desk):
    article = make_article(headline=HOSTILE)
    root = make_comment(article, text=HOSTILE, name=HOSTILE[:50])
    comment = make_comment(parent=root, text=HOSTILE, name=HOSTILE[:50])
    evidence = {"list": HOSTILE, "words": [HOSTILE, "glimbo"], "links": [HOSTILE], "said": HOSTILE}
    for rule in ("words", "links", "external", HOSTILE[:40]):
        comment.findings.create(rule=rule, outcome="hold", evidence=evidence)
    report(comment, text=HOSTILE)
    comment.edit_text(HOSTILE + "!")
    for page in (page_of(desk, comment), desk.get(QUEUE, {"q": HOSTILE}).content.decode()):
        assert "<img src=x" not in page
        assert "<script>glimbo" not in page


def test_an_erased_comment_says_so_and_nothing_else(desk):
    comment = make_comment(text="Something private.", name="Petra Private")
    comment.erase()
    page = page_of(desk, comment)
    assert "Deleted by its author." in page
    assert "Private" not in page


def fill(article, number, moderator):
    """Cards with everything on them."""
    for _ in range(number):
        author = make_user()
        root = make_comment(article, author=author)
        comment = make_comment(parent=root, reader=uuid4(), email="known@example.net")
        comment.edit_text("Changed.")
        comment.findings.create(rule="links", outcome="hold", evidence={"links": ["a"]})
        comment.hold(by=moderator)
        report(comment, member=make_user())
        Trace.objects.create(comment=comment, network=uuid4())
        claim(comment, moderator)


def test_a_page_of_cards_costs_as_many_statements_as_one_card(desk):
    article, numbers = make_article(), []
    for more in (1, 5):
        fill(article, more, desk.moderator)
        with CaptureQueriesContext(connection) as asked:
            response = desk.get(QUEUE, {"queue": "reported", "q": "changed"})
        numbers.append(len(asked))
    assert len(response.context["cards"]) == 6
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 32


def test_strangers_learn_nothing_of_cards(client):
    comment = held(text="Something held.")
    assert client.get(comment.get_absolute_url(), follow=True).status_code != 500
    response = client.get(reverse("moderation:comment", args=[comment.pk]))
    assert isinstance(response.wsgi_request.user, AnonymousUser)
    assert "Something held." not in response.content.decode()
