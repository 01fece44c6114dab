"""The only file that knows the payment vendor: Stripe, with its hosted Checkout."""

from django.conf import settings

from donations.models.ledger import LedgerEntry


class Stripe:
    """Card gifts, once and every month."""

    name = "stripe"
    method = LedgerEntry.Method.CARD
    repeats = True

    @property
    def is_configured(self):
        return bool(settings.STRIPE_SECRET_KEY)

    @property
    def is_live(self):
        return settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_"))
