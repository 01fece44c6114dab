"""The records of the sending domain: asked for when somebody wants to know, told in plain words."""

from urllib.parse import quote

import dns.exception
import dns.resolver
import pytest
from django.urls import reverse

from newsportal import sending_domain
from tests.factories import make_user

SPF, DKIM, DMARC = range(3)


@pytest.fixture
def zone(settings, monkeypatch):
    """What the name servers say, by name; a name that is not in it has no records."""
    settings.DEFAULT_FROM_EMAIL = "The Datum <desk@news.example>"
    known, asked = {}, []

    def answer(place, seconds):
        asked.append(place)
        return known.get(place, [])

    monkeypatch.setattr(sending_domain, "text_records", answer)
    known["asked"] = asked
    return known


@pytest.fixture
def chief(client, db):
    client.force_login(make_user(group="Chief editor"))


@pytest.mark.parametrize(
    ("records", "is_good", "words"),
    [
        ([], False, "There is none"),
        (["v=spf1 mx -all"], True, "other servers may not send"),
        (["v=spf1 mx ~all"], True, "other servers may not send"),
        (["v=spf1 mx ?all"], True, "leaves open"),
        (["v=spf1 include:mail.example"], True, "does not say"),
        (["v=spf1 +all"], False, "everybody"),
        (["v=spf1 all"], False, "everybody"),
        (["v=spf1 -all", "v=spf1 mx -all"], False, "several"),
        (["unrelated=1", "V=SPF1 mx -ALL"], True, "other servers may not send"),
        (None, False, "Could not be asked"),
    ],
)
def test_an_spf_record_is_judged_by_what_is_certain(zone, records, is_good, words):
    zone["news.example"] = records
    found = sending_domain.look_up()[SPF]
    assert found.is_good == is_good
    assert words in found.verdict


@pytest.mark.parametrize(
    ("records", "is_good", "words"),
    [
        ([], False, "There is none"),
        (["v=DKIM1; k=rsa; p=MIGf"], True, "A key is published"),
        (["v=DKIM1; k=rsa; p="], False, "withdrawn"),
        (["something else"], False, "No key"),
        (None, False, "Could not be asked"),
    ],
)
def test_a_dkim_key_is_looked_for_below_its_selector(zone, records, is_good, words):
    zone["s1._domainkey.news.example"] = records
    found = sending_domain.look_up("s1")[DKIM]
    assert found.is_good == is_good
    assert words in found.verdict


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("out.example", "a:out.example"),
        ("localhost", "include:"),
        ("127.0.0.1", "include:"),
        (None, "include:"),
    ],
)
def test_the_example_names_the_server_that_sends_where_it_is_known(zone, settings, host, words):
    settings.EMAIL_HOST = host
    assert words in sending_domain.look_up()[SPF].example


def test_without_a_selector_nobody_is_asked_for_a_key(zone):
    assert "selector" in sending_domain.look_up()[DKIM].verdict
    assert zone["asked"] == ["news.example", "_dmarc.news.example"]


@pytest.mark.parametrize(
    ("records", "is_good", "words"),
    [
        ([], False, "There is none"),
        (["v=DMARC1; p=none; sp=reject"], True, "only asks for reports"),
        (["v=DMARC1; sp=none; p=quarantine"], True, "folder for spam"),
        (["v=DMARC1;p=reject"], True, "refused"),
        (["v=DMARC1"], False, "nothing that receivers understand"),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], False, "several"),
    ],
)
def test_a_dmarc_policy_is_told_in_words(zone, records, is_good, words):
    zone["_dmarc.news.example"] = records
    found = sending_domain.look_up()[DMARC]
    assert found.is_good == is_good
    assert words in found.verdict


def test_all_of_it_takes_no_longer_than_a_few_seconds(zone, monkeypatch, time_machine):
    monkeypatch.setattr(sending_domain, "SECONDS", 0)
    assert all("Could not be asked" in each.verdict for each in sending_domain.look_up("s1"))
    assert zone["asked"] == []


def test_records_of_others_are_cut_short_and_counted(zone):
    zone["news.example"] = ["v=spf1 " + "x" * 5000] * 100
    found = sending_domain.look_up()[SPF]
    assert len(found.records) == sending_domain.RECORDS_AT_MOST
    assert len(found.records[0]) == sending_domain.RECORD_MAX_LENGTH


@pytest.mark.parametrize(
    ("error", "found"),
    [
        (dns.resolver.NXDOMAIN(), []),
        (dns.resolver.NoAnswer, []),
        (dns.resolver.LifetimeTimeout, None),
        (dns.resolver.NoNameservers, None),
        (dns.exception.SyntaxError(), None),
        (OSError(), None),
    ],
)
def test_no_network_is_told_from_no_record(monkeypatch, error, found):
    def fail(*args, **kwargs):
        raise error if isinstance(error, Exception) else error.__new__(error)

    monkeypatch.setattr(dns.resolver, "resolve", fail)
    assert sending_domain.text_records("news.example", 1) == found


def test_looking_at_the_page_asks_nobody(client, chief, zone):
    client.get(reverse("mail"))
    assert zone["asked"] == []


def test_pressing_the_button_shows_what_is_published_as_text(client, chief, zone):
    zone["news.example"] = ["v=spf1 <script>glimbo</script> -all"]
    page = client.post(reverse("mail_domain"), {"selector": "s1"}).content.decode()
    assert "&lt;script&gt;glimbo" in page
    assert "<script>glimbo" not in page
    assert "_dmarc.news.example. TXT" in page


@pytest.mark.parametrize(
    "selector", ["../x", "a b", "-a", "x" * 61, "a\nb", "ключ", "\x00", "\ud800", "a..b" * 20]
)
def test_a_selector_that_is_none_is_refused_and_kept(client, chief, zone, selector):
    sent = "selector=" + quote(selector, errors="surrogatepass")
    form = "application/x-www-form-urlencoded"
    answer = client.post(reverse("mail_domain"), sent, content_type=form)
    assert answer.status_code == 422
    assert zone["asked"] == []


def test_a_site_on_localhost_has_nothing_to_look_up(client, chief, settings, zone):
    settings.DEFAULT_FROM_EMAIL = "desk@localhost"
    page = client.post(reverse("mail_domain")).content.decode()
    assert "set DEFAULT_FROM_EMAIL" in page
    assert zone["asked"] == []


def test_looking_up_is_limited(client, chief, zone, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"test_mail": "1/h/user"}
    client.post(reverse("mail_domain"))
    assert client.post(reverse("mail_domain")).status_code == 429
