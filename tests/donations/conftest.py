"""What tests of giving by card start from."""

import pytest

from tests.stripe_server import StripeServer


@pytest.fixture(autouse=True)
def _stored_mail(stored_mail):
    """Letters can be read in the outbox."""


@pytest.fixture(scope="session")
def _stripe_server():
    server = StripeServer().start()
    yield server
    server.stop()


@pytest.fixture
def stripe_server(_stripe_server, settings):
    """The stand-in for the card provider, with nothing in it, and a site that uses it."""
    _stripe_server.reset()
    settings.STRIPE_SECRET_KEY = _stripe_server.secret_key
    settings.STRIPE_WEBHOOK_SECRETS = [_stripe_server.webhook_secret]
    settings.STRIPE_API_URL = _stripe_server.url
    settings.STRIPE_CHECKOUT_URL = _stripe_server.checkout_url
    return _stripe_server
