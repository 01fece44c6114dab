"""Asks a provider how one of its objects stands now, and sets ours to it.

Never within a transaction: a slow provider must not hold anybody's lock.
"""

import logging

from django.utils import timezone

from donations import pledging, settling
from donations.models import Pledge
from donations.provided import ProviderAway, ProviderRefused
from donations.providers import gateway_for

logger = logging.getLogger(__name__)


def take(provider, subject, ref):
    """Our payment or pledge as the provider has it now; None when it is not ours."""
    return _TAKE[subject](gateway_for(provider), ref)


def take_soon(provider, subject, ref):
    """The same, but when the provider is away its next event will do."""
    try:
        return take(provider, subject, ref)
    except (ProviderAway, ProviderRefused) as error:
        logger.warning("%s not asked after a change: %s", provider, type(error).__name__)
        return None


def _take_session(gateway, ref):
    facts = gateway.session(ref)
    payment = settling.take_session(gateway.name, facts)
    if payment and facts.pledge_ref:
        _take_pledge(gateway, facts.pledge_ref)
    if payment and facts.payment_ref:
        payment = _take_charge(gateway, facts.payment_ref)
    return payment


def _take_charge(gateway, ref):
    facts = gateway.charge(ref)
    if facts.pledge_ref and not _knows(gateway, facts.pledge_ref):
        _take_pledge(gateway, facts.pledge_ref)
    return settling.take_charge(gateway.name, facts)


def _take_pledge(gateway, ref):
    seen_at = timezone.now()
    return pledging.take_pledge(gateway.name, gateway.pledge(ref), seen_at)


def _knows(gateway, pledge_ref):
    return Pledge.objects.filter(provider=gateway.name, provider_ref=pledge_ref).exists()


_TAKE = {"session": _take_session, "charge": _take_charge, "pledge": _take_pledge}
