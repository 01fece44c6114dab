"""Where the treasurer works. Each module registers its tables."""

from donations.admin import campaigns, ledger, movements, payments

__all__ = ["campaigns", "ledger", "movements", "payments"]
