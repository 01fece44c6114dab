"""Looking for comments in a queue."""

import pytest
from django.urls import reverse

from comments import queues
from comments.models import Comment
from tests.comments.test_queue_lists import PENDING, QUEUE, desk, report, shown
from tests.factories import make_article, make_comment, make_section, make_user, mark_spam, reject

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


def look(desk, queue="pending", **asked):
    return desk.get(QUEUE, {"queue": queue, **asked})


@pytest.fixture
def pair():
    """One that is looked for, and one beside it."""
    section = make_section(name="Rivers", slug="rivers")
    author = make_user(username="petra", email="petra@example.org")
    article = make_article(headline="The lower bridge is measured", section=section)
    wanted = make_comment(
        article, text="The GAUGE reads 3.4", name="Petra N.", author=author, status=PENDING
    )
    wanted.findings.create(rule="links", outcome="hold", evidence={})
    other = make_comment(name="Somebody", email="some@example.net", status=PENDING)
    return wanted, other


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "gauge"},
        {"q": "petra"},
        {"article": "bridge lower"},
        {"section": "rivers"},
        {"author": "petra n"},
        {"author": "PETRA"},
        {"author": "petra@example.org"},
        {"rule": "links"},
        {"q": "3.4", "section": "rivers", "rule": "links"},
    ],
)
def test_a_filter_lets_through_what_was_looked_for(desk, pair, asked):
    assert shown(look(desk, **asked)) == [pair[0].pk]


def test_a_guest_is_found_by_address_and_an_article_by_number(desk, pair):
    assert shown(look(desk, author="SOME@example.net")) == [pair[1].pk]
    assert shown(look(desk, article=pair[1].article_id)) == [pair[1].pk]


@pytest.mark.parametrize(
    "asked",
    [
        {"section": "nowhere"},
        {"reason": "glimbo"},
        {"rule": "'"},
        {"q": "x" * 500},
        {"author": "\ud800"},
    ],
)
def test_a_filter_that_makes_no_sense_is_left_out(desk, pair, asked):
    encoded = {name: value.encode("utf-8", "surrogatepass") for name, value in asked.items()}
    response = look(desk, **encoded)
    assert response.status_code == 200
    if "author" not in asked:  # read as a sign that nobody has in their name
        assert len(shown(response)) == 2


@pytest.mark.parametrize(
    "asked", [{"article": "9" * 30}, {"q": "%"}, {"q": "_AUGE"}, {"queue": "x"}]
)
def test_odd_words_are_words(desk, pair, asked):
    response = desk.get(QUEUE, {"queue": "pending", **asked})
    assert response.status_code == 200
    assert asked.get("queue") or shown(response) == []


def test_reported_comments_are_found_by_what_is_said_of_them(desk):
    report(make_comment(), code="abuse")
    wanted = make_comment()
    report(wanted, code="hate")
    assert shown(look(desk, "reported", reason="hate")) == [wanted.pk]


def test_rejected_comments_are_found_by_reason_and_by_who_decided(desk):
    other = make_user(group="Moderator", username="osei")
    off_topic, spam = make_comment(), make_comment()
    reject(off_topic, by=other)
    mark_spam(spam, by=desk.moderator)
    assert shown(look(desk, "rejected", reason="off_topic")) == [off_topic.pk]
    assert shown(look(desk, "rejected", reason="spam")) == [spam.pk]
    assert shown(look(desk, "rejected", moderator="osei")) == [off_topic.pk]


def test_filters_are_kept_on_tabs_and_can_be_removed_one_by_one(desk, pair):
    response = look(desk, q="gauge", section="rivers")
    page = response.content.decode().replace("&amp;", "&")
    assert f'href="{QUEUE}?queue=rejected&q=gauge&section=rivers"' in page
    assert f'href="{QUEUE}?queue=pending&section=rivers"' in page
    assert f'href="{QUEUE}?queue=pending&q=gauge"' in page


def test_a_filter_looks_at_so_many_comments_and_says_how_to_look_further(desk, monkeypatch):
    monkeypatch.setattr(queues, "SIFTED_MAX", 2)
    article = make_article()
    made = [make_comment(article, text=f"Text {number}", status=PENDING) for number in range(5)]
    first = look(desk, q="text 4")
    assert shown(first) == []
    assert "Nothing found among the first" in first.content.decode()
    second = desk.get(QUEUE + first.context["onward"])
    last = desk.get(QUEUE + second.context["onward"])
    assert [shown(second), shown(last)] == [[], [made[4].pk]]
    assert not last.context["page"].after


def test_a_filter_that_saw_the_whole_queue_does_not_lead_on(desk, pair):
    assert not look(desk, q="gauge").context["page"].after


@pytest.mark.parametrize("number", [0, 2**62, 10**40])
def test_a_card_that_is_not_there_is_not_found(desk, number):
    path = reverse("moderation:comment", args=[1]).replace("/1/", f"/{number}/")
    assert desk.get(path).status_code == 404


def test_all_queues_take_all_filters(desk, pair):
    asked = {"q": "a", "article": "a", "section": "rivers", "author": "a", "reason": "spam"}
    for name in queues.QUEUES:
        assert look(desk, name, **asked, rule="links", moderator="a").status_code == 200
    assert Comment.objects.count() == 2
