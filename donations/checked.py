"""How well our ledger agrees with the card providers': what the badge and the strip go by."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from donations.models import LedgerEntry, Payment, Provider, Reconciliation
from donations.providers import GATEWAYS

# Compared without a difference: until then the figures are as good as the provider's own.
PROVISIONAL_AFTER = timedelta(hours=48)
# From then on other pages don't show them any more.
STALE_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class Check:
    """When the card providers' accounts last agreed with ours: the oldest of them."""

    checked_at: datetime | None
    # The first payment or comparison: before it there was nothing to compare.
    watched_since: datetime | None
    has_differences: bool
    is_off: bool

    def is_provisional(self, now):
        if self.has_differences or self.checked_at is None:
            return True
        return now - self.checked_at > PROVISIONAL_AFTER

    def is_stale(self, now):
        """True while a provider that takes money has not been compared for too long."""
        return not self.is_off and now - (self.checked_at or self.watched_since) > STALE_AFTER


def card_names():
    """The providers whose figures can be compared with theirs: those that take real cards."""
    gateways = (gateway() for gateway in GATEWAYS if gateway.method == LedgerEntry.Method.CARD)
    return [gateway.name for gateway in gateways if gateway.is_configured and gateway.is_live]


def columns(names):
    """What a statement about anything else adds to know how fresh its figures are."""
    providers = Provider.objects.filter(name__in=names)
    oldest = providers.order_by(F("checked_at").asc(nulls_first=True))
    compared = Reconciliation.objects.filter(provider__in=names)
    paid = Payment.objects.filter(provider__in=names, is_test=False, settled_at__isnull=False)
    first_paid = Subquery(paid.order_by("created_at").values("settled_at")[:1])
    first_compared = Subquery(compared.order_by("started_at").values("started_at")[:1])
    agreed = Provider.objects.filter(name=OuterRef("provider")).values("checked_at")
    since_agreed = compared.exclude(differences=[]).annotate(agreed_at=Subquery(agreed[:1]))
    differing = since_agreed.filter(Q(agreed_at=None) | Q(ended_at__gt=F("agreed_at")))
    return {
        "checked_at": Subquery(oldest.values("checked_at")[:1]),
        "watched_since": Coalesce(first_paid, first_compared),
        "has_differences": Exists(differing),
        "is_off": Exists(providers.filter(is_on=False)),
    }


def check_of(row):
    """What those columns say; nothing while there is nothing to compare."""
    if row.watched_since is None:
        return None
    return Check(row.checked_at, row.watched_since, row.has_differences, row.is_off)
