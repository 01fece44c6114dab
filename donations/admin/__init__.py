"""Where the treasurer works. Each module registers its tables."""

from donations.admin import campaigns, ledger

__all__ = ["campaigns", "ledger"]
