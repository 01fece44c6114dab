"""Where staff see how providers stand, and decide about them."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from donations import checks, guard
from donations.models import Attempt, Provider
from newsportal.models import OutgoingMail
from tests.donations.attempts import admit, make_payment, make_provider, offered, origin
from tests.factories import make_pledge, make_user

pytestmark = pytest.mark.django_db
LIST = "admin:donations_provider_changelist"
ATTEMPTS = "admin:donations_attempt_changelist"


@pytest.fixture
def treasurer(client, settings):
    settings.STRIPE_SECRET_KEY = "sk_live_known"
    user = make_user(group="Treasurer", username="anna")
    client.force_login(user)
    return user


def page_of(name, row=None):
    return reverse("admin:donations_provider_decide", args=[(row or make_provider()).pk, name])


def decide(client, name, **fields):
    return client.post(page_of(name), fields, follow=True)


def test_every_provider_has_its_switch_after_migrating():
    Provider.objects.all().delete()
    for _time in range(2):
        call_command("migrate", verbosity=0)
    assert sorted(Provider.objects.values_list("name", flat=True)) == ["offline", "stripe"]


def test_the_list_shows_how_each_stands(client, treasurer):
    make_provider()
    make_provider("offline")
    page = client.get(reverse(LIST)).text
    assert page.count('class="provider"') == 2
    for words in ("live", "Ready", "Switch off", "Close now", "Open now", "Prepare the notice"):
        assert words in page
    assert page.count("<h1>") == 1


def test_the_list_counts_what_was_tried(client, treasurer):
    make_provider()
    now = timezone.now()
    for minutes, count in ((1, 2), (30, 3), (600, 4), (3000, 5)):
        at = now - timedelta(minutes=minutes)
        rows = [Attempt(kind="start", provider="stripe", made_at=at) for _each in range(count)]
        Attempt.objects.bulk_create(rows)
    page = " ".join(client.get(reverse(LIST)).text.split())
    assert '<th scope="row">Begun</th><td>2</td><td>5</td><td>9</td>' in page


def test_the_list_says_when_and_why_the_breaker_closed(client, treasurer):
    make_provider()
    told = [(f"ch_{number}", timezone.now()) for number in range(30)]
    guard.note_declines(make_payment(), told)
    page = client.get(reverse(LIST)).text
    assert "Most cards were declined: closed until" in page
    assert 'state--scheduled">Closed<' in page


def test_the_list_costs_the_same_however_much_was_tried(
    client, treasurer, django_assert_max_num_queries
):
    make_provider()
    make_provider("offline")
    client.get(reverse(LIST))
    for number in range(20):
        admit(number)
    decide(client, "off")
    decide(client, "on")
    with django_assert_max_num_queries(11):
        client.get(reverse(LIST))


@pytest.mark.parametrize("name", ["off", "close", "open"])
def test_each_decision_asks_first_and_changes_nothing_yet(client, treasurer, name):
    page = client.get(page_of(name))
    assert page.status_code == 200
    assert page.text.count("<h1>") == 1
    assert offered() == ["stripe", "offline"]
    assert not LogEntry.objects.exists()


def test_switching_off_and_on(client, treasurer):
    page = decide(client, "off", notice="Back on Friday.").text
    assert "Switched off." in page
    assert "Back on Friday." in page
    assert offered() == ["offline"]
    assert "anna" in page
    decide(client, "on")
    assert offered() == ["stripe", "offline"]
    assert make_provider().notice == "Back on Friday."


def test_who_decided_what_and_when_is_kept(client, treasurer):
    decide(client, "close")
    decide(client, "auto")
    lines = LogEntry.objects.order_by("pk").values_list("user__username", "change_message")
    assert list(lines) == [
        ("anna", "Closed by hand."),
        ("anna", "The breaker decides again."),
    ]


def test_closing_and_opening_by_hand(client, treasurer):
    decide(client, "close")
    assert offered() == ["offline"]
    decide(client, "open")
    assert offered() == ["stripe", "offline"]
    assert make_provider().override == "open"
    decide(client, "auto")
    assert make_provider().override == "auto"


def test_what_the_breaker_closed_is_opened_by_hand_at_once(client, treasurer):
    until = timezone.now() + timedelta(minutes=50)
    make_provider(closed_at=timezone.now(), closed_until=until)
    assert offered() == ["offline"]
    decide(client, "open")
    decide(client, "auto")
    assert offered() == ["stripe", "offline"]


def test_a_decision_sent_twice_is_done_once(client, treasurer):
    decide(client, "off", notice="First.")
    page = decide(client, "off", notice="Second.")
    assert "it is so already" in page.text
    assert make_provider().notice == "First."
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("name", ["close", "open", "tell"])
def test_a_bank_transfer_has_neither_breaker_nor_monthly_donors(client, treasurer, name):
    address = page_of(name, make_provider("offline", is_on=False))
    assert "it is so already" in client.post(address, follow=True).text


def test_a_provider_that_left_the_code_is_not_there(client, treasurer):
    address = page_of("off", make_provider("glimbo"))
    assert client.get(reverse(LIST)).status_code == 200
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("notice", ["x" * 2001, "a\0b"])
def test_a_notice_that_can_not_be_kept_comes_back(client, treasurer, notice):
    response = client.post(page_of("off"), {"notice": notice})
    assert response.status_code == 422
    assert "errorlist" in response.text
    assert offered() == ["stripe", "offline"]


@pytest.mark.parametrize("address", ["999999999/off/", "0/off/", "1/glimbo/", "9999999999999/off/"])
def test_an_address_that_leads_nowhere_says_so(client, treasurer, address):
    response = client.post(reverse(LIST) + address)
    assert response.status_code in {302, 404}
    assert not LogEntry.objects.exists()


def test_monthly_donors_are_told_once_and_staff_how_many(client, treasurer):
    for _each in range(2):
        make_pledge(status="active")
    decide(client, "off", notice="Back on Friday.")
    assert "2 donors were told." in decide(client, "tell").text
    decide(client, "tell")
    assert OutgoingMail.objects.count() == 2


def test_the_notice_is_prepared_on_its_form(client, treasurer):
    row = make_provider()
    change = reverse("admin:donations_provider_change", args=[row.pk])
    client.post(change, {"notice": "Prepared.", "is_on": "", "override": "closed"})
    row.refresh_from_db()
    assert (row.notice, row.is_on, row.override) == ("Prepared.", True, "auto")
    assert offered() == ["stripe", "offline"]


@pytest.mark.parametrize("group", ["Editor", "Moderator"])
def test_others_of_the_staff_decide_nothing(client, group):
    client.force_login(make_user(group=group))
    assert client.get(reverse(LIST)).status_code == 403
    assert client.post(page_of("off")).status_code == 403
    assert client.get(reverse(ATTEMPTS)).status_code == 403
    assert make_provider().is_on


def test_attempts_show_who_is_the_same_and_no_address(client, treasurer):
    for number in (1, 1, 2):
        admit(number, 900)
    page = client.get(reverse(ATTEMPTS)).text
    address = origin(1).address
    assert page.count(f"?address={address}") == 2
    assert f">{address.hex[:6]}</a>" in page
    found = client.get(reverse(ATTEMPTS), {"address": address})
    assert found.context["cl"].result_count == 2


@pytest.mark.parametrize(
    "query",
    [{"address": "glimbo"}, {"kind__exact": "glimbo"}, {"provider": "\0"}, {"p": "9" * 30}],
)
def test_attempts_survive_any_query(client, treasurer, query):
    admit(1)
    assert client.get(reverse(ATTEMPTS), query).status_code in {200, 302, 400}


def test_attempts_cost_the_same_however_many_there_are(
    client, treasurer, django_assert_max_num_queries
):
    client.get(reverse(ATTEMPTS))
    guard.note_declines(make_payment(), [(f"ch_{n}", timezone.now()) for n in range(10)])
    with django_assert_max_num_queries(8):
        client.get(reverse(ATTEMPTS))


def test_nobody_writes_attempts(client, treasurer):
    admit(1)
    attempt = Attempt.objects.get()
    change = reverse("admin:donations_attempt_change", args=[attempt.pk])
    assert str(attempt.address) not in client.get(change).text
    assert client.post(change, {"kind": "decline"}).status_code == 403


# System checks


def ids(check):
    return [found.id for found in check()]


def test_a_public_site_is_warned_of_a_test_key(settings):
    settings.STRIPE_SECRET_KEY, settings.IS_LOCAL = "sk_test_known", False
    assert ids(checks.no_test_money) == ["donations.W001"]
    settings.IS_LOCAL = True
    assert ids(checks.no_test_money) == []
    settings.STRIPE_SECRET_KEY, settings.IS_LOCAL = "sk_live_known", False
    assert ids(checks.no_test_money) == []


@pytest.mark.parametrize(
    ("is_local", "is_https", "checkout", "errors"),
    [
        (False, True, "https://checkout.example", 0),
        (False, True, "http://checkout.example", 1),
        (False, True, "http://127.0.0.1:8200", 1),
        (False, False, "https://checkout.example", 1),
        (True, False, "http://127.0.0.1:8200", 0),
        (True, False, "http://checkout.example", 1),
    ],
)
def test_card_gifts_need_encryption(settings, is_local, is_https, checkout, errors):
    settings.IS_LOCAL, settings.IS_HTTPS = is_local, is_https
    settings.STRIPE_CHECKOUT_URL = checkout
    settings.STRIPE_SECRET_KEY = "sk_live_known"
    assert ids(checks.payments_are_encrypted) == ["donations.E001"] * errors
    settings.STRIPE_SECRET_KEY = ""
    assert ids(checks.payments_are_encrypted) == []


def test_a_limit_of_nothing_is_refused(settings):
    assert ids(checks.limits_let_somebody_through) == []
    settings.DONATION_LIMITS = settings.DONATION_LIMITS | {"site_hour": 0}
    assert ids(checks.limits_let_somebody_through) == ["donations.E002"]
