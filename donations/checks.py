"""System checks of the settings about giving."""

from django.conf import settings
from django.core import checks

from donations.gateway import Stripe

LOCAL_PAGES = ("http://127.0.0.1", "http://localhost", "http://[::1]")


@checks.register(checks.Tags.security)
def no_test_money(app_configs=None, **kwargs):
    """What is paid with a test key is no money, and readers of a public site can't know it."""
    provider = Stripe()
    if settings.IS_LOCAL or not provider.is_configured or provider.is_live:
        return []
    return [
        checks.Warning(
            "STRIPE_SECRET_KEY is a test key on a public site: gifts are not charged or counted.",
            hint="Use a key that begins with sk_live_ or rk_live_ once you have tried it.",
            id="donations.W001",
        )
    ]


@checks.register(checks.Tags.security)
def payments_are_encrypted(app_configs=None, **kwargs):
    """Donors go to the checkout, and come back from it, over https."""
    checkout = settings.STRIPE_CHECKOUT_URL
    is_far = not (settings.IS_LOCAL and checkout.startswith(LOCAL_PAGES))
    wrong = []
    if not checkout.startswith("https://") and is_far:
        wrong.append("STRIPE_CHECKOUT_URL must begin with https://.")
    if not (settings.IS_HTTPS or settings.IS_LOCAL):
        wrong.append("Card gifts need a SITE_URL that begins with https://.")
    errors = [checks.Error(sentence, id="donations.E001") for sentence in wrong]
    return errors if Stripe().is_configured else []


@checks.register(checks.Tags.security)
def limits_let_somebody_through(app_configs=None, **kwargs):
    """To take no gifts at all, a provider is switched off in the admin."""
    if min(settings.DONATION_LIMITS.values()) >= 1:
        return []
    sentence = "Every limit of donations (DONATIONS_PER_..., DECLINES_PER_...) must be at least 1."
    return [checks.Error(sentence, id="donations.E002")]
