"""Moderation in numbers, for everybody, month by month."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import appeals, ledger, undoing
from comments.models import Comment, Decision, LegalCase, ModeratedMonth, Report
from tests import plans
from tests.caches import empty_caches
from tests.comments.guests import MARA
from tests.factories import make_article, make_comment, make_member, make_user, mark_spam, reject

pytestmark = pytest.mark.django_db
PENDING = Comment.Status.PENDING
NOVEMBER = datetime(2026, 11, 12, 12, tzinfo=UTC)
LEDGER = "/comments/moderation/"


@pytest.fixture(autouse=True)
def _in_november(time_machine):
    time_machine.move_to(NOVEMBER, tick=False)


def numbers(month="2026-11"):
    empty_caches()
    return Client().get(f"{LEDGER}{month}.json").json()


def held(since, **fields):
    """A comment that has waited since then."""
    return make_comment(status=PENDING, created_at=since, **fields)


def decide_after(seconds, **fields):
    held(timezone.now() - timedelta(seconds=seconds), **fields).approve(by=make_user())


def test_comments_are_counted_by_what_became_of_them_at_first():
    make_comment()
    reject(make_comment(), by=make_user())
    make_comment().erase()
    held(NOVEMBER - timedelta(hours=1)).approve(by=make_user())
    held(NOVEMBER)
    by_rule = Comment.objects.post(
        article=make_article(), text="Glimbo.", name="Guest", status=Comment.Status.REMOVED
    )
    moment = {"decided_at": by_rule.created_at, "rule": "words", "code": "language"}
    Decision.objects.create(comment=by_rule, action="reject", old_status=0, new_status=3, **moment)
    assert numbers()["comments"] == {
        "posted": 6,
        "published_at_once": 3,
        "held": 2,
        "rejected_at_once": 1,
    }


def test_rejections_are_counted_by_reason_apart_for_moderators_and_rules():
    by = make_user()
    for _ in range(2):
        reject(make_comment(), by=by)
    reject(make_comment(), code="language", rule="words")
    mark_spam(make_comment(), by=by)
    assert numbers()["decisions"] == {
        "approved": 0,
        "rejected": [
            {"reason": "spam", "moderators": 1, "rules": 0},
            {"reason": "off_topic", "moderators": 2, "rules": 0},
            {"reason": "language", "moderators": 0, "rules": 1},
        ],
    }


def test_what_was_taken_back_or_erased_is_no_decision():
    by = make_user(group="Moderator")
    decision = reject(make_comment(), by=by)
    undoing.undo(decision.act, by)
    make_comment().erase()
    assert numbers()["decisions"] == {"approved": 0, "rejected": []}


@pytest.mark.parametrize(
    ("waited", "median"),
    [([], None), ([60], 60), ([60, 181], 120), ([10, 20, 4000], 20), ([1, 2, 4, 100], 3)],
)
def test_half_of_all_were_decided_within_the_median(waited, median):
    make_comment()
    for seconds in waited:
        decide_after(seconds)
    assert numbers()["median_wait_seconds"] == median


def test_reports_are_counted_and_those_upheld():
    comment, other = make_comment(), make_comment()
    for each in (comment, comment, other):
        Report.objects.create(comment=each, code="spam")
        Comment.objects.filter(pk=each.pk).update(open_reports=each.reports.count())
    reject(comment, by=make_user())
    other.approve(by=make_user())
    assert numbers()["reports"] == {"received": 3, "upheld": 2}


def test_appeals_are_counted_with_their_answers():
    judge = make_user(group="Moderator")
    for is_granted in (True, False, None):
        comment = make_comment(author=make_member())
        reject(comment, by=make_user())
        appeal = appeals.lodge(comment, "It names the ferry.")
        if is_granted is not None:
            appeals.judge(appeal, by=judge, is_granted=is_granted, answer="Yes.")
    assert numbers()["appeals"] == {"received": 3, "upheld": 1, "rejected": 1}


def test_notices_of_illegal_content_and_voided_votes_are_counted():
    from comments import votes
    from tests.comments.said import VOTERS

    comment, by = make_comment(), make_user()
    comment.cast_vote(VOTERS[0], 1)
    votes.review(comment, [VOTERS[0]], 2, by=by, reason="One person")
    done = {"state": "completed", "outcome": "removed", "ground": "x", "closed_at": NOVEMBER}
    LegalCase.objects.create(comment=comment, law="A law", explanation="Why", **done)
    LegalCase.objects.create(comment=comment, law="A law", explanation="Why")
    found = numbers()
    assert found["illegal_content"] == {"notices": 2, "removed": 1}
    assert found["votes_voided"] == 1


@pytest.mark.parametrize("name", ["Pacific/Auckland", "UTC", "America/Los_Angeles"])
def test_the_sites_time_zone_says_where_months_end(settings, name):
    settings.TIME_ZONE = name
    timezone.get_default_timezone.cache_clear()
    try:
        end = datetime(2026, 10, 31, 23, 59, 59, tzinfo=timezone.get_default_timezone())
        make_comment(created_at=end)
        make_comment(created_at=end + timedelta(seconds=1))
        assert [numbers(f"2026-{month}")["comments"]["posted"] for month in (10, 11)] == [1, 1]
    finally:
        timezone.get_default_timezone.cache_clear()


@pytest.mark.parametrize(
    "month", ["2026-09", "2026-12", "2027-01", "2026-13", "2026-00", "1999-01", "2026-1", "2100-01"]
)
def test_there_is_no_month_before_the_first_comment_or_after_now(client, month):
    make_comment(created_at=datetime(2026, 10, 5, tzinfo=UTC))
    for ending in ("/", ".json"):
        assert client.get(f"{LEDGER}{month}{ending}").status_code == 404


def test_the_page_says_the_same_as_the_file(client):
    mark_spam(make_comment(), by=make_user())
    decide_after(7200)
    page = client.get(LEDGER).text
    assert "Moderation in November 2026" in page
    assert "so far" in page
    assert "2 hours" in page
    assert f"{LEDGER}2026-11.json" in page
    assert client.get(f"{LEDGER}2026-11/").status_code == 200


def test_a_site_without_comments_has_a_page_too(client):
    assert "Nothing was rejected." in client.get(LEDGER).text


def test_pages_lead_from_month_to_month(client):
    make_comment(created_at=datetime(2026, 9, 5, tzinfo=UTC))
    october = client.get(f"{LEDGER}2026-10/").text
    assert f'href="{LEDGER}2026-09/"' in october
    assert f'href="{LEDGER}2026-11/"' in october
    assert "so far" not in october
    assert f'href="{LEDGER}2026-08/"' not in client.get(f"{LEDGER}2026-09/").text
    assert f'href="{LEDGER}2026-12/"' not in client.get(LEDGER).text


@pytest.mark.parametrize("path", [LEDGER, f"{LEDGER}2026-11/", f"{LEDGER}2026-11.json"])
def test_the_pages_are_the_same_for_all_strangers(path):
    make_comment()
    first, second = Client().get(path), Client().get(path)
    assert first.content == second.content
    assert first.headers["Cache-Control"].startswith("public")
    assert not first.cookies


def test_no_name_address_or_text_is_told():
    by = make_user(username="quagmire", group="Moderator")
    comment = make_comment(author=make_member(username="quagmire2"), text="quagmire", email=MARA)
    reject(comment, by=by, reason="quagmire")
    appeals.lodge(comment, "quagmire")
    for path in (LEDGER, f"{LEDGER}2026-11.json"):
        told = Client().get(path).text
        assert "quagmire" not in told
        assert MARA not in told


def test_numbers_take_the_same_statements_for_one_comment_and_many():
    def some():
        reject(make_comment(), by=make_user())
        decide_after(60)

    some()
    with CaptureQueriesContext(connection) as one:
        numbers()
    for _ in range(5):
        some()
    with CaptureQueriesContext(connection) as many:
        numbers()
    assert len(one) == len(many) <= 15


def test_numbers_are_counted_once_in_some_minutes():
    make_comment()
    numbers()
    make_comment()
    month = ledger.Month.of(NOVEMBER)
    assert ledger.numbers_of(month)["comments"]["posted"] == 1


def test_months_that_are_over_are_kept_and_never_counted_again(time_machine):
    make_comment(created_at=datetime(2026, 9, 5, tzinfo=UTC))
    october = make_comment(created_at=datetime(2026, 10, 31, 23, tzinfo=UTC))
    assert ledger.keep_months() == 2
    assert ledger.keep_months() == 0
    Comment.objects.filter(pk=october.pk).update(created_at=NOVEMBER)
    assert numbers("2026-10")["comments"]["posted"] == 1
    time_machine.move_to(datetime(2026, 12, 1, 12, tzinfo=UTC))
    assert ledger.keep_months() == 0  # undo is still possible
    time_machine.move_to(datetime(2026, 12, 4, tzinfo=UTC))
    assert ledger.keep_months() == 1
    assert ModeratedMonth.objects.count() == 3


def test_the_footer_and_the_house_rules_lead_there(client):
    article = make_article()
    page = client.get(article.get_absolute_url()).text
    assert page.count(f'href="{reverse("comments:ledger")}"') == 2


@pytest.mark.postgresql
def test_counting_a_month_finds_its_rows_by_their_time():
    comment = plans.make_known_discussion().comments.first()
    known = {"comment": comment, "action": "approve", "old_status": 0, "new_status": 1}
    times = [NOVEMBER - timedelta(days=number) for number in range(300)]
    Decision.objects.bulk_create(Decision(decided_at=at, **known) for at in times)
    plans.know_tables()
    month = ledger.Month.of(NOVEMBER)
    comments = Comment.objects.filter(month.when("created_at")).order_by()
    assert "comment_by_time" in comments.explain()
    assert "decision_newest" in ledger._standing(month).explain()
    assert "comment_by_time" in Comment.objects.order_by("created_at")[:1].explain()
