"""What providers tell us, in our own words: the seam between the rules of money and any vendor.

Amounts are integers in minor units, times are aware, `""` is an id that is not known.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


class ProviderAway(Exception):
    """The provider did not answer in time, or not as it should: try later."""


class ProviderRefused(Exception):
    """The provider understood and said no: trying again won't help."""


class BadNotice(Exception):
    """What came in is not from the provider, not for this site, too old or too big."""


@dataclass(frozen=True)
class Checkout:
    """Where the donor goes to pay."""

    session_ref: str
    url: str


@dataclass(frozen=True)
class Notice:
    """A verified event: which object of the provider it is about. Its state is asked, not told."""

    event_id: str
    kind: str  # the provider's word, for people
    subject: str  # session, charge, pledge, or "" for what does not concern us
    subject_ref: str
    happened_at: datetime


@dataclass(frozen=True)
class RefundFacts:
    ref: str
    amount_cents: int
    status: str  # Refund.Status
    refunded_at: datetime
    failed_at: datetime | None = None


@dataclass(frozen=True)
class DisputeFacts:
    ref: str
    amount_cents: int
    status: str  # Dispute.Status
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True)
class FeeFacts:
    """What the provider keeps, of a charge or for a dispute; negative when it gives a fee back."""

    ref: str
    amount_cents: int
    taken_at: datetime


@dataclass(frozen=True)
class ChargeFacts:
    """A payment as it stands at the provider now, with all that went back of it."""

    ref: str  # "" while nothing was charged yet
    payment_ref: str
    status: str  # settled, pending, failed
    amount_cents: int
    currency: str  # ISO code in capitals
    is_live: bool
    charged_at: datetime
    key: UUID | None = None  # of our Payment, as we gave it along
    pledge_ref: str = ""
    is_risky: bool = False
    refunds: tuple[RefundFacts, ...] = ()
    disputes: tuple[DisputeFacts, ...] = ()
    fees: tuple[FeeFacts, ...] = ()
    # Each charge of this payment that was declined: (the provider's id, when).
    declines: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True)
class SessionFacts:
    """A checkout as it stands now."""

    ref: str
    key: UUID | None
    status: str  # open, complete, expired
    is_live: bool
    payment_ref: str = ""
    pledge_ref: str = ""


@dataclass(frozen=True)
class PledgeFacts:
    """A monthly gift as it stands at the provider now."""

    ref: str
    key: UUID | None
    customer_ref: str
    status: str  # Pledge.Status
    amount_cents: int  # what is charged: the gift and the covered fees
    currency: str
    is_live: bool
    started_at: datetime
    next_charge_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Movement:
    """One line of the provider's own account, to compare our ledger with."""

    ref: str  # the id under which we book it (LedgerEntry.provider_ref)
    kind: str  # LedgerEntry.Kind: gift (covered fees included), refund, dispute, fee
    amount_cents: int  # signed
    currency: str
    moved_at: datetime
    charge_ref: str = ""


class Gateway(Protocol):
    """What a provider can do for us. All may raise ProviderAway or ProviderRefused."""

    name: str  # Payment.provider, LedgerEntry.provider
    method: str  # LedgerEntry.Method
    is_configured: bool
    is_live: bool
    repeats: bool  # knows monthly gifts
    signature_header: str  # of its events; "" when it sends none

    def start(self, payment, *, done_url, back_url, language) -> Checkout: ...
    def read_notice(self, body: bytes, signature: str) -> Notice: ...
    def session(self, ref: str) -> SessionFacts: ...
    def charge(self, ref: str) -> ChargeFacts: ...
    def pledge(self, ref: str) -> PledgeFacts: ...
    def refund(self, charge_ref: str, *, amount_cents: int, key: str) -> None: ...
    def change_amount(self, pledge, *, amount_cents: int, key: str) -> None: ...
    def pause(self, pledge_ref: str) -> None: ...
    def resume(self, pledge_ref: str) -> None: ...
    def end(self, pledge_ref: str) -> None: ...
    def card_page(self, customer_ref: str, *, back_url: str) -> str: ...
    def movements(self, since: datetime, until: datetime): ...
    def pledges(self): ...  # those that have not ended
