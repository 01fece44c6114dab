"""Where the treasurer works. Each module registers its tables."""

from donations.admin import (
    attempts,
    campaigns,
    donors,
    ledger,
    months,
    movements,
    payments,
    proposals,
    providers,
    reconciliations,
    statements,
)

__all__ = [
    "attempts",
    "campaigns",
    "donors",
    "ledger",
    "months",
    "movements",
    "payments",
    "proposals",
    "providers",
    "reconciliations",
    "statements",
]
