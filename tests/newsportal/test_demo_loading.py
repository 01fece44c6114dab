"""When the demo may be loaded, and that a load is whole, alike and right on every day."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from donations import clock
from donations.models import Campaign, LedgerEntry
from newsportal.demo import loading, pictures
from tests.factories import make_picture, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pictures")]


@pytest.fixture
def quick_pictures(monkeypatch):
    """Small plain pictures instead of maps."""
    monkeypatch.setattr(pictures, "paint", lambda spec, now: make_picture(size=(60, 40)))


@pytest.mark.parametrize(
    "now",
    [
        datetime(2031, 3, 1, 0, 10, tzinfo=UTC),
        datetime(2031, 3, 31, 23, 50, tzinfo=UTC),
        datetime(2032, 2, 29, 12, 0, tzinfo=UTC),
    ],
)
def test_this_month_has_raised_1400_of_5000_on_any_day(now):
    loading.load(now)
    start, end = clock.period(now, timezone.get_default_timezone())
    campaign = Campaign.objects.active().with_month(start, end).get()
    assert (campaign.raised_cents, campaign.goal_cents, campaign.gifts) == (140_000, 500_000, 20)
    assert not LedgerEntry.objects.filter(booked_at__gt=now).exists()


@pytest.mark.parametrize("options", [[], ["--if-empty"]])
def test_a_database_with_an_account_is_left_alone(options):
    make_user(username="admin")
    call_command("load_demo", *options)
    assert not Article.objects.exists()
    assert get_user_model().objects.count() == 1


def test_a_failure_leaves_no_row_and_no_file(
    monkeypatch, settings, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(loading.gifts, "add_gifts", lambda *args: 1 / 0)
    capture = django_capture_on_commit_callbacks(execute=True)
    with capture, pytest.raises(ZeroDivisionError):
        loading.load()
    assert loading.is_empty()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_two_loads_at_one_time_are_alike():
    assert loaded_and_rolled_back() == loaded_and_rolled_back()


def loaded_and_rolled_back():
    """What a load at a fixed time writes, without the keys."""
    with transaction.atomic():
        loading.load(datetime(2031, 3, 9, 12, 0, tzinfo=UTC))
        articles = Article.objects.order_by("slug").values_list("slug", "body", "published_at")
        comments = Comment.objects.order_by("article__slug", "created_at", "text")
        facts = ("article__slug", "parent__text", "text", "created_at", "up", "down", "status")
        gifts = LedgerEntry.objects.order_by("booked_at", "amount_cents")
        written = (
            list(articles),
            list(comments.values_list(*facts)),
            list(gifts.values_list("amount_cents", "booked_at")),
        )
        transaction.set_rollback(True)
    return written


def test_a_public_site_refuses_to_load_it(settings):
    settings.IS_DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="localhost"):
        call_command("load_demo")
    assert loading.is_empty()
