"""The campaign and its goal, the ledger, who gave, and what providers told us."""

from donations.models.campaigns import Campaign, Cost, MonthlyGoal
from donations.models.desk import Evidence, Proposal, Statement, StatementLine
from donations.models.donors import Donor, Pledge
from donations.models.ledger import ClosedMonth, LedgerEntry
from donations.models.payments import Dispute, Payment, Refund
from donations.models.providers import Attempt, Provider, Reconciliation, WebhookEvent
from donations.models.receipts import Receipt, ReceiptSeries
from donations.models.shown import CURRENCIES
from donations.models.ways import Way

__all__ = [
    "CURRENCIES",
    "Attempt",
    "Campaign",
    "ClosedMonth",
    "Cost",
    "Dispute",
    "Donor",
    "Evidence",
    "LedgerEntry",
    "MonthlyGoal",
    "Payment",
    "Pledge",
    "Proposal",
    "Provider",
    "Receipt",
    "ReceiptSeries",
    "Reconciliation",
    "Refund",
    "Statement",
    "StatementLine",
    "Way",
    "WebhookEvent",
]
