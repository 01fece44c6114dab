"""A month's account: what came in, what went back and what it cost, by method.

The same facts, as plain words and numbers, are what is kept when a month is closed.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.models import LedgerEntry
from donations.money import money
from donations.querysets import COUNTS

# The shape of the facts below: raised when it changes, so that old months stay readable.
VERSION = 1
Kind, Method = LedgerEntry.Kind, LedgerEntry.Method
COUNTING = gettext_lazy("Counts towards the goal")
# The lines of an account, each with the kinds it adds up; the third tells whether it is a sum.
LINES = [
    (gettext_lazy("Gifts"), [Kind.GIFT], False),
    (gettext_lazy("Refunds"), [Kind.REFUND], False),
    (gettext_lazy("Disputes"), [Kind.DISPUTE], False),
    (gettext_lazy("Adjustments"), [Kind.ADJUSTMENT], False),
    (COUNTING, COUNTS, True),
    (gettext_lazy("Covered fees"), [Kind.COVER], False),
    (gettext_lazy("Fees"), [Kind.FEE], False),
    (gettext_lazy("Left after fees"), [*COUNTS, Kind.COVER, Kind.FEE], True),
]


@dataclass(frozen=True)
class Line:
    """One line: all methods together, then each of them."""

    label: str
    cents: list
    is_sum: bool
    currency: str

    @property
    def amounts(self):
        return [money(cents, self.currency, exact=True) for cents in self.cents]


@dataclass(frozen=True)
class Sheet:
    """A month's money in one currency: the sums of each kind, for each method."""

    currency: str
    methods: dict
    earlier: dict
    is_of_goal: bool = True

    def total(self, kinds, methods=Method.values):
        found = (self.methods.get(method, {}) for method in methods)
        return sum(kinds_of.get(kind, 0) for kinds_of in found for kind in kinds)

    @property
    def shown(self):
        """The methods that moved money, in their usual order."""
        return [method for method in Method.values if method in self.methods]

    @property
    def heads(self):
        return [_("Together"), *(Method(method).label for method in self.shown)]

    @property
    def lines(self):
        return [
            Line(self._called(label), self._cells(kinds), is_sum, self.currency)
            for label, kinds, is_sum in LINES
        ]

    def _called(self, label):
        return _("Before fees") if label == COUNTING and not self.is_of_goal else label

    def _cells(self, kinds):
        return [self.total(kinds), *(self.total(kinds, [method]) for method in self.shown)]

    @property
    def offline(self):
        """What counts and did not come by card; nothing when all of it did."""
        methods = [method for method in self.shown if method != Method.CARD]
        return money(self.total(COUNTS, methods), self.currency, exact=True) if methods else ""

    @property
    def about_earlier(self):
        """A sentence for each earlier month that this one's sums are also about."""
        words = _("Of what counts, adjustments for %(month)s: %(amount)s")
        for name, cents in self.earlier.items():
            month = date_format(date.fromisoformat(f"{name}-01"), "F Y")
            yield words % {"month": month, "amount": money(cents, self.currency, exact=True)}


@dataclass(frozen=True)
class Account:
    """All that is told about a month."""

    facts: dict

    @property
    def currency(self):
        return self.facts["currency"]

    @property
    def goal_cents(self):
        return self.facts["goal_cents"]

    @property
    def gifts(self):
        """How many gifts still stand; so with those who give every month."""
        return self.facts["gifts"]

    @property
    def monthly_donors(self):
        return self.facts["monthly_donors"]

    @property
    def raised_cents(self):
        return self.sheets[0].total(COUNTS)

    @cached_property
    def sheets(self):
        """The campaign's currency first; others stand apart and are never added."""
        known = self.facts["sheets"]
        first = known.get(self.currency, {"methods": {}, "earlier": {}})
        others = [
            Sheet(name, **known[name], is_of_goal=False) for name in known if name != self.currency
        ]
        return [Sheet(self.currency, **first), *others]

    @property
    def is_empty(self):
        return not self.facts["sheets"]


def read_account(campaign, start, end):
    """The account as the ledger has it now."""
    entries = LedgerEntry.objects.filter(campaign=campaign).booked_within(start, end)
    gifts = entries.filter(currency=campaign.currency).gifts()
    numbers = gifts.aggregate(
        gifts=Count("pk"), monthly_donors=Count("payment__pledge", distinct=True)
    )
    goal = campaign.goals.for_month(start.date()).values_list("amount_cents", flat=True).first()
    facts = {"version": VERSION, "currency": campaign.currency, "goal_cents": goal}
    return Account(facts | numbers | {"sheets": _sheets(entries, start)})


def _sheets(entries, start):
    sheets = {}
    for currency, method, kind, cents in entries.sums():
        sheet = sheets.setdefault(currency, {"methods": {}, "earlier": {}})
        sheet["methods"].setdefault(method, {})[kind] = cents
    zone = timezone.get_default_timezone()
    for currency, month, cents in entries.of_earlier_months(start, zone):
        sheets[currency]["earlier"][f"{month:%Y-%m}"] = cents
    return sheets
