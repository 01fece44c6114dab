"""When hourly and daily mails leave: at the full hour, and at the digest's hour of the site's zone."""

import random
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from comments import mailing, noticing, pacing, subscriber_links
from comments.announcing import announce_due
from comments.models import Notice, Subscriber, Subscription
from newsportal.models import OutgoingMail
from tests.factories import make_article, make_comment, make_subscriber, make_subscription


def at(text):
    return datetime.fromisoformat(text)


@pytest.fixture
def berlin(settings):
    settings.TIME_ZONE = "Europe/Berlin"


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-23T05:59:59Z", "2026-11-23T06:00Z"),
        ("2026-11-23T06:00:00Z", "2026-11-24T06:00Z"),
        ("2026-11-23T22:59:00Z", "2026-11-24T06:00Z"),
        # The night of 29 March is an hour shorter, that of 25 October an hour longer.
        ("2026-03-28T12:00:00Z", "2026-03-29T05:00Z"),
        ("2026-03-29T05:00:00Z", "2026-03-30T05:00Z"),
        ("2026-10-24T12:00:00Z", "2026-10-25T06:00Z"),
        ("2026-10-25T00:30:00Z", "2026-10-25T06:00Z"),
        ("2026-10-25T01:30:00Z", "2026-10-25T06:00Z"),
    ],
)
def test_the_daily_digest_is_due_at_seven_whatever_the_clocks_do(now, due, berlin):
    assert pacing.due_at("daily", at(now)) == at(due)


@pytest.mark.parametrize("hour", [0, 2, 23])
def test_any_hour_of_the_day_may_be_the_digests(hour, settings, berlin):
    """Also one that is left out in a night of spring, and one that comes twice in autumn."""
    settings.DIGEST_HOUR = hour
    for day in ("2026-03-28", "2026-10-24"):
        now, found = at(f"{day}T00:00Z"), []
        for _ in range(3):
            now = pacing.due_at("daily", now)
            found.append(timezone.localtime(now).date())
        assert len(set(found)) == 3
        assert (found[2] - found[0]).days == 2


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu"])
def test_the_hour_is_full_where_the_site_is(zone, settings):
    settings.TIME_ZONE = zone
    due = timezone.localtime(pacing.due_at("hourly", at("2026-11-23T10:20:30Z")))
    assert (due.minute, due.second) == (0, 0)
    assert 0 < (due - at("2026-11-23T10:20:30Z")).total_seconds() <= 3600


@pytest.mark.django_db
def test_a_digest_holds_what_came_since_the_last_one(mailoutbox, time_machine):
    time_machine.move_to("2026-11-23 05:00Z")
    article = make_article(headline="The ferry")
    make_subscription(article, level="daily")
    for number in range(3):
        make_comment(article, text=f"Pier {number}.")
    announce_due()
    mailing.mail_due()
    assert not mailoutbox
    time_machine.move_to("2026-11-23 07:00Z")
    assert [mailing.mail_due(), mailing.mail_due()] == [1, 0]
    [mail] = mailoutbox
    assert mail.subject == "3 new comments: The ferry"
    assert all(f"Pier {number}." in mail.body for number in range(3))
    make_comment(article)
    announce_due()
    time_machine.move_to("2026-11-24 07:00Z")
    mailing.mail_due()
    assert mailoutbox[1].subject == "1 new comment: The ferry"


@pytest.mark.django_db
def test_one_digest_holds_all_articles_hourly_and_daily(mailoutbox, time_machine):
    time_machine.move_to("2026-11-23 06:30Z")
    ann = make_subscriber()
    for level in ("daily", "hourly"):
        article = make_article(headline=f"News {level}")
        make_subscription(article, subscriber=ann, level=level)
        make_comment(article)
    announce_due()
    time_machine.move_to("2026-11-23 07:01Z")
    mailing.mail_due()
    [mail] = mailoutbox
    assert mail.subject == "2 new comments in discussions you follow"
    assert "News daily" in mail.body
    assert "News hourly" in mail.body
    assert "In-Reply-To" not in mail.extra_headers


@pytest.mark.django_db
def test_a_digest_shows_twenty_and_counts_the_rest(mailoutbox):
    article = make_article()
    ann = make_subscriber()
    make_subscription(article, subscriber=ann, level="daily")
    for number in range(23):
        make_comment(article, text=f"Word {number:02}.")
    make_comment(parent=make_comment(article, author=ann.user), text="Answer.")
    announce_due()
    Notice.objects.update(due_at=timezone.now())
    mailing.mail_due()
    [mail] = mailoutbox
    assert mail.subject.startswith("24 new comments")
    assert mail.body.count("Word ") == 19
    # What speaks to them comes first of all.
    assert "Answer." in mail.body
    assert "And 4 more new comments:" in mail.body
    assert not Notice.objects.filter(mailed_at=None).exists()


@pytest.mark.django_db
def test_a_worker_that_was_away_sends_one_digest_of_it_all(mailoutbox, time_machine):
    time_machine.move_to("2026-11-19 12:00Z")
    article = make_article()
    followed = make_subscription(article, level="daily")
    for day in (20, 21, 22):
        time_machine.move_to(f"2026-11-{day} 12:00Z")
        told = {"subscription": followed, "level": "daily"}
        noticing.notice(followed.subscriber, "comment", make_comment(article), **told)
    time_machine.move_to("2026-11-23 15:00Z")
    assert mailing.mail_due() == 1
    assert mailoutbox[0].subject.startswith("3 new comments")


@pytest.mark.django_db
def test_a_digest_of_very_many_subscriptions_is_several(monkeypatch, stored_mail):
    """All that was said in them is told, once, and each ends what it came by."""
    monkeypatch.setattr(mailing, "SUBSCRIPTIONS_PER_MAIL", 2)
    subscriber, yesterday = make_subscriber(), timezone.now() - timedelta(days=1)
    articles = [make_article() for _ in range(5)]
    for article in articles:
        make_subscription(article, subscriber=subscriber, level="daily")
        for _ in range(2):
            make_comment(article)
    announce_due()
    Notice.objects.update(due_at=yesterday)
    assert mailing.mail_due() == 3
    mails = list(OutgoingMail.objects.order_by("pk"))
    assert [mail.notices.count() for mail in mails] == [4, 4, 2]
    assert not Notice.objects.filter(mail=None).exists()


def test_the_link_that_ends_a_hundred_subscriptions_fits_into_a_line(settings):
    settings.SITE_URL = "https://" + "n" * 60 + ".example.org"
    subscriber, chance = Subscriber(pk=10**9, number=12), random.Random(7)
    theirs = [
        Subscription(pk=chance.randrange(10**10)) for _ in range(mailing.SUBSCRIPTIONS_PER_MAIL)
    ]
    found = subscriber_links.headers(subscriber, theirs, wishes=("answers",))
    assert len(f"List-Unsubscribe: {found['List-Unsubscribe']}") <= 998
