"""Where comments come from and what they said: hashes that nobody can compute for long."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from comments import traces
from comments.models import Report, Trace, TraceKey, Vote
from tests.comments.guests import send
from tests.comments.test_concurrency import in_parallel
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 2, 12, tzinfo=UTC)


def request_from(rf, address="192.0.2.1"):
    return rf.post("/", REMOTE_ADDR=address)


def test_the_first_use_makes_a_key_and_later_ones_keep_to_it(rf):
    first = traces.origin_of(request_from(rf))
    assert traces.origin_of(request_from(rf)) == first
    assert TraceKey.objects.count() == 1
    assert len(bytes(TraceKey.objects.get().secret)) == 32


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("192.0.2.1", "::ffff:192.0.2.1", (True, True)),
        ("192.0.2.1", "192.0.2.254", (False, True)),
        ("192.0.2.1", "192.0.3.1", (False, False)),
        ("2001:db8::1", "2001:db8::ffff:1", (True, True)),
        ("2001:db8::1", "2001:db8:0:1::1", (False, False)),
    ],
)
def test_an_address_is_one_ipv4_or_an_ipv6_64_a_network_a_24_or_64(rf, first, second, same):
    one, other = (traces.origin_of(request_from(rf, each)) for each in (first, second))
    assert (one.address == other.address, one.network == other.network) == same


def test_the_key_changes_every_week_and_the_last_one_is_still_compared(rf):
    with time_machine.travel(MONDAY, tick=False) as clock:
        before = traces.origin_of(request_from(rf)), traces.said_keys("The bridge is open.")[0]
        clock.shift(timedelta(days=traces.KEY_DAYS))
        after = traces.origin_of(request_from(rf)), traces.said_keys("The bridge is open.")[0]
        assert after[0] != before[0]
        assert traces.origins_of(request_from(rf)) == [after[0], before[0]]
        assert traces.said_keys("The bridge is open.") == [after[1], before[1]]
        clock.shift(timedelta(days=traces.KEY_DAYS))
        assert before[0] not in traces.origins_of(request_from(rf))
        assert before[0].network in traces.networks_of(request_from(rf))


def test_the_database_alone_leads_from_no_hash_to_an_address(rf, settings):
    first = traces.origin_of(request_from(rf))
    settings.SECRET_KEY = "another"
    assert traces.origin_of(request_from(rf)) != first


def test_without_the_key_not_even_the_site_finds_a_hash_again(rf):
    first = traces.origin_of(request_from(rf))
    TraceKey.objects.all().delete()
    assert traces.origin_of(request_from(rf)) != first


def test_what_is_about_different_things_is_never_the_same(rf):
    one, other = (traces.origin_of(request_from(rf), about) for about in ("vote:1", "vote:2"))
    assert not {*one} & {*other}


def test_the_same_words_written_another_way_are_the_same():
    assert traces.said_keys("The bridge  is open") == traces.said_keys("the BRIDGE is open.")
    assert traces.said_keys("The bridge is open") != traces.said_keys("The bridge is shut")


def test_recognising_a_network_makes_no_key(rf):
    assert traces.networks_of(request_from(rf)) == []
    assert not TraceKey.objects.exists()


def test_a_request_asks_for_the_keys_once(rf, django_assert_num_queries):
    traces.origin_of(request_from(rf))
    request = request_from(rf)
    with django_assert_num_queries(1):
        traces.origin_of(request)
        traces.origins_of(request)
        traces.networks_of(request)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_need_the_first_key_at_once_one_makes_it():
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1")
    found = in_parallel(8, lambda _: traces._current_key().secret)
    assert len({bytes(secret) for secret in found}) == 1
    assert traces.networks_of(request) == [traces.origin_of(request).network]


def dumped():
    """All that the database holds, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            yield from (str(value) for row in cursor.fetchall() for value in row)


def test_no_address_is_ever_stored():
    guest, comment = Client(REMOTE_ADDR="198.51.100.77"), make_comment()
    send(guest, make_article())
    guest.post(reverse("comments:vote", args=[comment.pk]), {"value": "1"})
    guest.post(reverse("comments:report", args=[comment.pk]), {"code": "spam"})
    assert Trace.objects.get().address
    assert Vote.objects.get().address
    assert Report.objects.get().address
    assert not [value for value in dumped() if "198.51.100" in value]
