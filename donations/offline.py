"""The provider without a network: a bank transfer that carries a code.

The donor gets the code and the account to pay to; the payment counts once the treasurer finds the
transfer on a bank statement (see statements.py).
"""

import secrets

from django.urls import reverse

from donations.models.ledger import LedgerEntry
from donations.provided import Checkout, ProviderRefused

# No 0 and O, 1 and I: people copy it by hand.
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_code():
    """A code like 7KQ2-41MX: 40 bits, none taken twice (the database refuses it)."""
    signs = "".join(secrets.choice(LETTERS) for _place in range(8))
    return f"{signs[:4]}-{signs[4:]}"


class Offline:
    """Nothing is asked of anybody: what a card provider does by itself is done by hand here."""

    name = "offline"
    method = LedgerEntry.Method.BANK
    is_configured = True
    is_live = True
    repeats = False
    signature_header = ""

    def start(self, payment, *, done_url, back_url, language):
        return Checkout("", reverse("donations:thanks", args=[payment.key]))

    def read_notice(self, body, signature):
        raise ProviderRefused("A bank transfer sends no events.")

    session = charge = pledge = refund = change_amount = pause = resume = end = card_page = (
        read_notice
    )

    def movements(self, since, until):
        return iter(())

    def pledges(self):
        return iter(())
