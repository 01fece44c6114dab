"""Plain functions that try to pay, from one address or many, at a clock that stands still."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from donations import guard, origins, switches
from donations.models import Provider
from tests import factories

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def origin(number, network=None):
    return origins.Origin(UUID(int=number), UUID(int=network or number))


def admit(number, network=None, provider="stripe"):
    return guard.admit(provider, origin(number, network))


def admit_many(count, *args):
    return [admit(*args) for _time in range(count)]


def begin(count, first=100):
    """Checkouts from as many addresses, all let through."""
    assert [admit(number) for number in range(first, first + count)] == [None] * count


def make_payment(number=1, **fields):
    """A card payment from the address of this number."""
    return factories.make_payment(**origin(number)._asdict() | fields)


def make_provider(name="stripe", **fields):
    """Its switch; there is one of each after migrating."""
    return Provider.objects.update_or_create(name=name, defaults=fields)[0]


def decline(payment, *times):
    """The provider tells of a decline at each of these times."""
    told = [(f"ch_{payment.pk}_{at:%d%H%M%S}_{n}", at) for n, at in enumerate(times)]
    guard.note_declines(payment, told)


def offered():
    return [gateway.name for gateway in switches.offered()]
