"""A small stand-in for the card provider: it keeps state, speaks HTTP, signs its events.

It knows only what our gateway asks for, in the shapes of the API version the SDK is made for.
To try the site out: `python -m tests.stripe_server --help`.
"""

from tests.stripe_server.server import StripeServer

__all__ = ["StripeServer"]
