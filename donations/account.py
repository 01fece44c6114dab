"""A month's account: what came in and what went back, by method, as amounts to read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from donations.models import LedgerEntry
from donations.money import money


@dataclass(frozen=True)
class Line:
    """One row of the account; `net` is always `given` and `returned` added up."""

    label: str
    given_cents: int
    returned_cents: int
    currency: str

    @property
    def given(self):
        return money(self.given_cents, self.currency, exact=True)

    @property
    def returned(self):
        return money(self.returned_cents, self.currency, exact=True)

    @property
    def net(self):
        return money(self.given_cents + self.returned_cents, self.currency, exact=True)


def month_account(start, end):
    """A line for each method that moved money, and a last one for all together."""
    entries = LedgerEntry.objects.of_active_campaign().booked_within(start, end)
    lines = [
        Line(LedgerEntry.Method(method).label, given, returned, currency)
        for method, currency, given, returned in entries.by_method()
    ]
    if lines:
        given = sum(line.given_cents for line in lines)
        returned = sum(line.returned_cents for line in lines)
        lines.append(Line(_("Together"), given, returned, lines[0].currency))
    return lines
