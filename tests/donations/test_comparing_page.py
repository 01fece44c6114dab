"""The treasurer's page of comparisons, and the button that compares now."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donations import tasks
from donations.models import Payment, Reconciliation
from tests.donations.paying import begin, settled
from tests.factories import make_reconciliation, make_user

LIST = reverse("admin:donations_reconciliation_changelist")
NOW = reverse("admin:donations_reconciliation_now")
pytestmark = pytest.mark.django_db


def page_of(run):
    return reverse("admin:donations_reconciliation_change", args=[run.pk])


def make_difference(**fields):
    known = {"kind": "missing_here", "ref": "re_1", "ours": None, "theirs": -505}
    known |= {"currency": "USD", "at": "2026-11-20T10:00:00+00:00", "charge": "", "what": "refund"}
    return known | fields


@pytest.fixture
def treasurer(client):
    client.force_login(make_user(group="Treasurer"))
    return client


@pytest.fixture
def compare(treasurer):
    """Press the button, and let the background do its part; the page it leads to."""

    def press():
        answer = treasurer.post(NOW, {"provider": "stripe"})
        run = Reconciliation.objects.get()
        assert answer["Location"] == page_of(run)
        tasks.compare.func(run.pk)
        return treasurer.get(answer["Location"]).content.decode()

    return press


def test_the_button_takes_over_what_was_missed_and_shows_what_came_of_it(stripe_server, compare):
    payment = begin()
    charge = stripe_server.pay(payment.session_ref)
    stripe_server.store.get(charge)["created"] -= 3600
    stripe_server.store.get(charge["balance_transaction"])["created"] -= 3600
    assert "Everything agrees" in compare()
    run = Reconciliation.objects.get()
    assert run.asked_by.is_staff
    assert run.mended == 2
    payment.refresh_from_db()
    assert payment.status == Payment.Status.SETTLED


@pytest.mark.parametrize("provider", ["", "nobody", "offline", "\0"])
def test_only_a_provider_with_an_account_is_compared(stripe_server, treasurer, provider):
    answer = treasurer.post(NOW, {"provider": provider}, follow=True)
    assert "There is no account to compare with." in answer.content.decode()
    assert not Reconciliation.objects.exists()


def test_a_provider_that_is_away_is_told_and_nothing_breaks(stripe_server, compare):
    stripe_server.away = "503"
    assert "Not compared: ProviderAway" in compare()


def test_each_difference_is_a_row_with_what_is_missing(treasurer):
    run = make_reconciliation(
        differences=[make_difference(), make_difference(kind="waiting", ref="ch_2", theirs=2_500)]
    )
    page = treasurer.get(page_of(run)).content.decode()
    assert "1 difference" in page
    assert "-$5.05" in page
    assert page.index("To look at") < page.index("re_1") < page.index("As it should be")
    assert page.index("As it should be") < page.index("ch_2")


def test_a_difference_leads_to_what_we_have_of_it(stripe_server, treasurer, client):
    payment, charge = settled(stripe_server, client)
    run = make_reconciliation(differences=[make_difference(charge=charge["id"])])
    page = treasurer.get(page_of(run)).content.decode()
    assert reverse("admin:donations_payment_change", args=[payment.pk]) in page


def test_hostile_words_in_a_reference_stay_words(treasurer):
    run = make_reconciliation(differences=[make_difference(ref="<b>glimbo</b>")])
    page = treasurer.get(page_of(run)).content.decode()
    assert "<b>glimbo" not in page
    assert "&lt;b&gt;glimbo" in page


def test_a_page_shows_two_hundred_and_counts_the_rest(treasurer, django_assert_max_num_queries):
    run = make_reconciliation(differences=[make_difference(ref=f"re_{n}") for n in range(205)])
    with django_assert_max_num_queries(12):
        page = treasurer.get(page_of(run)).content.decode()
    assert "5 more" in page
    assert "re_199<" in page
    assert "re_200<" not in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Everything agrees"),
        ({"differences": [make_difference(kind="unknown")]}, "Everything agrees"),
        ({"differences": [make_difference()]}, "1 difference"),
        ({"error": "ProviderAway: APIError"}, "Not compared: ProviderAway"),
        ({"ended_at": None}, "Still comparing"),
        (
            {"ended_at": None, "started_at": timezone.now() - timedelta(hours=2)},
            "Did not come to its end",
        ),
    ],
)
def test_the_list_says_how_each_one_ended(treasurer, fields, words):
    make_reconciliation(**fields)
    assert words in treasurer.get(LIST).content.decode()


def test_the_button_is_there_when_there_is_an_account(stripe_server, treasurer, settings):
    assert "Compare with stripe now" in treasurer.get(LIST).content.decode()
    settings.STRIPE_SECRET_KEY = ""
    assert "Compare with" not in treasurer.get(LIST).content.decode()


def test_the_list_takes_as_many_statements_for_many_as_for_few(
    treasurer, django_assert_max_num_queries
):
    asked_by = make_user()
    for _run in range(20):
        make_reconciliation(asked_by=asked_by)
    with django_assert_max_num_queries(12):
        treasurer.get(LIST)


def test_nobody_else_may_compare(stripe_server, client):
    client.force_login(make_user(group="Moderator"))
    assert client.post(NOW, {"provider": "stripe"}).status_code == 403
    assert not Reconciliation.objects.exists()
