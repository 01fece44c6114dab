"""The nightly comparison, and the one by command."""

from datetime import datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from donations import reconciling
from donations.models import Provider, Reconciliation
from newsportal.models import OutgoingMail
from tests.donations.checkouts import book
from tests.donations.paying import settled
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def at(hour, day=20):
    """A time of the site's clock; the next hour is more than an hour later."""
    moment = datetime(2026, 11, day, hour, hour, tzinfo=timezone.get_default_timezone())
    return time_machine.travel(moment, tick=True)


@pytest.fixture
def gift(stripe_server, client):
    with at(12, day=19):
        make_user(group="Treasurer", email="treasurer@example.org")
        return settled(stripe_server, client)


def test_each_night_it_is_compared_once_after_three(gift):
    with at(2):
        assert reconciling.reconcile_nightly() == 0
    with at(3):
        assert reconciling.reconcile_nightly() == 1
        assert reconciling.reconcile_nightly() == 0
    with at(3, day=21):
        assert reconciling.reconcile_nightly() == 1
    assert Reconciliation.objects.count() == 2
    assert not OutgoingMail.objects.filter(to="treasurer@example.org").exists()


def test_two_workers_compare_once(gift):
    with at(3):
        reconciling.reconcile_nightly()
        now = timezone.localtime()
        assert reconciling._begin("stripe", now.date()) is None
        assert reconciling._again("stripe", now) is None


def test_in_the_night_what_was_missed_is_taken_over_and_nobody_is_woken(gift, stripe_server):
    _payment, charge = gift
    with at(13, day=19):
        stripe_server.refund(charge, 500)
    with at(3):
        reconciling.reconcile_nightly()
    run = Reconciliation.objects.get()
    assert (run.mended, run.differences) == (1, [])
    assert Provider.objects.get(name="stripe").checked_at == run.ended_at
    assert not OutgoingMail.objects.filter(to="treasurer@example.org").exists()


def test_what_remains_is_told_to_staff_once(gift):
    with at(14, day=19):
        book(provider_ref="ch_invented")
    with at(3):
        reconciling.reconcile_nightly()
        reconciling.reconcile_nightly()
    [letter] = OutgoingMail.objects.filter(to="treasurer@example.org")
    assert letter.subject == "Our ledger and the account at stripe differ"
    assert "1 difference" in letter.text
    assert f"/{Reconciliation.objects.get().pk}/change/" in letter.text
    assert not Provider.objects.filter(checked_at__isnull=False).exists()


def test_when_the_provider_is_away_it_is_tried_again_each_hour_three_times(gift, stripe_server):
    stripe_server.away = "503"
    tried = []
    for hour in (3, 3, 4, 5, 6, 7, 8):
        with at(hour):
            tried.append(reconciling.reconcile_nightly())
    assert tried == [1, 0, 1, 1, 1, 0, 0]
    [letter] = OutgoingMail.objects.filter(to="treasurer@example.org")
    assert "ProviderAway" in letter.text


def test_when_it_answers_again_the_night_is_as_good_as_any(gift, stripe_server):
    stripe_server.away = "503"
    with at(3):
        reconciling.reconcile_nightly()
    stripe_server.away = ""
    with at(4):
        reconciling.reconcile_nightly()
    run = Reconciliation.objects.get()
    assert reconciling.is_clean(run)
    assert Provider.objects.get(name="stripe").checked_at == run.ended_at


def test_a_comparison_whose_worker_died_is_done_again(gift):
    with at(3):
        reconciling._begin("stripe", timezone.localdate())
    with at(4):
        assert reconciling.reconcile_nightly() == 1
    assert Reconciliation.objects.get().ended_at


def test_without_real_cards_there_is_nothing_to_compare(settings):
    settings.STRIPE_SECRET_KEY = ""
    with at(4):
        assert reconciling.reconcile_nightly() == 0


# By hand


def run_command(*options):
    out = StringIO()
    call_command("reconcile", *options, stdout=out)
    return out.getvalue()


def test_the_command_says_that_all_agrees(gift):
    with at(12):
        assert "0 differences" in run_command("--days", "3")


def test_the_command_prints_each_difference_and_fails(gift, stripe_server):
    _payment, charge = gift
    with at(14, day=19):
        refund = stripe_server.refund(charge, 505)
    out = StringIO()
    with at(12), pytest.raises(SystemExit) as ended:
        call_command("reconcile", "--month", "2026-11", stdout=out)
    assert ended.value.code == 1
    assert f"Missing here: {refund['id']}" in out.getvalue()
    assert "ours -, theirs -5.05 USD" in out.getvalue()
    with at(12):
        assert "1 taken over, 0 differences" in run_command("--mend")


@pytest.mark.parametrize(
    "options",
    [
        ["--month", "2026-13"],
        ["--month", "２０２６-10"],
        ["--month", "2099-01"],
        ["--days", "0"],
        ["--days", "9999999"],
        ["--provider", "nobody"],
    ],
)
def test_nonsense_is_refused_in_words(stripe_server, options):
    with pytest.raises(CommandError):
        run_command(*options)


def test_the_command_says_when_there_is_no_provider(settings):
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(CommandError, match="not set up"):
        run_command()
